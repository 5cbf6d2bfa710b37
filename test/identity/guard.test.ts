import Fastify from 'fastify'
import t from 'tap'
import { beginSession, endSession, guard, staffOf } from '../../src/identity/guard.ts'
import * as identity from '../../src/identity/service.ts'
import { testDatabase } from '../support/database.ts'

const secretKey = 'a secret of the house, long enough'
const password = 'kata sandi panjang'

t.test('the guard', async (t) => {
  const database = await testDatabase(t)
  const clock = { now: Date.now() }
  const added = await database.transact((tx) =>
    identity.addStaff(
      tx,
      { login: 'sari', name: 'Sari', roles: ['operator'], password },
      { now: clock.now, actor: 'system' },
    ),
  )
  if (added.outcome !== 'added') throw new Error('the account was not made')
  const { staff } = added

  async function house(publicUrl = 'http://localhost:3000') {
    const app = Fastify()
    await app.register(guard, { database, secretKey, publicUrl, clock: () => clock.now, openPaths: ['/api/docs'] })
    app.post('/api/in', { config: { permission: 'public' } }, async (request) => {
      await beginSession(request, staff)
      return {}
    })
    app.delete('/api/out', { config: { permission: 'signed-in' } }, async (request, reply) => {
      await endSession(request, reply)
      return {}
    })
    app.get('/api/me', { config: { permission: 'signed-in' } }, async (request) => ({ login: staffOf(request).login }))
    app.get('/api/calls', { config: { permission: 'calls:read' } }, async () => ({}))
    app.get('/api/staff', { config: { permission: 'staff:manage' } }, async () => ({}))
    app.get('/api/docs/json', async () => ({}))
    t.teardown(() => app.close())
    return app
  }
  const own = { origin: 'http://localhost:3000' }
  const app = await house()
  const enter = async (from = app, headers: Record<string, string> = own) => {
    const reply = await from.inject({ method: 'POST', url: '/api/in', headers })
    const [cookie] = reply.cookies
    return { reply, cookie, cookies: { sahut: cookie?.value ?? '' } }
  }

  t.test('a route that declares no permission does not start', async (t) => {
    const bare = Fastify()
    await bare.register(guard, { database, secretKey, publicUrl: 'http://localhost', clock: () => 0 })
    t.throws(() => bare.get('/api/forgotten', async () => ({})), /GET \/api\/forgotten declares no permission/)
    await bare.close()
  })

  t.test('nobody gets in without a session, or with a made-up one', async (t) => {
    for (const cookies of [{}, { sahut: 'x' }, { sahut: 'abc.def' }]) {
      const reply = await app.inject({ url: '/api/me', cookies })
      t.equal(reply.statusCode, 401)
      t.same(reply.json(), { error: 'signed_out' })
    }
    t.equal((await app.inject('/api/docs/json')).statusCode, 200)
    t.equal((await app.inject('/api/nothing-here')).statusCode, 404)
  })

  t.test('a session opens what its role may do, and no more', async (t) => {
    const { cookies, cookie } = await enter()
    t.match(cookie, { httpOnly: true, sameSite: 'Strict', path: '/api' })
    t.notOk(cookie?.secure, 'plain http has no Secure cookie')
    t.same((await app.inject({ url: '/api/me', cookies })).json(), { login: 'sari' })
    t.equal((await app.inject({ url: '/api/calls', cookies })).statusCode, 200)
    const denied = await app.inject({ url: '/api/staff', cookies })
    t.equal(denied.statusCode, 403)
    t.same(denied.json(), { error: 'not_allowed' })
  })

  t.test('the session id stands nowhere in the database, and its row names the person', async (t) => {
    const { cookies } = await enter()
    const { rows } = await database.pool.query('select staff_sessions::text as row, staff_id from staff_sessions')
    const id = decodeURIComponent(cookies.sahut).split('.')[0] ?? ''
    t.ok(id.length > 20)
    t.notOk(rows.some(({ row }) => row.includes(id)))
    t.ok(rows.some(({ staff_id }) => staff_id === staff.id))
  })

  t.test('signing in gives a fresh session: one planted before is worth nothing', async (t) => {
    const planted = await enter()
    const after = await app.inject({ method: 'POST', url: '/api/in', headers: own, cookies: planted.cookies })
    t.equal(after.cookies.length, 1, 'one cookie, which no browser takes for another')
    const fresh = { sahut: after.cookies[0]?.value ?? '' }
    t.not(fresh.sahut, planted.cookie?.value)
    t.equal((await app.inject({ url: '/api/me', cookies: fresh })).statusCode, 200)
    t.equal((await app.inject({ url: '/api/me', cookies: planted.cookies })).statusCode, 401)
  })

  t.test('signing out ends it on our side', async (t) => {
    const { cookies } = await enter()
    t.equal((await app.inject({ method: 'DELETE', url: '/api/out', headers: own, cookies })).statusCode, 200)
    t.equal((await app.inject({ url: '/api/me', cookies })).statusCode, 401)
  })

  t.test('a shift later it is over', async (t) => {
    const { cookies } = await enter()
    clock.now += 13 * 60 * 60 * 1000
    t.equal((await app.inject({ url: '/api/me', cookies })).statusCode, 401)
    clock.now -= 13 * 60 * 60 * 1000
    t.equal((await app.inject({ url: '/api/me', cookies })).statusCode, 200)
  })

  t.test('a changing request from a foreign page is refused, on public routes too', async (t) => {
    const tried = async (headers: Record<string, string>) => {
      const reply = await app.inject({ method: 'POST', url: '/api/in', headers })
      return [reply.statusCode, reply.json().error]
    }
    t.same(await tried({ origin: 'https://jahat.example' }), [403, 'foreign_origin'])
    t.same(await tried({ origin: 'null' }), [403, 'foreign_origin'])
    t.same(await tried({}), [403, 'foreign_origin'], 'neither Origin nor the header')
    t.same(await tried({ origin: 'https://jahat.example', 'x-requested-with': 'sahut' }), [403, 'foreign_origin'])
    t.same(await tried({ 'x-requested-with': 'sahut' }), [200, undefined])
    for (const site of ['cross-site', 'same-site', 'none'])
      t.same(
        await tried({ ...own, 'x-requested-with': 'sahut', 'sec-fetch-site': site }),
        [403, 'foreign_origin'],
        site,
      )
    t.same(await tried({ ...own, 'sec-fetch-site': 'same-origin' }), [200, undefined])
    t.same(
      await tried({ origin: 'http://192.168.1.5:3000', host: '192.168.1.5:3000' }),
      [200, undefined],
      'our page under another name of ours',
    )
  })

  t.test('behind https the cookie is Secure, also when the proxy ends TLS', async (t) => {
    const secure = await house('https://sahut.example.go.id')
    const { cookie, cookies } = await enter(secure, { origin: 'https://sahut.example.go.id', host: '10.0.0.5:3000' })
    t.equal(cookie?.secure, true)
    t.equal((await secure.inject({ url: '/api/me', cookies })).statusCode, 200)
  })

  t.test('who is disabled is out with the next request', async (t) => {
    const { cookies } = await enter()
    await database.pool.query('update staff set disabled_at = now()')
    t.equal((await app.inject({ url: '/api/me', cookies })).statusCode, 401)
  })
})
