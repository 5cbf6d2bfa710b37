/** A browser with a headset, as far as the simulator sees it. */
import type { Test } from 'tap'

export type Link = { readonly peer: string; readonly begins: boolean; readonly send: boolean; readonly play: boolean }

/** A browser as far as the simulator sees it: reads its events. */
export async function headset(t: Test, base: string, who: object) {
  const reply = await fetch(`${base}/phones/api/headsets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  })
  const opened = (await reply.json()) as { id: string; peer: string; phone: { id: string; state: string } }
  const leaving = new AbortController()
  t.teardown(() => leaving.abort())
  const told: { event: string; data: unknown }[] = []
  const heardOf = new Set<() => void>()
  if (reply.ok) {
    const events = await fetch(`${base}/phones/api/headsets/${opened.id}/events`, { signal: leaving.signal })
    void (async () => {
      let text = ''
      for await (const piece of events.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += piece
        for (const [whole, event = '', data = ''] of text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)) {
          told.push({ event, data: JSON.parse(data) })
          text = text.slice(text.indexOf(whole) + whole.length)
          for (const look of heardOf) look()
        }
      }
    })().catch(() => {})
  }
  const latest = (event: string) => told.filter((each) => each.event === event).at(-1)?.data
  return {
    status: reply.status,
    ...opened,
    leave: () => leaving.abort(),
    send: (order: string, body: object) =>
      fetch(`${base}/phones/api/headsets/${opened.id}/${order}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    latest,
    /** Resolves once the newest event of this kind satisfies. */
    async until<Data>(event: string, satisfies: (data: Data) => boolean): Promise<Data> {
      const settled = Promise.withResolvers<Data>()
      const look = () => {
        const data = latest(event) as Data | undefined
        if (data !== undefined && satisfies(data)) settled.resolve(data)
      }
      heardOf.add(look)
      look()
      const patience = setTimeout(() => settled.reject(new Error(`${event}: ${JSON.stringify(latest(event))}`)), 8000)
      try {
        return await settled.promise
      } finally {
        clearTimeout(patience)
        heardOf.delete(look)
      }
    },
  }
}
