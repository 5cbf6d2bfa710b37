import t from 'tap'
import { survive } from './support/survival.ts'

t.setTimeout(900_000)

/** The same seed has the same faults; CALLERS and OPERATORS make the storm fit a smaller machine. */
const { SEED, CALLERS, OPERATORS } = process.env
const seed = Number(SEED ?? 20_261_122)
const callers = Number(CALLERS ?? 200)
const operators = Number(OPERATORS ?? 24)

t.test('two hundred people call while one process after the other falls', (t) =>
  survive(t, { seed, callers, operators, patience: 60, seconds: 120, everySeconds: 4, afterwards: 0.1 }),
)
