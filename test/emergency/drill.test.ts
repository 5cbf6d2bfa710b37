import t from 'tap'
import {
  admitDrill,
  drillRestMilliseconds,
  drillRungs,
  nextDrillStep,
  overdueDrills,
} from '../../src/emergency/drill.ts'

const target = (number: string) => ({ kind: 'number', number }) as const
const rungs = [
  { name: 'Damkar', target: target('+62751113'), ringSeconds: 20 },
  { name: 'Posko', target: target('+62751112'), ringSeconds: 30 },
]

t.test('only marked phones are drilled, never a group of operators', async (t) => {
  const rung = { accepts: 'key', ringSeconds: 20, talkSeconds: 10 } as const
  const found = drillRungs({
    rungs: [
      { ...rung, name: 'a', target: target('+1') },
      { ...rung, name: 'b', target: target('+2'), isDrilled: true },
      { ...rung, name: 'c', target: { kind: 'operators', lane: 'darurat' }, isDrilled: true },
    ],
  })
  t.same(
    found.map(({ name }) => name),
    ['b'],
  )
})

t.test('when a drill may begin', async (t) => {
  const calm = { isRunning: false, isNeeded: false, lastAt: null }
  const now = 100_000_000
  t.same(admitDrill(rungs, calm, now), { outcome: 'admitted' })
  t.same(admitDrill([], calm, now), { outcome: 'nothing_marked' })
  t.same(admitDrill(rungs, { ...calm, isRunning: true, isNeeded: true }, now), { outcome: 'needed' })
  t.same(admitDrill(rungs, { ...calm, isRunning: true }, now), { outcome: 'running' })
  const lastAt = now - drillRestMilliseconds
  t.same(admitDrill(rungs, { ...calm, lastAt }, now), { outcome: 'admitted' })
  t.same(admitDrill(rungs, { ...calm, lastAt: lastAt + 2500 }, now), { outcome: 'too_often', retryAfterSeconds: 3 })
})

t.test('what a drill does next', async (t) => {
  const nobody = new Set<string>()
  const step = (...tests: { rung: string; settledAt: number | null }[]) => nextDrillStep({ rungs }, tests, nobody)
  t.match(step(), { step: 'ring', rung: { name: 'Damkar' } })
  t.same(step({ rung: 'Damkar', settledAt: null }), { step: 'rest' })
  t.match(step({ rung: 'Damkar', settledAt: 1 }), { step: 'ring', rung: { name: 'Posko' } })
  t.same(step({ rung: 'Damkar', settledAt: 1 }, { rung: 'Posko', settledAt: 2 }), { step: 'finish' })
  t.same(nextDrillStep({ rungs }, [], new Set(['+62751113'])), { step: 'rest' }, 'somebody tries that very phone')
})

t.test('a ladder that was not drilled for too long is overdue; where nobody says how often, none is', async (t) => {
  const day = 86_400_000
  const last = new Map([
    ['umum', 10 * day],
    ['medis', 39 * day],
  ])
  const overdue = (days: number | null) => overdueDrills(['umum', 'medis', 'polisi'], last, days, 40 * day)
  t.same(overdue(30), [
    { ladder: 'umum', since: 40 * day },
    { ladder: 'polisi', since: null },
  ])
  t.same(overdue(31), [{ ladder: 'polisi', since: null }])
  t.same(overdue(null), [])
})
