import net from 'node:net'
import t from 'tap'
import { type CarrierOptions, startCarrier } from '../support/phone.ts'
import { type Handler, startApplication } from './application.ts'

const hotline = '+62751000100'

async function oneCall(
  t: Parameters<typeof startCarrier>[0],
  documents: Record<string, string | Handler>,
  options: Partial<CarrierOptions> = {},
) {
  const app = await startApplication(t, documents)
  const carrier = await startCarrier(t, { appUrl: app.url, ...options })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  return { app, carrier, warga }
}
const troubles = (carrier: Awaited<ReturnType<typeof startCarrier>>) =>
  carrier.simulator.log().flatMap((entry) => (entry.kind === 'trouble' ? [entry] : []))

t.test('a retry carries the same idempotency token, the next webhook another', async (t) => {
  let tries = 0
  const app = await startApplication(t, {
    '/first': (_request, reply) => {
      tries++
      return tries < 3 ? reply.code(503).send('later') : '<Hangup/>'
    },
  })
  const lines = [{ number: hotline, voiceUrl: `${app.url}/first#rc=2&rp=5xx` }]
  const carrier = await startCarrier(t, { appUrl: app.url, lines })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await warga.isHungUp()
  await carrier.until('the end is reported', () => app.on('/twilio/voice/status').length === 1)
  const tokens = app.requests.map(({ headers }) => headers['i-twilio-idempotency-token'])
  t.equal(tries, 3)
  t.equal(new Set(tokens.slice(0, 3)).size, 1)
  t.not(tokens[3], tokens[0])
  t.equal(app.requests[0]?.headers['user-agent'], 'TwilioProxy/1.1')
})

t.test('a refused connection is tried once more, then the fallback is asked with what went wrong', async (t) => {
  const unused = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => unused.once('listening', resolve))
  const { port } = unused.address() as net.AddressInfo
  await new Promise((resolve) => unused.close(resolve))
  const app = await startApplication(t, { '/fallback': '<Say>Kami sambungkan ke 119.</Say>' })
  const lines = [
    { number: hotline, voiceUrl: `http://127.0.0.1:${port}/voice`, voiceFallbackUrl: `${app.url}/fallback` },
  ]
  const carrier = await startCarrier(t, { appUrl: app.url, lines })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await warga.hears(/119/)
  t.match(app.on('/fallback')[0], {
    ErrorCode: '11205',
    ErrorUrl: `http://127.0.0.1:${port}/voice`,
    From: '+6281200000001',
  })
  const tries = carrier.simulator.log().filter((entry) => entry.kind === 'webhook' && entry.purpose === 'voice')
  t.equal(tries.length, 2)
  t.equal(troubles(carrier).filter(({ callerLost }) => callerLost).length, 0)
})

t.test('an application that does not answer within the limit costs the caller an application error', async (t) => {
  // 15 s of Twilio are 150 ms here.
  const { carrier, warga } = await oneCall(
    t,
    { '/twilio/voice': () => new Promise<string>(() => {}) },
    { limitScale: 0.01 },
  )
  await warga.hears(/application error/)
  await warga.isHungUp()
  t.match(troubles(carrier), [{ code: 11205 }, { code: 11205, callerLost: true, callSid: warga.callSid }])
})

