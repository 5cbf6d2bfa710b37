import { Secret, TOTP } from 'otpauth'
import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { consoleHouse, password } from './console-house.ts'

const fresh = 'kata sandi yang lain'

t.test('one’s own account over the interface', async (t) => {
  const house = await consoleHouse(t)
  await Promise.all(['sari', 'budi', 'tuti', 'wati'].map((login) => house.add(login, 'operator')))
  await house.add('admin', 'administrator')
  const enter = (payload: object) =>
    house.http.inject({ method: 'POST', url: '/api/session', headers: house.own, payload })

  t.test('a new password needs the old one, ends every other session, and keeps this one', async (t) => {
    const [elsewhere, here] = [await house.enter('sari'), await house.enter('sari')]
    const change = (present: string, given: string) => here('PUT', '/api/me/password', { present, password: given })
    t.match(await change('bukan ini', fresh), { status: 422, body: { error: 'wrong_password' } })
    t.match(await change(password, 'pendek'), {
      status: 422,
      body: { error: 'password_refused', details: ['password_short'] },
    })
    t.equal((await elsewhere('GET', '/api/me')).status, 200, 'nothing has happened so far')
    t.equal((await change(password, fresh)).status, 204)
    t.equal((await elsewhere('GET', '/api/me')).status, 401)
    t.equal((await here('GET', '/api/me')).status, 200)
    t.equal((await enter({ login: 'sari', password })).statusCode, 401)
    t.equal((await enter({ login: 'sari', password: fresh })).statusCode, 200)
  })

  t.test('who found a page open does not guess the password for long', async (t) => {
    const here = await house.enter('tuti')
    const answers = []
    for (let i = 0; i < 7; i += 1)
      answers.push((await here('PUT', '/api/me/password', { present: `tebakan ${i}`, password: fresh })).status)
    t.same(answers, [422, 422, 422, 422, 422, 429, 429])
    t.equal((await here('GET', '/api/me')).status, 200, 'the session goes on')
  })

  t.test('signing out everywhere ends every session, this one too, and no one else’s', async (t) => {
    const [one, two, other] = [await house.enter('budi'), await house.enter('budi'), await house.enter('admin')]
    t.equal((await one('DELETE', '/api/me/sessions')).status, 204)
    t.equal((await one('GET', '/api/me')).status, 401)
    t.equal((await two('GET', '/api/me')).status, 401)
    t.equal((await other('GET', '/api/me')).status, 200)
  })

  t.test('a second factor is set up by a picture, confirmed by a code, and asked for at the door', async (t) => {
    const here = await house.enter('wati')
    const { body: me } = await here('GET', '/api/me')
    t.same((await here('GET', '/api/me/second-factor')).body, { on: false, since: null, recoveryCodesLeft: 0 })
    t.match(await here('POST', '/api/me/second-factor', { password: 'bukan ini' }), {
      status: 422,
      body: { error: 'wrong_password' },
    })
    t.match(await here('POST', '/api/me/second-factor/confirmation', { code: '123456' }), { status: 409 })
    const begun = await here('POST', '/api/me/second-factor', { password })
    t.match(begun.body.picture, /^data:image\/svg\+xml[;,]/)
    t.match(begun.body.uri, /^otpauth:\/\/totp\/Sahut%20Kabupaten%20Uji:wati\?/)
    t.equal(begun.headers['cache-control'], 'no-store')
    const phone = new TOTP({ secret: Secret.fromBase32(begun.body.secret) })
    const code = () => phone.generate({ timestamp: house.clock.now })
    t.match(await here('POST', '/api/me/second-factor/confirmation', { code: 'x' }), {
      status: 422,
      body: { error: 'wrong_code' },
    })
    const on = await here('POST', '/api/me/second-factor/confirmation', { code: code() })
    t.equal(on.body.recoveryCodes.length, 10)
    t.match((await here('GET', '/api/me/second-factor')).body, { on: true, recoveryCodesLeft: 10 })
    t.match(await here('POST', '/api/me/second-factor', { password }), { status: 409, body: { error: 'on_already' } })

    house.clock.now += 30_000
    t.match((await enter({ login: 'wati', password })).json(), { error: 'code_wanted' })
    t.match((await enter({ login: 'wati', password, code: '000000' })).json(), { error: 'wrong_code' })
    t.equal((await enter({ login: 'wati', password, code: code() })).statusCode, 200)
    t.equal((await enter({ login: 'wati', password, code: on.body.recoveryCodes[3] })).statusCode, 200)

    const renewed = await here('POST', '/api/me/second-factor/recovery-codes', { password })
    t.equal(renewed.body.recoveryCodes.length, 10)
    t.equal((await here('POST', '/api/me/second-factor/removal', { password: 'bukan ini' })).status, 422)
    t.equal((await here('POST', '/api/me/second-factor/removal', { password })).status, 204)
    t.equal((await enter({ login: 'wati', password })).statusCode, 200)
    t.match(
      (await auditAbout(house.database, `staff:${me.id}`))
        .map(({ action }) => action)
        .filter((a) => /factor|codes/.test(a)),
      ['staff.second_factor_on', 'staff.recovery_codes_renewed', 'staff.second_factor_off'],
    )
  })

  t.test('an administrator helps who has lost phone and paper, and ends sessions of a lost laptop', async (t) => {
    const [admin, wati] = [await house.enter('admin'), await house.enter('wati')]
    t.equal((await admin('DELETE', '/api/staff/wati/second-factor')).status, 404, 'none is on')
    const begun = await wati('POST', '/api/me/second-factor', { password })
    const code = new TOTP({ secret: Secret.fromBase32(begun.body.secret) }).generate({ timestamp: house.clock.now })
    await wati('POST', '/api/me/second-factor/confirmation', { code })
    t.equal((await admin('DELETE', '/api/staff/wati/second-factor')).status, 204)
    t.equal((await enter({ login: 'wati', password })).statusCode, 200)
    t.equal((await admin('DELETE', '/api/staff/wati/sessions')).status, 204)
    t.equal((await wati('GET', '/api/me')).status, 401)
    t.equal((await admin('DELETE', '/api/staff/tidak-ada/sessions')).status, 404)
  })
})
