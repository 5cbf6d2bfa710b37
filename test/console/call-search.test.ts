/** Every filter, and filters together, against a plain reading of the same calls. */

import fc from 'fast-check'
import t, { type Test } from 'tap'
import { keepCallLog } from '../../src/console/call-log-service.ts'
import { callOutcomes } from '../../src/console/call-outcome.ts'
import { note } from '../../src/conversations/service.ts'
import { districts, lanes, nodes, randomShift, type Shown, topics, words } from './call-shift.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t)
await Promise.all([house.add('sari', 'operator'), house.add('maya', 'supervisor')])
const { began, told } = await randomShift(house, { calls: 120, seed: 7 })
const citizens = [...new Set(told.flatMap(({ citizen }) => citizen ?? []))]
const [sari, maya] = [await house.enter('sari'), await house.enter('maya')]

/** One filter in four, so that there is something to be found by several together. */
const seldom = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values })
const some = <Value>(values: readonly Value[]) => seldom(fc.constantFrom(...values))
const moment = seldom(fc.integer({ min: -2, max: 42 }))

const anyFilter = fc.record({
  from: moment,
  until: moment,
  lane: some(lanes),
  node: some(nodes),
  outcome: some(callOutcomes),
  topic: some(topics),
  district: some(districts),
  caller: some(citizens),
  emergency: seldom(fc.boolean()),
  live: seldom(fc.boolean()),
  q: some([...words, 'lampu jalan', 'lampu -jalan', 'banjir or kabel']),
})
type Filter = typeof anyFilter extends fc.Arbitrary<infer Value> ? Value : never

function saysSo(call: Shown, q: string): boolean {
  if (q === 'lampu jalan') return call.words.includes('lampu') && call.words.includes('jalan')
  if (q === 'lampu -jalan') return call.words.includes('lampu') && !call.words.includes('jalan')
  if (q === 'banjir or kabel') return call.words.includes('banjir') || call.words.includes('kabel')
  return call.words.includes(q)
}

const isSuch = (call: Shown, filter: Filter, mayKnow: readonly string[]): boolean =>
  (filter.from === undefined || call.at >= began + filter.from * 1000) &&
  (filter.until === undefined || call.at < began + filter.until * 1000) &&
  (['lane', 'node', 'outcome', 'topic', 'district', 'emergency', 'live'] as const).every(
    (name) => filter[name] === undefined || call[name] === filter[name],
  ) &&
  (filter.caller === undefined || (call.citizen === filter.caller && mayKnow.includes(call.privacy))) &&
  (filter.q === undefined || saysSo(call, filter.q))

const newestFirst = (a: Shown, b: Shown) => b.at - a.at || (a.callSid < b.callSid ? -1 : 1)

function queryOf({ from, until, ...filter }: Filter): string {
  const moments = Object.entries({ from, until }).flatMap(([name, second]) =>
    second === undefined ? [] : [[name, new Date(began + second * 1000).toISOString()]],
  )
  const others = Object.entries(filter).filter(([, value]) => value !== undefined)
  return new URLSearchParams([...moments, ...others].map(([name, value]) => [String(name), String(value)])).toString()
}

async function compare(t: Test, ask: typeof sari, mayKnow: readonly string[], filters: readonly Filter[]) {
  let found = 0
  for (const filter of filters) {
    const query = queryOf(filter)
    const { status, body } = await ask('GET', `/api/calls?limit=100&${query}`)
    const expected = told
      .filter((call) => isSuch(call, filter, mayKnow))
      .sort(newestFirst)
      .slice(0, 100)
    t.same(
      [status, body.calls?.map(({ callSid }: { callSid: string }) => callSid)],
      [200, expected.map(({ callSid }) => callSid)],
      query,
    )
    found += expected.length
  }
  return found
}

const single = (name: keyof Filter, value: unknown) =>
  ({ ...Object.fromEntries(['from', 'until'].map((each) => [each, undefined])), [name]: value }) as Filter
const singles = [
  ...lanes.map((lane) => single('lane', lane)),
  ...nodes.map((node) => single('node', node)),
  ...callOutcomes.map((outcome) => single('outcome', outcome)),
  ...topics.map((topic) => single('topic', topic)),
  ...districts.map((district) => single('district', district)),
  ...citizens.map((caller) => single('caller', caller)),
  ...words.map((word) => single('q', word)),
]

