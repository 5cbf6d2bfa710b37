import t from 'tap'
import twilio from 'twilio'
import { sign } from '../../src/simulator/signature.ts'
import { startCarrier } from '../support/phone.ts'
import { startApplication } from './application.ts'

t.test("the example of Twilio's security page has its published signature", async (t) => {
  const form = new Map(
    Object.entries({
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    }),
  )
  t.equal(sign('https://mycompany.com/myapp.php?foo=1&bar=2', form, '12345'), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')
  t.equal(
    sign('https://mycompany.com/myapp.php?foo=1&bar=2#rc=2', form, '12345'),
    'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    'without the fragment',
  )
  t.not(sign('https://mycompany.com/myapp.php?foo=1&bar=3', form, '12345'), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')
})

t.test("Twilio's own package accepts every webhook, also with queries, apostrophes and overrides", async (t) => {
  const app = await startApplication(t, {
    '/twilio/voice': `<Redirect>/next?tempat=Ma'rang%20|%2B1&amp;turn=2#rc=2&amp;rp=5xx</Redirect>`,
    '/next': '<Redirect method="GET">/got?a=1</Redirect>',
    '/got': '<Hangup/>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url, authToken: 'geheim' })
  const warga = carrier.phone('+6281200000001')
  await warga.dials('+62751000100')
  await warga.isHungUp()
  await carrier.until('the end is reported', () => app.on('/twilio/voice/status').length === 1)
  t.equal(app.requests.length, 4)
  for (const { raw, headers, params, path } of app.requests) {
    const form = path === '/got' ? {} : { ...params }
    t.ok(twilio.validateRequest('geheim', String(headers['x-twilio-signature']), app.url + raw, form), raw)
    t.notOk(
      twilio.validateRequest('other', String(headers['x-twilio-signature']), app.url + raw, form),
      `${raw}, another token`,
    )
  }
})
