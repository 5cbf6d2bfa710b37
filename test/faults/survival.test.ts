import t from 'tap'
import { survive } from './support/survival.ts'

t.setTimeout(300_000)

t.test('a dozen people call while one process after the other falls', (t) =>
  survive(t, { seed: 5, callers: 12, operators: 5, patience: 25, seconds: 16, everySeconds: 4, afterwards: 0.03 }),
)
