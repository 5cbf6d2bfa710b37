import t from 'tap'
import { machines } from './machines/table.ts'

t.setTimeout(900_000)

for (const [sentence, holds] of machines) t.test(sentence, async (t) => void t.doesNotThrow(() => holds(26_000)))