t.test('an action that fails goes to the fallback of the number', async (t) => {
  const app = await startApplication(t, {
    '/twilio/voice': '<Gather numDigits="1" action="/broken"><Say>Tekan</Say></Gather>',
    '/broken': (_request, reply) => reply.code(500).send('Internal Server Error'),
    '/fallback': '<Say>Mohon tunggu.</Say>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url, fallbackUrl: `${app.url}/fallback` })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await warga.presses('1')
  await warga.hears(/Mohon tunggu/)
  t.match(app.on('/fallback')[0], { ErrorCode: '11200', ErrorUrl: `${app.url}/broken`, CallSid: warga.callSid })
})

const bad: readonly [string, string, string, number][] = [
  ['an unknown verb', 'text/xml', '<Response><Speak>halo</Speak></Response>', 12200],
  ['a verb in lower case', 'text/xml', '<Response><say>halo</say></Response>', 12200],
  ['an attribute in the wrong case', 'text/xml', '<Response><Gather NumDigits="1"/></Response>', 12200],
  ['a bare ampersand', 'text/xml', '<Response><Redirect>/a?b=1&c=2</Redirect></Response>', 12100],
  ['an unclosed element', 'text/xml', '<Response><Say>halo</Response>', 12100],
  ['another root', 'text/xml', '<html><body>oops</body></html>', 12100],
  ['an empty body', 'text/xml', '', 12100],
  ['a verb where it may not be', 'text/xml', '<Response><Gather><Record/></Gather></Response>', 12200],
  ['a document of more than 64 kB', 'text/xml', `<Response><Say>${'a'.repeat(65_536)}</Say></Response>`, 11750],
  ['too much to say', 'text/xml', `<Response><Say>${'a'.repeat(4097)}</Say></Response>`, 13520],
  ['JSON', 'application/json', '{"error":"no"}', 12300],
]
for (const [what, type, body, code] of bad)
  t.test(`${what} is no TwiML: the caller hears an application error`, async (t) => {
    const { carrier, warga } = await oneCall(t, { '/twilio/voice': (_request, reply) => reply.type(type).send(body) })
    await warga.hears(/application error/)
    await warga.isHungUp()
    t.equal(troubles(carrier)[0]?.code, code)
    t.equal(troubles(carrier).at(-1)?.callerLost, true)
  })

t.test('plain text is read aloud, a mistake with status 200 too', async (t) => {
  const { warga } = await oneCall(t, {
    '/twilio/voice': (_request, reply) => reply.type('text/plain').send('Internal Server Error'),
  })
  await warga.hears(/^Internal Server Error$/)
  await warga.isHungUp()
})

t.test('a 302 turns a POST into a GET and loses what was pressed; a 307 keeps it', async (t) => {
  const { app, warga } = await oneCall(t, {
    '/twilio/voice': '<Gather numDigits="1" action="/moved"><Say>Tekan</Say></Gather>',
    '/moved': (_request, reply) => reply.redirect('/lost', 302),
    '/lost': '<Gather numDigits="1" action="/kept"><Say>Lagi</Say></Gather>',
    '/kept': (_request, reply) => reply.redirect('/end', 307),
    '/end': '<Hangup/>',
  })
  await warga.presses('1')
  await warga.hears(/Lagi/)
  await warga.presses('2')
  await warga.isHungUp()
  t.equal(app.on('/lost')[0]?.Digits, undefined)
  t.equal(app.on('/end')[0]?.Digits, '2')
})

t.test('cookies are kept for the call', async (t) => {
  const { app, warga } = await oneCall(t, {
    '/twilio/voice': (_request, reply) =>
      reply
        .header('set-cookie', 'turn=7; Path=/')
        .type('text/xml')
        .send('<Response><Redirect>/next</Redirect></Response>'),
    '/next': '<Hangup/>',
  })
  await warga.isHungUp()
  t.equal(app.requests.find(({ path }) => path === '/next')?.headers.cookie, 'turn=7')
})

t.test('a caller over SIP comes with the number asserted, a withheld one as anonymous', async (t) => {
  const app = await startApplication(t, { '/twilio/voice': '<Hangup/>' })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  await warga.dials('112')
  await warga.isHungUp()
  const hidden = carrier.phone('anonymous')
  await hidden.dials(hotline)
  await hidden.isHungUp()
  const [sip, withheld] = app.on('/twilio/voice')
  t.match(sip, {
    From: 'sip:+6281200000001@trunk.telko.example',
    To: 'sip:112@sahut.sip.twilio.com',
    SipDomain: 'sahut.sip.twilio.com',
    'SipHeader_P-Asserted-Identity': '<sip:+6281200000001@trunk.telko.example;user=phone>',
  })
  t.match(withheld, {
    From: 'anonymous',
    Caller: 'anonymous',
    To: hotline,
    Called: hotline,
    CallStatus: 'ringing',
    Direction: 'inbound',
  })
})
