import t from 'tap'
import { consoleHouse, password } from './console-house.ts'

t.test('signing in over the interface', async (t) => {
  const house = await consoleHouse(t)
  await house.add('sari', 'operator')
  const post = (payload: object, headers: Record<string, string> = house.own) =>
    house.http.inject({ method: 'POST', url: '/api/session', headers, payload })

  t.test('says who one is and what one may do', async (t) => {
    const ask = await house.enter('sari')
    const me = await ask('GET', '/api/me')
    t.match(me.body, { login: 'sari', name: 'Nama sari', roles: ['operator'], language: 'ind', agencyId: null })
    t.ok(me.body.permissions.includes('presence:own'))
    t.notOk(me.body.permissions.includes('staff:manage'))
    t.equal((await ask('DELETE', '/api/session')).status, 204)
    t.equal((await ask('GET', '/api/me')).status, 401)
  })

  t.test('a wrong password and an unknown login answer alike', async (t) => {
    const [wrong, unknown] = [
      await post({ login: 'sari', password: 'salah sekali' }),
      await post({ login: 'hantu', password }),
    ]
    t.equal(wrong.statusCode, 401)
    t.same(wrong.json(), { error: 'wrong_credentials' })
    t.same([unknown.statusCode, unknown.json()], [wrong.statusCode, wrong.json()])
    t.same(wrong.cookies, [])
  })

  t.test('bad input is refused by the schema', async (t) => {
    for (const payload of [
      {},
      { login: 'sari' },
      { login: 7, password },
      { login: 'sari', password, admin: true },
      { login: 'x'.repeat(101), password },
    ]) {
      const reply = await post(payload)
      t.match([reply.statusCode, reply.json()], [400, { error: 'invalid' }], JSON.stringify(payload).slice(0, 60))
    }
    t.equal((await post({ login: 'sari', password }, {})).statusCode, 403, 'without an origin')
  })

  t.test(
    'too many attempts have to wait, and are told how long; for a login that does not exist just so',
    async (t) => {
      await house.add('tuti', 'operator')
      for (const login of ['tuti', 'tiada']) {
        const replies = await Promise.all(Array.from({ length: 7 }, () => post({ login, password: 'salah sekali' })))
        const refused = replies.filter(({ statusCode }) => statusCode === 429)
        t.equal(refused.length, 2, login)
        t.same(refused[0]?.json(), { error: 'too_often', retryAfterSeconds: 60 }, login)
        t.equal(refused[0]?.headers['retry-after'], '60', login)
      }
    },
  )
})
