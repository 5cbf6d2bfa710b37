import t from 'tap'
import { presenceOf } from '../../src/dispatch/service.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { staffByLogin } from '../../src/identity/service.ts'
import { consoleHouse, password } from './console-house.ts'

const house = await consoleHouse(t)
await house.add('admin', 'administrator')
await house.add('sari', 'operator')
const admin = await house.enter('admin')
const idOf = async (login: string) => (await staffByLogin(house.database, login))?.id ?? ''

t.test(
  'who is added comes in by a password of one time, chooses an own one, and only then may do anything',
  async (t) => {
    const given = { login: 'wati', name: 'Wati', roles: ['operator'], languages: ['min'], skills: ['umum'] }
    const { status, body, headers } = await admin('POST', '/api/staff', given)
    t.equal(status, 201)
    t.match(body.person, { login: 'wati', languages: ['min'], skills: ['umum'], device: null, hasSecondFactor: false })
    t.equal(headers['cache-control'], 'no-store')
    const oneTime = body.oneTime.password
    t.match(body.oneTime, { password: /^[a-z2-9-]{19}$/, until: body.person.oneTimeUntil })

    const session = { login: 'wati', password: oneTime }
    const signed = await house.http.inject({
      method: 'POST',
      url: '/api/session',
      headers: house.own,
      payload: session,
    })
    t.match(signed.json(), { login: 'wati', mustChoosePassword: true, permissions: [] })
    const cookies = { sahut: signed.cookies[0]?.value ?? '' }
    const asks = (method: 'GET' | 'PUT', url: string, payload?: object) =>
      house.http.inject({ method, url, headers: house.own, cookies, ...(payload ? { payload } : {}) })
    t.equal((await asks('GET', '/api/calls')).statusCode, 403)
    t.equal((await asks('PUT', '/api/presence/me', { state: 'free' })).statusCode, 403)
    t.equal((await asks('GET', '/api/me')).statusCode, 200)
    const chosen = await asks('PUT', '/api/me/password', { present: oneTime, password: 'kata sandi pilihan sendiri' })
    t.equal(chosen.statusCode, 204)
    const renewed = { sahut: chosen.cookies[0]?.value ?? '' }
    const calls = await house.http.inject({ method: 'GET', url: '/api/calls', cookies: renewed })
    t.equal(calls.statusCode, 200)
    const me = await house.http.inject({ method: 'GET', url: '/api/me', cookies: renewed })
    t.match(me.json(), { mustChoosePassword: false, roles: ['operator'] })
  },
)

t.test('an account that names what the region does not have is refused, with what there is', async (t) => {
  const one = { login: 'x1', name: 'X', roles: ['operator'] }
  t.match(await admin('POST', '/api/staff', { ...one, skills: ['tidak_ada'] }), {
    status: 422,
    body: { error: 'unknown_lane', details: ['umum'] },
  })
  t.match(await admin('POST', '/api/staff', { ...one, roles: ['agency'], agencyId: 'entah' }), {
    status: 422,
    body: { error: 'unknown_agency', details: ['kominfo', 'pupr'] },
  })
  t.match(await admin('POST', '/api/staff', { ...one, roles: ['agency'] }), {
    status: 422,
    body: { error: 'account_refused', details: ['agency_missing'] },
  })
  t.match(await admin('POST', '/api/staff', { ...one, login: 'sari' }), { status: 409, body: { error: 'login_taken' } })
  t.equal((await admin('POST', '/api/staff', { ...one, roles: ['raja'] })).status, 400)
})

t.test('rights count from the next request on; who may take no calls any more is off duty', async (t) => {
  const sari = await house.enter('sari')
  const device = { kind: 'number', number: '+6281100000001' }
  t.equal((await sari('PUT', '/api/presence/me', { state: 'free', device })).status, 200)
  t.match(await admin('PATCH', '/api/staff/sari', { roles: ['coordinator'] }), {
    status: 200,
    body: { roles: ['coordinator'], device: '+6281100000001' },
  })
  t.match(await presenceOf(house.database, await idOf('sari')), { state: 'offline' })
  t.equal((await sari('PUT', '/api/presence/me', { state: 'free' })).status, 403)
  t.equal((await admin('PATCH', '/api/staff/sari', { roles: ['operator'] })).status, 200)
  t.equal((await admin('PATCH', '/api/staff/tidakada', { name: 'X' })).status, 404)
})

t.test("a phone that could never ring is refused, and the browser is the person's own", async (t) => {
  const set = (device: object) => admin('PUT', '/api/staff/sari/device', { device })
  t.match(await set({ kind: 'number', number: '+19005551234' }), { status: 422, body: { error: 'not_dialable' } })
  t.match(await set({ kind: 'sip', uri: 'sip:sari@pbx.example' }), {
    status: 200,
    body: { device: 'sip:sari@pbx.example' },
  })
  t.match(await set({ kind: 'browser' }), { status: 200, body: { device: 'browser' } })
  const kinds = (await auditAbout(house.database, `staff:${await idOf('sari')}`))
    .filter(({ action }) => action === 'staff.device_set')
    .map(({ facts }) => facts.kind)
  t.same(kinds, ['sip', 'client'])
})

t.test('nobody shuts themselves out, nor the last who administers', async (t) => {
  t.match(await admin('PATCH', '/api/staff/admin', { roles: ['operator'] }), {
    status: 409,
    body: { error: 'own_right' },
  })
  t.match(await admin('PUT', '/api/staff/admin/closing'), { status: 409, body: { error: 'own_right' } })
  t.match(await admin('POST', '/api/staff/admin/one-time-password'), { status: 409, body: { error: 'own_account' } })
  t.match(await admin('DELETE', '/api/staff/admin/second-factor'), { status: 409, body: { error: 'own_account' } })
})

t.test('a closed account is out at once and off duty, and comes back with the rights that it had', async (t) => {
  const sari = await house.enter('sari')
  await sari('PUT', '/api/presence/me', { state: 'free' })
  t.equal((await admin('PUT', '/api/staff/sari/closing')).status, 204)
  t.equal((await sari('GET', '/api/me')).status, 401)
  t.match(await presenceOf(house.database, await idOf('sari')), { state: 'offline' })
  const { body } = await admin('GET', '/api/staff')
  t.type(body.people.find((one: { login: string }) => one.login === 'sari').disabledAt, 'string')
  t.equal((await admin('DELETE', '/api/staff/sari/closing')).status, 204)
  t.equal((await admin('DELETE', '/api/staff/sari/closing')).status, 404)
  t.equal((await (await house.enter('sari'))('GET', '/api/me')).status, 200)
})

t.test('a forgotten password is replaced by one of one time, which ends what went on', async (t) => {
  const sari = await house.enter('sari')
  const { status, body } = await admin('POST', '/api/staff/sari/one-time-password')
  t.equal(status, 200)
  t.equal((await sari('GET', '/api/me')).status, 401)
  const comesIn = (given: string) =>
    house.http.inject({
      method: 'POST',
      url: '/api/session',
      headers: house.own,
      payload: { login: 'sari', password: given },
    })
  t.equal((await comesIn(password)).statusCode, 401)
  t.match((await comesIn(body.password)).json(), { mustChoosePassword: true })
})
