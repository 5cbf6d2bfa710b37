import fc from 'fast-check'
import t from 'tap'
import {
  climb,
  everyRung,
  type Ladder,
  type LadderPlan,
  type Progress,
  presentLadder,
  type Rung,
  roundRestMilliseconds,
  silentMilliseconds,
} from '../../src/emergency/ladder.ts'
import { cases } from '../support/depth.ts'

const rung = (name: string, ringSeconds = 20): Rung => ({
  name,
  target: { kind: 'number', number: name },
  accepts: 'key',
  ringSeconds,
  talkSeconds: 20,
})
const ladder = (names: readonly string[], more: Partial<Ladder> = {}): Ladder => ({
  kind: 'umum',
  label: 'umum',
  rungs: names.map((name) => rung(name)),
  atOnce: 1,
  maxCallsPerTarget: 2,
  texts: [],
  ...more,
})
type Live = Progress['live'][number]
const rings = (address: string, ringUntil = 20_000, more: Partial<Live> = {}): Live => ({
  ...{ address, state: 'ringing', ringUntil, isOfRound: true },
  ...more,
})
const progress = (begun: readonly string[] = [], live: readonly Live[] = [], running = {}): Progress => ({
  begun: new Set(begun),
  live,
  running,
})
const named = (step: ReturnType<typeof climb>) =>
  step.step === 'ring' ? step.rungs.map(({ name }) => name) : step.step

t.test('the next rung starts when the one before has rung its time', async (t) => {
  const two = ladder(['psc', 'damkar'])
  t.match(climb(two, progress(), 1000), { step: 'ring', rungs: [{ name: 'psc' }], nextAt: 21_000 })
  t.same(climb(two, progress(['psc'], [rings('psc', 21_000)]), 5000), { step: 'rest', nextAt: 21_000 })
  t.match(named(climb(two, progress(['psc'], [rings('psc', 21_000)]), 21_000)), ['damkar'])
})

t.test('several ring together, and whoever is over before makes room for the next', async (t) => {
  const four = ladder(['psc', 'damkar', 'posko', 'tetangga'], { atOnce: 2 })
  t.same(named(climb(four, progress(), 0)), ['psc', 'damkar'])
  t.same(climb(four, progress(['psc', 'damkar'], [rings('psc'), rings('damkar', 30_000)]), 5000), {
    step: 'rest',
    nextAt: 20_000,
  })
  const step = climb(four, progress(['psc', 'damkar'], [rings('damkar', 30_000)]), 12_000)
  t.match(
    step,
    { step: 'ring', rungs: [{ name: 'posko' }], nextAt: 30_000 },
    'the one that rings longest is not waited for',
  )
})

t.test('an exhausted ladder rests a moment and starts again', async (t) => {
  const two = ladder(['psc', 'damkar'])
  t.same(climb(two, progress(['psc', 'damkar']), 0), { step: 'exhausted', nextAt: roundRestMilliseconds })
  t.same(named(climb(two, progress(), roundRestMilliseconds)), ['psc'])
})

t.test('a phone with as many ladder calls as it may have is passed over', async (t) => {
  const two = ladder(['psc', 'damkar'])
  t.same(named(climb(two, progress([], [], { psc: 2 }), 0)), ['damkar'])
  t.same(named(climb(two, progress([], [], { psc: 2, damkar: 2 }), 0)), 'rest')
  t.same(named(climb(two, progress([], [], { psc: 1 }), 0)), ['psc'])
})

t.test('nobody is rung who rings or talks for this emergency already', async (t) => {
  const one = ladder(['psc'])
  const talks = rings('psc', 20_000, { state: 'talking' })
  t.same(climb(one, progress(['psc'], [talks]), 25_000), { step: 'rest', nextAt: 30_000 }, 'nor is it exhausted')
  t.same(named(climb(one, progress([], [talks]), 25_000)), 'rest')
  t.same(named(climb(one, progress([], [rings('psc', 20_000, { isOfRound: false })]), 25_000)), 'rest')
  const lost = [rings('psc', 20_000, { isOfRound: false })]
  t.same(
    named(climb(one, progress([], lost), 20_000 + silentMilliseconds)),
    ['psc'],
    'a lost word keeps no phone silent',
  )
})

t.test('the kind becomes known: the other ladder begins, and what rings already goes on beside it', async (t) => {
  const medical = ladder(['psc', 'rsud'])
  t.same(named(climb(medical, progress([], [rings('psc', 20_000, { isOfRound: false })]), 3000)), ['rsud'])
})

