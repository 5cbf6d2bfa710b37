import t from 'tap'
import { demoPhones } from '../../src/simulator/demo-phones.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import { startApplication } from './application.ts'

const hotline = '+62751000100'

/** The page's side of the wire: orders, and what the stream of events tells. */
async function page(t: Parameters<typeof startApplication>[0], documents: Record<string, string>) {
  const app = await startApplication(t, documents)
  const simulator = await startSimulator({ appUrl: app.url, scale: 0, held: true, phones: demoPhones })
  t.teardown(() => simulator.close())
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  const order = async (phone: string, what: string, body: unknown = {}) => {
    const response = await fetch(`${simulator.url}/phones/api/phones/${phone}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const events: { event: string; data: Record<string, unknown> }[] = []
  const waiting = new Set<() => void>()
  const response = await fetch(`${simulator.url}/phones/api/events`, { signal: stop.signal })
  void (async () => {
    let rest = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (rest + chunk).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const fields = Object.fromEntries(
          part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        )
        if (fields.event) events.push({ event: fields.event, data: JSON.parse(fields.data ?? '{}') })
      }
      for (const look of waiting) look()
    }
  })().catch(() => {})
  /** Lets time pass until an event says what is expected. */
  const told = async (event: string, expected: Record<string, unknown>) => {
    const stand = simulator.flow()
    const fits = () =>
      events.find(
        (one) =>
          one.event === event &&
          Object.entries(expected).every(([name, value]) => String(one.data[name]) === String(value)),
      )
    const found = Promise.withResolvers<void>()
    const look = () => fits() && found.resolve()
    waiting.add(look)
    look()
    const patience = setTimeout(() => found.reject(new Error(`never told ${event} ${JSON.stringify(expected)}`)), 5000)
    await found.promise.finally(() => {
      clearTimeout(patience)
      waiting.delete(look)
      stand()
    })
    return fits()?.data
  }
  return { app, simulator, order, told }
}

t.test('the page sees the line and its phones, dials, hears, presses, and hangs up', async (t) => {
  const { simulator, order, told } = await page(t, {
    '/twilio/voice':
      '<Gather numDigits="1" timeout="60" action="/two"><Say language="id-ID" voice="Google.id-ID-Wavenet-A">Tekan 1.</Say></Gather>',
    '/two': '<Record action="/three"/>',
  })
  const state = (await (await fetch(`${simulator.url}/phones/api/state`)).json()) as {
    line: unknown
    phones: unknown[]
  }
  t.match(state, { line: { numbers: [hotline, '112'] }, scale: 0 })
  t.equal(state.phones.length, 8)
  t.match(state.phones[5], { id: 'psc-119', role: 'partner', state: 'idle', call: null, behaviour: 'manual' })

  t.match(await order('warga-1', 'dial', { to: hotline }), {
    status: 200,
    body: { state: 'dialling', call: { peer: hotline, with: [] } },
  })
  t.match(await told('heard', { phone: 'warga-1', kind: 'speech' }), {
    text: 'Tekan 1.',
    language: 'id-ID',
    voice: 'Google.id-ID-Wavenet-A',
  })
  const now = (await (await fetch(`${simulator.url}/phones/api/state`)).json()) as { phones: unknown[] }
  t.match(now.phones[0], {
    state: 'in-call',
    call: { listening: true, recording: false, hold: false, muted: false, conference: null },
  })
  t.equal((await order('warga-1', 'press', { digits: '1' })).status, 200)
  await told('heard', { phone: 'warga-1', kind: 'tone' })
  t.match(await order('warga-1', 'hangup'), { status: 200, body: { state: 'idle', call: null } })
})

t.test('what a phone cannot do now is 409, an unknown phone 404, nonsense 400', async (t) => {
  const { order } = await page(t, {})
  t.match(await order('warga-1', 'answer'), { status: 409, body: { message: /does not ring/ } })
  t.match(await order('warga-1', 'hangup'), { status: 409 })
  t.match(await order('nobody', 'answer'), { status: 404 })
  t.match(await order('warga-1', 'press', { digits: 'x' }), { status: 400 })
  t.match(await order('warga-1', 'setting', { behaviour: 'sleeps' }), { status: 400 })
  t.match(await order('warga-1', 'setting', { behaviour: 'busy' }), { status: 200, body: { behaviour: 'busy' } })
})

t.test('two phones on the page talk: each sees the other, and reads what is said', async (t) => {
  const { order, told } = await page(t, { '/twilio/voice': '<Dial><Number>+6281100000001</Number></Dial>' })
  await order('warga-1', 'dial', { to: hotline })
  await told('phone', { id: 'petugas-sari', state: 'ringing' })
  t.match(await order('petugas-sari', 'answer'), { status: 200, body: { state: 'in-call' } })
  await told('heard', { phone: 'warga-1', kind: 'ringing' })
  const { body } = await order('petugas-sari', 'setting', { behaviour: 'manual' })
  t.match(body, { call: { with: ['Warga 1'] } })
  await order('petugas-sari', 'say', { text: 'Selamat pagi.' })
  t.match(await told('heard', { phone: 'warga-1', kind: 'person' }), { text: 'Selamat pagi.', from: 'Petugas Sari' })
  await order('warga-1', 'hangup')
  await told('phone', { id: 'petugas-sari', state: 'idle' })
})

t.test('a text from the page is shown as sent, its answer as received', async (t) => {
  const { order, told } = await page(t, { '/twilio/sms': '<Message>Nomor 4711</Message>' })
  t.equal((await order('warga-1', 'text', { to: hotline, body: 'Halo' })).status, 200)
  await told('text', { phone: 'warga-1', direction: 'out', body: 'Halo', to: hotline })
  t.match(await told('text', { phone: 'warga-1', direction: 'in' }), { body: 'Nomor 4711', from: hotline })
})

t.test('faults are changed while it runs', async (t) => {
  const { simulator } = await page(t, {})
  const change = (body: unknown) =>
    fetch(`${simulator.url}/phones/api/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  t.equal((await change({ restTooMany: 0.5 })).status, 200)
  t.match(await (await fetch(`${simulator.url}/phones/api/faults`)).json(), { restTooMany: 0.5, restOutage: 'off' })
  t.equal((await change({ restTooMany: 5 })).status, 400)
  t.equal((await change({ unknown: 1 })).status, 400)
})