t.test('before anything is in the log, what goes on and what has just ended is there', async (t) => {
  const { body } = await sari('GET', '/api/calls?limit=100')
  t.same(
    body.calls.map(({ callSid }: { callSid: string }) => callSid),
    [...told]
      .sort(newestFirst)
      .slice(0, 100)
      .map(({ callSid }) => callSid),
  )
})

t.test('every filter by itself gives what a plain reading gives', async (t) => {
  await keepCallLog(house.database)
  t.ok((await compare(t, sari, ['open'], singles)) > 300)
})

t.test('filters together give what a plain reading gives', async (t) => {
  t.ok((await compare(t, sari, ['open'], fc.sample(anyFilter, { numRuns: 80, seed: 11 }))) > 500)
})

t.test('a number finds nobody who asked for confidence, but for whom the coordinator may know', async (t) => {
  const filters = citizens.map((caller) => single('caller', caller))
  const [open, secret] = [
    await compare(t, sari, ['open'], filters),
    await compare(t, maya, ['open', 'secret'], filters),
  ]
  t.ok(open > 0 && secret > open)
})

t.test('pages of a filter follow each other without a gap', async (t) => {
  const expected = told.filter(({ outcome }) => outcome === 'operator').sort(newestFirst)
  const seen: string[] = []
  let query = '?outcome=operator&limit=3'
  for (let pages = 0; pages < 100; pages++) {
    const { body } = await sari('GET', `/api/calls${query}`)
    seen.push(...body.calls.map(({ callSid }: { callSid: string }) => callSid))
    if (body.next === null) break
    query = `?outcome=operator&limit=3&cursor=${body.next}`
  }
  t.same(
    seen,
    expected.map(({ callSid }) => callSid),
  )
})

t.test('what is written after the call is found, and what changes is found as it is now', async (t) => {
  const call = told.find(({ live, words }) => !live && words.length > 0)
  const { body } = await sari('GET', `/api/calls/${call?.callSid}`)
  const { code } = body.ticket
  const { version } = (await sari('GET', `/api/tickets/${code}`)).body
  await sari('POST', `/api/tickets/${code}/notes`, { text: 'Gardunya meledak' })
  const filled = await sari('PATCH', `/api/tickets/${code}`, { version, topic: 'lainnya', place: 'depan surau' })
  t.equal(filled.status, 200)
  const sids = async (query: string) =>
    (await sari('GET', `/api/calls?${query}`)).body.calls.map((one: { callSid: string }) => one.callSid)
  t.same(await sids('q=gardu+meledak'), [], 'not yet')
  await keepCallLog(house.database)
  t.same(await sids('q=gardu+meledak'), [call?.callSid], 'by another form of the word, too')
  t.same(await sids('q=surau&topic=lainnya'), [call?.callSid])
})

t.test('a number that was typed on the keypad is no word to find a call by', async (t) => {
  const { callSid = '' } = told.find(({ live }) => !live) ?? {}
  await house.database.transact(async (tx) => {
    for (const value of ['081234567890', 'rusak berat'])
      note(tx, { callSid, kind: 'answer.given', facts: { node: 'sapa', value } }, house.system())
  })
  await house.database.pool.query('insert into call_log_due (call_sid) values ($1)', [callSid])
  await keepCallLog(house.database)
  t.equal((await sari('GET', '/api/calls?q=rusak+berat')).body.calls.length, 1)
  t.equal((await sari('GET', '/api/calls?q=081234567890')).body.calls.length, 0)
})

t.test('an odd question is refused or finds nothing, and never fails', async (t) => {
  for (const [query, status] of [
    ['q=%27%22%28%7C%26%21', 200],
    ['q=', 400],
    ['outcome=tidak', 400],
    ['operator=x', 400],
    ['from=kemarin', 400],
    ['caller=%2B6281200000001', 400],
    ['lane=tidak_ada', 200],
  ] as const)
    t.equal((await sari('GET', `/api/calls?${query}`)).status, status, query)
})
