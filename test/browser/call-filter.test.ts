/** What the page of calls keeps in its address, and the days and sounds that it reckons with. */
import fc from 'fast-check'
import t from 'tap'
import { callOutcomes } from '../../src/console/call-outcome.ts'
import { changed, filterIn, keepable, looksLikeNumber, queryOf } from '../../src/console/web/calls/call-filter.ts'
import { spanOf } from '../../src/console/web/calls/recorded-span.ts'
import { beginOf, dayAfter, dayOf } from '../../src/console/web/calls/region-day.ts'

const anyFilter = fc.record(
  {
    q: fc.string({ minLength: 1 }),
    lane: fc.constantFrom('umum', 'darurat'),
    outcome: fc.constantFrom(...callOutcomes),
    from: fc.constantFrom('2026-03-01T00:00:00.000Z'),
    emergency: fc.boolean(),
    live: fc.boolean(),
  },
  { requiredKeys: [] },
)

t.test('a filter comes back from the address as it went in', async (t) => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      t.same(filterIn(new URLSearchParams(queryOf(filter).toString())), filter)
    }),
    { numRuns: 50 },
  )
})

t.test('what an address says beside it is left alone', async (t) => {
  t.same(filterIn(new URLSearchParams('lane=umum&__proto__=x&emergency=mungkin&q=&lain=1')), { lane: 'umum' })
})

t.test('one thing is changed or taken out, and who called is not kept', async (t) => {
  const filter = { lane: 'umum', caller: 'c', emergency: false }
  t.same(changed(filter, 'lane', 'darurat'), { ...filter, lane: 'darurat' })
  t.same(changed(filter, 'emergency', null), { lane: 'umum', caller: 'c' })
  t.same(keepable(filter), { lane: 'umum', emergency: false })
})

t.test('a number is told from words', async (t) => {
  for (const number of ['0812-0000-0001', '+62 812 0000 0001', '(0751) 100100', 'sip:112@psc.example'])
    t.ok(looksLikeNumber(number), number)
  for (const words of ['lampu', 'RT 3', '2026', 'jalan km 12', '"pohon tumbang"', '94221678 lampu'])
    t.notOk(looksLikeNumber(words), words)
})

t.test('days are the region’s', async (t) => {
  t.equal(beginOf('Asia/Jakarta', '2026-03-02'), '2026-03-01T17:00:00.000Z')
  t.equal(beginOf('Asia/Jayapura', '2026-03-02'), '2026-03-01T15:00:00.000Z')
  t.equal(beginOf('Asia/Jakarta', 'kemarin'), undefined)
  t.equal(dayOf('Asia/Jayapura', Date.parse('2026-03-01T15:00:00Z')), '2026-03-02')
  t.equal(dayOf('Asia/Jakarta', Date.parse('2026-03-01T15:00:00Z')), '2026-03-01')
  t.equal(dayAfter('2026-02-28', 1), '2026-03-01')
  for (const zone of ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'])
    t.equal(dayOf(zone, Date.parse(beginOf(zone, '2026-12-31') ?? '')), '2026-12-31', zone)
})

t.test('a recording lies where its beginning was told, or before its end', async (t) => {
  const recording = { id: 'RE1', at: '2026-03-01T10:00:20.000Z', durationSeconds: 10, status: 'completed' }
  const told = (at: string, status: string) => ({
    at,
    kind: 'recording.status',
    facts: { recordingSid: 'RE1', status },
  })
  const at = (text: string) => Date.parse(`2026-03-01T10:00:${text}Z`)
  t.same(spanOf(recording, [told('2026-03-01T10:00:05.000Z', 'in-progress')]), {
    id: 'RE1',
    begin: at('05'),
    end: at('15'),
  })
  t.same(spanOf(recording, [told('2026-03-01T10:00:20.000Z', 'completed')]), {
    id: 'RE1',
    begin: at('10'),
    end: at('20'),
  })
  t.equal(spanOf({ ...recording, status: 'in-progress', durationSeconds: null }, []), null)
})
