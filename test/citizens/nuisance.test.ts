import fc from 'fast-check'
import t from 'tap'
import {
  expiresAt,
  frictionOf,
  frictions,
  lastsMilliseconds,
  letsPassSeconds,
  type NuisanceFact,
  nuisanceIn,
  score,
} from '../../src/citizens/nuisance.ts'

const now = Date.UTC(2026, 10, 21, 3, 0, 0)
const hour = 3_600_000
const prank = (hoursAgo: number): NuisanceFact => ({ kind: 'prank', at: now - hoursAgo * hour })
const calls = (count: number): NuisanceFact[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'call', at: now - index * 60_000 }))

const fact = fc.record({
  kind: fc.constantFrom('prank', 'abusive', 'silent', 'call' as const),
  at: fc.integer({ min: now - 3 * lastsMilliseconds, max: now }),
}) as fc.Arbitrary<NuisanceFact>
const facts = fc.array(fact, { maxLength: 40 })
const moment = fc.integer({ min: now, max: now + 2 * lastsMilliseconds })
const runs = { numRuns: 2_000, seed: 5 }

t.test(
  'one prank costs a place for some hours, a second one the question, and a day later nothing is left',
  async (t) => {
    t.equal(frictionOf(score([], null, now)), 'none')
    t.equal(frictionOf(score([prank(0)], null, now)), 'later')
    t.equal(frictionOf(score([prank(9)], null, now)), 'none')
    t.equal(frictionOf(score([prank(0), prank(1)], null, now)), 'asked')
    t.equal(score([prank(24), prank(25)], null, now), 0)
  },
)

t.test('silence counts nothing: somebody may not be able to speak', async (t) => {
  const silent = Array.from({ length: 30 }, (): NuisanceFact => ({ kind: 'silent', at: now }))
  t.equal(score(silent, null, now), 0)
  t.equal(expiresAt(silent, null, now), null)
})

t.test(
  'whoever waits for help calls again: only many calls count, and alone they never bring the question',
  async (t) => {
    t.equal(score(calls(8), null, now), 0)
    t.equal(frictionOf(score(calls(10), null, now)), 'none')
    t.equal(frictionOf(score(calls(16), null, now)), 'later')
    t.equal(frictionOf(score(calls(500), null, now)), 'later')
  },
)

t.test('a lift takes back what lies before it, and nothing after', async (t) => {
  t.equal(score([prank(1), prank(2)], now, now), 0)
  t.equal(frictionOf(score([prank(0), prank(2)], now - hour, now)), 'later')
})

t.test('dispositions of one’s work are nobody’s nuisance', async (t) => {
  for (const other of ['resolved', 'ticket', 'wrong_number', 'test', 'open_line', 'toString'])
    t.equal(nuisanceIn(other), null)
  t.equal(nuisanceIn('prank'), 'prank')
})

t.test('another fact never makes it less', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(facts, fact, (some, more) => score([...some, more], null, now) >= score(some, null, now) - 1e-9),
      runs,
    ),
  )
})

t.test('time never makes it more, and a day after the last fact nothing is left', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(facts, moment, moment, (some, one, other) => {
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)]
        const last = Math.max(now - 3 * lastsMilliseconds, ...some.map(({ at }) => at))
        return (
          score(some, null, later) <= score(some, null, sooner) + 1e-9 &&
          score(some, null, last + lastsMilliseconds) === 0
        )
      }),
      runs,
    ),
  )
})

t.test('it is told right when nothing is left', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(facts, (some) => {
        const at = expiresAt(some, null, now)
        return at === null ? score(some, null, now) === 0 : at > now && score(some, null, at) === 0
      }),
      runs,
    ),
  )
})

t.test('a lift now leaves nothing, whatever was', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(facts, (some) => score(some, now, now) === 0),
      runs,
    ),
  )
})

t.test('friction rises with the score and has an end: at worst some minutes and one question', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (a, b) => {
          const [less, more] = [frictionOf(Math.min(a, b)), frictionOf(Math.max(a, b))]
          return frictions.indexOf(less) <= frictions.indexOf(more) && letsPassSeconds[more] <= 300
        },
      ),
      runs,
    ),
  )
})
