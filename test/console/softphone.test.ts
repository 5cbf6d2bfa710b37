import t from 'tap'
import { browserIdentity } from '../../src/dispatch/browser.ts'
import { browserToken } from '../../src/telephony/browser-token.ts'
import { consoleHouse } from './console-house.ts'

const account = {
  accountSid: `AC${'1'.repeat(32)}`,
  apiKey: `SK${'2'.repeat(32)}`,
  apiSecret: 'a secret of the key',
  applicationSid: `AP${'3'.repeat(32)}`,
}
const token = (identity: string) => browserToken(account, identity)
const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())

t.test('the token names the browser of whoever is signed in, and lets it connect outward only', async (t) => {
  const house = await consoleHouse(t, { browserLine: { kind: 'simulator', url: 'http://localhost:4010', token } })
  const added = await house.add('sari', 'operator')
  if (added.outcome !== 'added') return t.fail(added.outcome)
  const sari = await house.enter('sari')
  const line = await sari('GET', '/api/softphone')
  t.equal(line.body.url, 'http://localhost:4010')
  t.equal(line.body.identity, browserIdentity(added.staff.id))
  const given = await sari('POST', '/api/softphone/token', { identity: 'staff_somebody_else' })
  t.equal(given.status, 200)
  const { grants, sub, exp, iat } = claimsOf(given.body.token)
  t.equal(grants.identity, line.body.identity, 'whatever the page asks for')
  t.strictSame(grants.voice, { outgoing: { application_sid: account.applicationSid } })
  t.equal(sub, account.accountSid)
  t.equal(exp - iat, given.body.validSeconds)
  t.match((await sari('GET', '/')).headers['permissions-policy'], /microphone=\(self\)/)
  t.match((await sari('GET', '/')).headers['content-security-policy'], /connect-src 'self' http:\/\/localhost:4010;/)
})

t.test('without a line for browsers it says which settings are missing', async (t) => {
  const house = await consoleHouse(t, { browserLine: { kind: 'none', missing: ['TWILIO_TWIML_APP_SID'] } })
  await house.add('sari', 'operator')
  await house.add('opd', 'agency', 'pupr')
  const sari = await house.enter('sari')
  t.match((await sari('GET', '/api/softphone')).body, { kind: 'none', missing: ['TWILIO_TWIML_APP_SID'] })
  t.equal((await sari('POST', '/api/softphone/token')).status, 409)
  const opd = await house.enter('opd')
  t.equal((await opd('POST', '/api/softphone/token')).status, 403, 'who takes no calls needs none')
})
