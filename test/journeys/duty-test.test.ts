import t from 'tap'
import { addStaff } from '../../src/identity/service.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { startHotline } from '../support/hotline.ts'
import { emptyRedis } from '../support/redis.ts'

t.setTimeout(280_000)

t.test('a duty phone that is tried rings, hears that it is a test, and confirms by a key', async (t) => {
  const hotline = await startHotline(t, { redisUrl: await emptyRedis(12) })
  const database = openDatabase({
    url: hotline.databaseUrl,
    connections: 1,
    statementTimeout: 5_000,
    connectionTimeout: 5_000,
    onWake: () => {},
    onIdleError: () => {},
  })
  t.teardown(() => database.close())
  const admin = { login: 'admin', name: 'Admin', roles: ['administrator'], password: 'kata sandi panjang' }
  await database.transact((tx) => addStaff(tx, admin, { now: Date.now(), actor: 'system' }))
  const headers = { 'content-type': 'application/json', 'x-requested-with': 'test' }
  const session = JSON.stringify({ login: 'admin', password: 'kata sandi panjang' })
  const entered = await fetch(`${hotline.url}/api/session`, { method: 'POST', headers, body: session })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  const asks = async (path: string, body?: object) => {
    const given = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const answer = await fetch(`${hotline.url}${path}`, { headers: { ...headers, cookie }, ...given })
    return { status: answer.status, body: await answer.json() }
  }

  const site = await asks('/api/admin/site')
  const [ladder] = site.body.ladders
  const rung = ladder.rungs.find(({ name }: { name: string }) => name.startsWith('Damkar'))
  t.match(rung, { address: '+62751000113', accepts: 'key' })
  t.ok(site.body.calendars.length > 0 && site.body.agencies.length > 0)
  const brigade = hotline.carrier.phone(rung.address)
  t.equal((await asks('/api/duty-tests', { target: rung.id })).status, 202)
  await brigade.answers()
  t.match(
    await brigade.hears(/./),
    /^Ini panggilan uji dari hotline Kabupaten Padang Pariaman\. Tidak ada keadaan darurat/,
  )
  await brigade.presses('1')
  await brigade.isHungUp()
  const settled = ([one]: readonly { state: string }[]) => one?.state === 'confirmed'
  await hotline.eventually('select state from duty_tests where settled_at is not null', settled)
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)
  const [test] = (await asks('/api/duty-tests')).body.tests
  t.match(test, { target: rung.id, by: 'Admin', state: 'confirmed', answeredAt: String, rangAt: String, why: null })
  t.same(await hotline.rows('select id from emergencies'), [], 'it is no emergency')
  const health = (await asks('/api/health')).body.parts
  t.match(
    health.find(({ name }: { name: string }) => name === 'carrier'),
    { condition: 'good' },
  )
})
