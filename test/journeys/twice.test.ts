import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)

const epochOf = (text: string) => Number(/epoch=(\d+)/.exec(text)?.[1] ?? 0)

t.test('every webhook comes twice: the same document byte for byte, no second row, no second call', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'], faults: { webhookTwice: 1, callbackTwice: 1 } })
  const [warga, sari] = [hotline.carrier.phone('+6281200000001'), hotline.operator('sari')]
  await warga.dials(line)
  await warga.presses('3')
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(warga, sari)
  warga.hangsUp()
  await sari.hears(/Percakapan selesai/)
  await sari.isHungUp()
  await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 1)
  await warga.dials(line)
  for (const key of ['2', '1', '5']) await warga.presses(key)
  await warga.says('Korong Pasar Usang')
  await warga.presses('#')
  await warga.hears(/ceritakan/)
  await warga.says('Jembatan gantung putus')
  await warga.presses('#')
  await warga.hears(/Nomor tiket/)
  await warga.isHungUp()
  await warga.receivesText(/nomor/)
  warga.texts('Sampah menumpuk di pasar')
  await warga.receivesText(/tercatat/)
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)

  const log = hotline.carrier.simulator.log()
  const deliveries = Map.groupBy(
    log.flatMap((one) => (one.kind === 'webhook' ? [one] : [])),
    (one) => `${one.headers['I-Twilio-Idempotency-Token']} ${one.url}`,
  )
  let pairs = 0
  for (const [first, second] of deliveries.values()) {
    if (first === undefined || second === undefined) continue
    // The call was moved in between: nobody goes back to what was said before.
    if (epochOf(second.body) > epochOf(second.url)) continue
    pairs += 1
    if (first.body !== second.body)
      t.same(second.body, first.body, `the second delivery of ${first.purpose} ${first.url}`)
  }
  t.ok(pairs >= 10, `${pairs} webhooks came twice`)

  const count = async (text: string) => (await hotline.rows(text)).length
  t.equal(await count('select from calls'), 2)
  t.equal(await count('select from tickets'), 3)
  t.equal(await count('select from waits'), 1)
  t.equal(await count('select from offers'), 1)
  t.equal(await count('select from legs'), 1)
  t.equal(await count('select from conversations'), 1)
  t.equal(await count(`select from messages where direction = 'out'`), 1)
  t.equal(await count(`select from messages where direction = 'in'`), 1)
  t.equal(await count('select from recordings'), 2)
  const rest = log.flatMap((one) =>
    one.kind === 'rest' && one.method === 'POST' ? [one.path.replace(/(CA|CF)\w{32}/, '$1')] : [],
  )
  t.equal(rest.filter((path) => path.endsWith('/Calls.json')).length, 1, 'one call is placed')
  t.ok(rest.filter((path) => path.includes('/Calls/CA')).length <= 1, 'one call is moved')
  t.equal(rest.filter((path) => path.endsWith('/Messages.json')).length, 1, 'one text is sent')
})
