import t from 'tap'
import { survive } from './support/survival.ts'

t.setTimeout(900_000)

const seed = Number(process.env.SEED ?? 20_261_122)

t.test('two hundred people call while one process after the other falls', (t) =>
  survive(t, { seed, callers: 200, operators: 24, patience: 60, seconds: 120, everySeconds: 4, afterwards: 0.1 }),
)
