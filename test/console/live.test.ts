import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { consoleHouse } from './console-house.ts'

/** Streams that look now and then whether their session still holds. */
const looking = new Set<unknown>()
const { setInterval: begin, clearInterval: end } = globalThis
t.before(() => {
  globalThis.setInterval = ((work: () => void, milliseconds: number) => {
    const timer = begin(work, milliseconds)
    if (milliseconds === 15_000) looking.add(timer)
    return timer
  }) as typeof setInterval
  globalThis.clearInterval = (timer) => {
    looking.delete(timer)
    end(timer)
  }
})
t.teardown(() => Object.assign(globalThis, { setInterval: begin, clearInterval: end }))

t.test('a page that leaves before its stream begins leaves nothing behind', async (t) => {
  const house = await consoleHouse(t)
  const url = await house.http.listen({ port: 0, host: '127.0.0.1' })
  await house.add('sari', 'operator')
  const { sahut } = await house.cookiesOf('sari')
  const headers = { cookie: `sahut=${sahut}` }
  const asks = () => request(`${url}/api/live`, { headers, agent: false }).on('error', () => {})

  const staying = asks()
  const [answer] = await once(staying.end(), 'response')
  t.equal(answer.statusCode, 200)
  t.equal(looking.size, 1)
  staying.destroy()

  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  const { pool } = house.database
  const holder = await pool.connect()
  await holder.query('begin; lock table staff_sessions in access exclusive mode')
  const leaving = asks().end()
  while ((await pool.query(waiting)).rowCount === 0) await wait(10)
  leaving.destroy()
  await wait(100)
  await holder.query('rollback')
  holder.release()
  await wait(500)
  t.equal(looking.size, 0)
})
