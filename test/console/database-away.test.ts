import t from 'tap'
import { consoleHouse } from './console-house.ts'

t.test('while the database is away pages are told to ask again, and not that something is wrong', async (t) => {
  const house = await consoleHouse(t)
  await house.add('sari', 'operator')
  const ask = await house.enter('sari')
  await house.database.close()
  const answer = await ask('GET', '/api/calls')
  t.match([answer.status, answer.body], [503, { error: 'busy', retryAfterSeconds: 2 }])
})
