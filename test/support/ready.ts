/**
 * Calls come once the house says that it is ready, as they do behind a proxy. Asked several times at once, so that connections to
 * the database stand before the first caller: on a machine that is busy with other tests one takes longer than a caller is held.
 */
export async function isReady(url: string): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const answers = await Promise.all(Array.from({ length: 4 }, () => fetch(`${url}/health/ready`)))
    if (answers.every(({ ok }) => ok)) return
    if (performance.now() > deadline) throw new Error('the hotline does not become ready')
  }
}
