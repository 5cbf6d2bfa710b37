import t from 'tap'
import { days } from './day.ts'

t.setTimeout(280_000)

t.test('a day of three citizens, two operators and an emergency, whatever the carrier does', async (t) => days(t, 1, 1))