t.test('a group of operators is a rung like a phone', async (t) => {
  const group: Rung = { ...rung('petugas'), target: { kind: 'operators', lane: 'darurat' } }
  const mixed = ladder([], { rungs: [group, rung('psc')] })
  t.same(named(climb(mixed, progress(['operators:darurat']), 0)), ['psc'])
})

t.test('office and night have rungs of their own; outside of all variants the ladder has its usual ones', async (t) => {
  const plan: LadderPlan = {
    ...ladder(['malam', 'psc']),
    variants: [
      { during: 'kantor', rungs: [rung('siang'), rung('psc')] },
      { during: 'siaga', rungs: [rung('siaga')] },
    ],
  }
  const at = (...open: readonly string[]) =>
    presentLadder(plan, (id) => open.includes(id)).rungs.map(({ name }) => name)
  t.same(at(), ['malam', 'psc'])
  t.same(at('kantor', 'siaga'), ['siang', 'psc'], 'the first that is open')
  t.same(at('siaga'), ['siaga'])
  t.same(
    everyRung(plan).map(({ name }) => name),
    ['malam', 'psc', 'siang', 'siaga'],
  )
})

const names = ['a', 'b', 'c', 'd'] as const
const some = fc.uniqueArray(fc.constantFrom(...names))
const state = fc.constantFrom('ringing' as const, 'talking' as const, 'accepted' as const)
const live = fc.uniqueArray(
  fc.record({ address: fc.constantFrom(...names), state, ringUntil: fc.nat({ max: 60_000 }), isOfRound: fc.boolean() }),
  { selector: ({ address }) => address },
)
const running = fc.dictionary(fc.constantFrom(...names), fc.nat({ max: 3 }))

t.test('a ladder never ends, never floods a phone, and never rings who rings or talks', async (t) => {
  const rungs = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 })
  const most = fc.integer({ min: 1, max: 3 })
  const now = 10_000
  fc.assert(
    fc.property(rungs, some, live, running, most, most, (of, begun, live, running, maxCallsPerTarget, atOnce) => {
      const step = climb(ladder(of, { maxCallsPerTarget, atOnce }), progress(begun, live, running), now)
      if (step.nextAt <= now || step.nextAt > now + 60_000) return false
      const there = live.filter((one) => one.state === 'ringing' && one.isOfRound && one.ringUntil > now).length
      if (step.step === 'exhausted') return begun.length > 0 && live.every(({ state }) => state === 'ringing')
      if (step.step === 'rest') return true
      const rung = step.rungs.map(({ name }) => name)
      const isFair = rung.every(
        (name) =>
          !begun.some((one) => one === name) &&
          !live.some(({ address }) => address === name) &&
          (running[name as 'a'] ?? 0) < maxCallsPerTarget,
      )
      return isFair && rung.length + there <= atOnce && new Set(rung).size === rung.length
    }),
    { numRuns: cases(500) },
  )
  t.pass('5,000 random moments of random ladders')
})

t.test(
  'on a line where nobody ever answers, everybody is rung in every round, in the order of the ladder',
  async (t) => {
    const rungs = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 })
    fc.assert(
      fc.property(rungs, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 5, max: 60 }), (of, atOnce, seconds) => {
        const each = ladder([], { rungs: of.map((name) => rung(name, seconds)), atOnce })
        let [now, begun, calls] = [0, [] as string[], [] as Live[]]
        const rounds: string[][] = [[]]
        for (let step = 0; rounds.length < 4; step += 1) {
          if (step > 200) return false
          calls = calls.filter(({ ringUntil }) => ringUntil > now)
          const next = climb(each, progress(begun, calls), now)
          if (next.step === 'ring') {
            begun = [...begun, ...next.rungs.map(({ name }) => name)]
            calls = [...calls, ...next.rungs.map(({ name }) => rings(name, now + seconds * 1000))]
            rounds.at(-1)?.push(...next.rungs.map(({ name }) => name))
          } else if (next.step === 'exhausted') {
            begun = []
            rounds.push([])
          }
          now = next.nextAt
        }
        return rounds.slice(0, 3).every((round) => round.join() === of.join())
      }),
      { numRuns: cases(100) },
    )
    t.pass('500 random ladders, three rounds each')
  },
)
