import t from 'tap'
import type { FaultsChange } from '../../src/simulator/faults.ts'
import { makeRaces } from '../../src/simulator/races.ts'
import { startCarrier } from '../support/phone.ts'
import { rest, startApplication } from './application.ts'

const hotline = '+62751000100'
type Tap = Parameters<typeof startCarrier>[0]

t.test('choices of a kind depend on the seed and on nothing else', async (t) => {
  const row = (seed: number, also: boolean) => {
    const races = makeRaces(seed)
    return Array.from({ length: 40 }, () => {
      if (also) races.happens('another kind', 0.5)
      return races.pick('kind', ['a', 'b'])
    }).join('')
  }
  t.equal(row(7, false), row(7, true))
  t.not(row(7, false), row(8, false))
  t.match(row(7, false), /a.*b|b.*a/, 'both happen')
})

/** A caller waits in a dial; the update comes. Paths in the order in which they were asked. */
async function moved(t: Tap, faults: FaultsChange, seed = 1): Promise<string[]> {
  const app = await startApplication(t, {
    '/twilio/voice': '<Dial action="/action"><Conference beep="false">c-1</Conference></Dial>',
    '/action': '<Say>Tidak pernah terdengar.</Say>',
    '/new': '<Say>Baru.</Say><Pause length="5"/>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url, faults, seed })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await carrier.passes(3)
  await rest(carrier, 'POST', `/Calls/${warga.callSid}.json`, { Url: `${app.url}/new` })
  await warga.hears(/Baru/)
  await carrier.passes(2)
  t.notOk(
    warga.heard.some(({ text }) => /Tidak pernah/.test(text)),
    'the answer to the interrupted action is ignored',
  )
  return app.requests.map(({ path }) => path).filter((path) => path === '/action' || path === '/new')
}

t.test("an interrupted verb's action comes before, after or never, as set or by seed", async (t) => {
  t.strictSame(await moved(t, { interruptedAction: 'before' }), ['/action', '/new'])
  t.strictSame(await moved(t, { interruptedAction: 'after' }), ['/new', '/action'])
  t.strictSame(await moved(t, { interruptedAction: 'never' }), ['/new'])
  const kinds = new Set<string>()
  for (let seed = 1; seed <= 8; seed++) {
    const first = await moved(t, {}, seed)
    if (seed <= 2) t.strictSame(await moved(t, {}, seed), first, `seed ${seed} again`)
    kinds.add(first.join())
  }
  t.ok(kinds.size >= 2, 'seeds differ')
})

/** The update arrives while the application still thinks about the document of a key. */
async function raced(t: Tap, faults: FaultsChange): Promise<string[]> {
  const thinking = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const app = await startApplication(t, {
    '/twilio/voice': '<Gather numDigits="1" action="/slow"><Say>Tekan</Say></Gather>',
    '/slow': async () => {
      asked.resolve()
      await thinking.promise
      return '<Say>Lama.</Say>'
    },
    '/new': '<Say>Baru.</Say>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url, faults })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await warga.presses('1')
  await carrier.during(asked.promise)
  t.equal((await rest(carrier, 'POST', `/Calls/${warga.callSid}.json`, { Url: `${app.url}/new` })).status, 200)
  thinking.resolve()
  await warga.isHungUp()
  return warga.heard.filter(({ kind }) => kind === 'speech').map(({ text }) => text)
}

t.test('an update against a running fetch throws the document away, or lets it start', async (t) => {
  t.strictSame(await raced(t, { updateDuringFetch: 'discards' }), ['Tekan', 'Baru.'])
  t.strictSame(await raced(t, { updateDuringFetch: 'starts' }), ['Tekan', 'Lama.', 'Baru.'])
})

t.test('a document that starts and hangs up wins over the update', async (t) => {
  const thinking = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const app = await startApplication(t, {
    '/twilio/voice': '<Redirect>/slow</Redirect>',
    '/slow': async () => {
      asked.resolve()
      await thinking.promise
      return '<Hangup/>'
    },
    '/new': '<Say>Baru.</Say>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url, faults: { updateDuringFetch: 'starts' } })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await carrier.during(asked.promise)
  await rest(carrier, 'POST', `/Calls/${warga.callSid}.json`, { Url: `${app.url}/new` })
  thinking.resolve()
  await warga.isHungUp()
  await carrier.passes(5)
  t.equal(app.on('/new').length, 0)
})

t.test("a leg's webhook may come before the reply that names the leg", async (t) => {
  const app = await startApplication(t, { '/leg': '<Hangup/>' })
  for (const legWebhook of ['before-reply', 'after-reply'] as const) {
    const carrier = await startCarrier(t, { appUrl: app.url, faults: { legWebhook }, alwaysFlowing: true, scale: 0.02 })
    carrier.phone('+6281100000001')
    const form = {
      To: '+6281100000001',
      From: hotline,
      Url: `${app.url}/leg`,
      StatusCallback: `${app.url}/${legWebhook}`,
      StatusCallbackEvent: 'ringing',
    }
    const { body } = await rest(carrier, 'POST', '/Calls.json', form)
    const known = app.on(`/${legWebhook}`).map(({ CallSid }) => CallSid)
    t.strictSame(known, legWebhook === 'before-reply' ? [body.sid] : [])
    await rest(carrier, 'POST', `/Calls/${body.sid}.json`, { Status: 'canceled' })
  }
})

async function callbacks(t: Tap, faults: FaultsChange): Promise<(string | undefined)[]> {
  const app = await startApplication(t, { '/leg': '<Pause length="1"/>' })
  const carrier = await startCarrier(t, { appUrl: app.url, faults: { legWebhook: 'after-reply', ...faults }, seed: 3 })
  const sari = carrier.phone('+6281100000001')
  const events = ['initiated', 'ringing', 'answered', 'completed']
  const form = {
    To: '+6281100000001',
    From: hotline,
    Url: `${app.url}/leg`,
    StatusCallback: `${app.url}/status`,
    StatusCallbackEvent: events,
  }
  await rest(carrier, 'POST', '/Calls.json', form)
  await sari.answers()
  await sari.isHungUp()
  await carrier.passes(120)
  return app.on('/status').map(({ CallStatus, SequenceNumber }) => `${SequenceNumber} ${CallStatus}`)
}

t.test('status callbacks come in order; with faults twice, out of order, late, or the last one never', async (t) => {
  const clean = ['0 initiated', '1 ringing', '2 in-progress', '3 completed']
  t.strictSame(await callbacks(t, {}), clean)
  t.strictSame(
    await callbacks(t, { callbackTwice: 1 }),
    clean.flatMap((one) => [one, one]),
  )
  t.strictSame(await callbacks(t, { callbackMissing: 1 }), clean.slice(0, 3))
  t.strictSame(await callbacks(t, { callbackLate: 1, callbackLateSeconds: 60 }), clean)
  const mixed = await callbacks(t, { callbackReordered: 1 })
  t.strictSame([...mixed].sort(), clean)
  t.notSame(mixed, clean)
  t.strictSame(await callbacks(t, { callbackReordered: 1 }), mixed, 'the same seed, the same order')
})

t.test('a webhook may come twice with one token; the caller hears one answer', async (t) => {
  const app = await startApplication(t, { '/twilio/voice': '<Say>Halo.</Say>' })
  const carrier = await startCarrier(t, { appUrl: app.url, faults: { webhookTwice: 1 } })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await warga.isHungUp()
  const tokens = app.requests
    .filter(({ path }) => path === '/twilio/voice')
    .map(({ headers }) => headers['i-twilio-idempotency-token'])
  t.equal(tokens.length, 2)
  t.equal(tokens[0], tokens[1])
  t.equal(warga.heard.filter(({ text }) => text === 'Halo.').length, 1)
})

t.test('REST may be refused, broken after doing, or out', async (t) => {
  const app = await startApplication(t, {})
  const carrier = await startCarrier(t, { appUrl: app.url, faults: { restTooMany: 1 } })
  const { simulator } = carrier
  const queue = (name: string) => rest(carrier, 'POST', '/Queues.json', { FriendlyName: name })
  t.match(await queue('a'), { status: 429, body: { code: 20429 } })
  t.equal(simulator.carrier.queues.size, 0)
  simulator.faults({ restTooMany: 0, restFailsAfterDoing: 1 })
  t.match(await queue('b'), { status: 500, body: { code: 20500 } })
  t.equal(simulator.carrier.queues.size, 1, 'done all the same')
  simulator.faults({ restFailsAfterDoing: 0, restOutage: 'refuses' })
  t.equal((await queue('c')).status, 503)
  simulator.faults({ restOutage: 'resets' })
  await t.rejects(queue('d'))
  simulator.faults({ restOutage: 'off' })
  t.equal((await queue('e')).status, 201)
  t.throws(() => simulator.faults({ restTooMany: 2 }), /restTooMany/)
})

t.test('a voicemail speaks, presses nothing and hangs up in the end', async (t) => {
  const app = await startApplication(t, {
    '/leg': '<Gather numDigits="1" timeout="5" action="/accept"><Say>Tekan 1</Say></Gather><Redirect>/leg</Redirect>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url, faults: { legWebhook: 'after-reply', phoneVoicemail: 1 } })
  const sari = carrier.phone('+6281100000001')
  const { body } = await rest(carrier, 'POST', '/Calls.json', {
    To: '+6281100000001',
    From: hotline,
    Url: `${app.url}/leg`,
    MachineDetection: 'Enable',
  })
  await sari.hears(/Tekan 1/)
  t.equal(app.on('/leg')[0]?.AnsweredBy, 'machine_start')
  await sari.isHungUp()
  t.equal(app.on('/accept').length, 0)
  t.match((await rest(carrier, 'GET', `/Calls/${body.sid}.json`)).body, { status: 'completed' })
})
