import fc from 'fast-check'
import t from 'tap'
import { climb, type Ladder, roundRestMilliseconds } from '../../src/emergency/ladder.ts'

const rung = (name: string, ringSeconds = 20) => ({
  name,
  target: { kind: 'number', number: '+62751000113' } as const,
  accepts: 'key' as const,
  ringSeconds,
  talkSeconds: 20,
})
const ladder = (names: readonly string[], maxCallsPerTarget = 2): Ladder => ({
  kind: 'umum',
  label: 'umum',
  rungs: names.map((name) => rung(name)),
  maxCallsPerTarget,
})

t.test('the next rung starts when the one before has rung its time', async (t) => {
  const step = climb(ladder(['psc', 'damkar']), 0, {}, 1000)
  t.match(step, { step: 'ring', rung: { name: 'psc' }, place: 0, nextAt: 21_000, isNewRound: false })
})

t.test('an exhausted ladder rests a moment and starts again', async (t) => {
  t.match(climb(ladder(['psc', 'damkar']), 1, {}, 0), {
    step: 'ring',
    rung: { name: 'damkar' },
    nextAt: 20_000 + roundRestMilliseconds,
  })
  t.match(climb(ladder(['psc', 'damkar']), 2, {}, 0), {
    step: 'ring',
    rung: { name: 'psc' },
    place: 2,
    isNewRound: true,
  })
})

t.test('a rung with as many ladder calls as it may have is passed over', async (t) => {
  t.match(climb(ladder(['psc', 'damkar']), 0, { psc: 2 }, 0), { step: 'ring', rung: { name: 'damkar' }, place: 1 })
  t.match(climb(ladder(['psc', 'damkar']), 0, { psc: 2, damkar: 2 }, 0), { step: 'rest' })
})

t.test('a ladder never ends, never goes back, and never floods a rung', async (t) => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
  const live = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat({ max: 3 }))
  fc.assert(
    fc.property(names, fc.nat({ max: 50 }), live, fc.integer({ min: 1, max: 3 }), (rungs, climbed, running, most) => {
      const step = climb(ladder(rungs, most), climbed, running, 0)
      if (step.nextAt <= 0) return false
      if (step.step === 'rest') return rungs.every((name) => (running[name] ?? 0) >= most)
      return step.place >= climbed && (running[step.rung.name] ?? 0) < most
    }),
    { numRuns: 2000 },
  )
  t.pass('2,000 random ladders')
})
