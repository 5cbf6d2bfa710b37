import t from 'tap'
import { machines } from './machines/table.ts'

for (const [sentence, holds] of machines) t.test(sentence, async (t) => void t.doesNotThrow(() => holds(500)))
