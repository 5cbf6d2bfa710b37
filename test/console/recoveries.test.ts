import t from 'tap'
import { newId } from '../../src/platform/id.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { addRecoveryMeasures } from '../../src/recovery-measures.ts'
import { consoleHouse } from './console-house.ts'
import { dropped } from './dropped-story.ts'

t.test('every dropped call for help stands on the list, with what was pressed and how far it is', async (t) => {
  const house = await consoleHouse(t)
  const { id, callSid } = await dropped(house, { silent: true, secondsAgo: 90 })
  await house.add('sari', 'operator')
  const sari = await house.enter('sari')
  const { status, body } = await sari('GET', '/api/recoveries?open=true')
  t.equal(status, 200)
  t.match(body.recoveries, [
    { id, callSid, kind: 'medis', silent: true, state: 'held', pressed: ['1'], tries: 0, isLate: true, outcome: null },
  ])
  t.match(body.recoveries[0].caller, /^\+62.*\d{2,4}$/)
  t.notMatch(JSON.stringify(body), '81234567890')
  t.match(body.measure, { dropped: 1, unfinished: 1, recovered: 0, unreached: 0, firstTrySeconds: { p50: null } })
  t.same((await sari('GET', '/api/recoveries?open=false')).body.recoveries, [])
})

t.test('a person rings one now: it goes into line, and the audit tells who decided', async (t) => {
  const house = await consoleHouse(t)
  const { id } = await dropped(house, { silent: true })
  await house.add('sari', 'operator')
  await house.add('audi', 'administrator')
  const sari = await house.enter('sari')
  t.equal((await sari('POST', `/api/recoveries/${id}/ring`)).status, 204)
  t.match((await sari('GET', '/api/recoveries')).body.recoveries, [{ state: 'open', callback: 'waiting' }])
  t.match(await sari('POST', `/api/recoveries/${id}/ring`), { status: 409, body: { error: 'under_way' } })
  t.equal((await sari('POST', `/api/recoveries/${newId()}/ring`)).status, 404)
  const { body } = await (await house.enter('audi'))('GET', '/api/audit')
  t.match(JSON.stringify(body), 'recovery.called')
})

t.test(
  'a person closes one with a reason; it leaves the list of emergencies and stands among the finished',
  async (t) => {
    const house = await consoleHouse(t)
    const { id, callSid } = await dropped(house)
    await house.add('sari', 'operator')
    const sari = await house.enter('sari')
    t.match((await sari('GET', '/api/emergencies')).body.emergencies, [{ callSid, state: 'dropped' }])
    t.equal((await sari('POST', `/api/recoveries/${id}/close`, { reason: '' })).status, 400)
    t.equal((await sari('POST', `/api/recoveries/${id}/close`, { reason: 'anak bermain telepon' })).status, 204)
    t.equal((await sari('POST', `/api/recoveries/${id}/close`, { reason: 'lagi' })).status, 409)
    t.match((await sari('GET', '/api/recoveries?open=false')).body, {
      measure: { closed: 1, unfinished: 0 },
      recoveries: [{ outcome: 'closed', reason: 'anak bermain telepon', closedBy: 'Nama sari' }],
    })
    t.same((await sari('GET', '/api/emergencies')).body.emergencies, [])
  },
)

t.test('what ended by itself was ended by nobody', async (t) => {
  const house = await consoleHouse(t)
  const { id } = await dropped(house)
  await house.database.pool.query(
    `update recoveries set state = 'closed', outcome = 'reached', closed_at = since, closed_by = 'carrier' where id = $1`,
    [id],
  )
  await house.add('sari', 'operator')
  const sari = await house.enter('sari')
  t.match((await sari('GET', '/api/recoveries?open=false')).body.recoveries, [{ outcome: 'reached', closedBy: null }])
})

t.test('the list goes on where the page before ended; a cursor that is not ours is refused', async (t) => {
  const house = await consoleHouse(t)
  const calls = []
  for (const secondsAgo of [30, 20, 10]) calls.unshift((await dropped(house, { secondsAgo })).callSid)
  await house.add('sari', 'operator')
  const sari = await house.enter('sari')
  const one = (await sari('GET', '/api/recoveries?limit=2')).body
  const two = (await sari('GET', `/api/recoveries?limit=2&cursor=${one.next}`)).body
  t.same(
    [...one.recoveries, ...two.recoveries].map(({ callSid }) => callSid),
    calls,
  )
  t.equal(two.next, null)
  for (const cursor of ['x', Buffer.from('12 abc').toString('base64url')])
    t.equal((await sari('GET', `/api/recoveries?cursor=${cursor}`)).status, 400)
})

t.test('whoever may only look may neither ring nor close', async (t) => {
  const house = await consoleHouse(t)
  const { id } = await dropped(house)
  await house.add('audi', 'administrator')
  const audi = await house.enter('audi')
  t.equal((await audi('GET', '/api/recoveries')).status, 200)
  t.equal((await audi('POST', `/api/recoveries/${id}/ring`)).status, 403)
  t.equal((await audi('POST', `/api/recoveries/${id}/close`, { reason: 'bukan apa-apa' })).status, 403)
})

t.test('nobody may overlook one that is late', async (t) => {
  const house = await consoleHouse(t)
  const { id } = await dropped(house, { secondsAgo: 61 })
  await dropped(house, { secondsAgo: 5 })
  await house.add('sari', 'operator')
  const { body } = await (await house.enter('sari'))('GET', '/api/room')
  const late = body.alarms.filter(({ kind }: { kind: string }) => kind === 'recovery_overdue')
  t.match(late, [{ about: id, count: 1 }])
  t.equal(late.length, 1)
})

t.test('how they end and how soon the first phone rang is measured', async (t) => {
  const house = await consoleHouse(t)
  const ids = []
  for (let made = 0; made < 10; made += 1) ids.push((await dropped(house)).id)
  const run = (text: string, values: readonly unknown[]) => house.database.pool.query(text, [...values])
  for (const [index, id] of ids.slice(0, 9).entries())
    await run(`update recoveries set first_try_at = dropped_at + make_interval(secs => $2) where id = $1`, [
      id,
      10 + index,
    ])
  await run(`update recoveries set state = 'closed', outcome = 'reached', closed_at = now() where id = any($1)`, [
    ids.slice(0, 4),
  ])
  await run(`update recoveries set state = 'closed', outcome = 'texted', closed_at = now() where id = $1`, [ids[4]])
  const metrics = openMetrics()
  addRecoveryMeasures(metrics, { database: house.database, clock: () => house.clock.now })
  const text = await metrics.registry.metrics()
  t.match(text, 'sahut_dropped_emergencies{outcome="reached"} 4')
  t.match(text, 'sahut_dropped_emergencies{outcome="texted"} 1')
  t.match(text, 'sahut_dropped_emergencies{outcome="unfinished"} 5')
  t.match(text, /sahut_recovery_first_ring_seconds 17\.2/)
  await house.add('sari', 'operator')
  const { measure } = (await (await house.enter('sari'))('GET', '/api/recoveries')).body
  t.match(measure, { dropped: 10, recovered: 4, unreached: 1, firstTrySeconds: { p50: 14 } })
})
