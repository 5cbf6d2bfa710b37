import t from 'tap'
import { days } from './day.ts'

t.setTimeout(600_000)

t.test('many more days of the same room', async (t) => days(t, 2, 30))
