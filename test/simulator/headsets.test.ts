/** Browsers that lend phones their microphones: who is told to play whom, and who may be whom. */
import t, { type Test } from 'tap'
import { browserToken } from '../../src/telephony/browser-token.ts'
import { startCarrier, type TestCarrier } from '../support/phone.ts'
import { rest, startApplication } from './application.ts'
import { headset, type Link } from './headset-client.ts'

const key = { sid: `SK${'6'.repeat(32)}`, secret: 'a secret of the key' }
const account = {
  accountSid: `AC${'0'.repeat(31)}1`,
  apiKey: key.sid,
  apiSecret: key.secret,
  applicationSid: `AP${'7'.repeat(32)}`,
}

const conference = '<Dial><Conference beep="false" waitUrl="">ruang</Conference></Dial>'

/** Two phones in one conference, each with a headset. */
async function twoTalk(t: Test) {
  const application = await startApplication(t, { '/twilio/voice': conference, '/twilio/voice/client': conference })
  const carrier = await startCarrier(t, {
    appUrl: application.url,
    apiKeys: { [key.sid]: key.secret },
    alwaysFlowing: true,
    scale: 0.05,
  })
  const line = carrier.simulator.account.lines[0]?.number ?? ''
  const [one, two] = [carrier.phone('+6281200000001'), carrier.phone('+6281200000002')]
  const ears = [
    await headset(t, carrier.url, { phone: one.device.id }),
    await headset(t, carrier.url, { phone: two.device.id }),
  ] as const
  await one.dials(line)
  await two.dials(line)
  await one.talksWith(two)
  return { carrier, one, two, ears }
}

const asked = (carrier: TestCarrier, sid: string | null, change: Record<string, string>) => {
  const [room] = [...carrier.simulator.carrier.conferences.values()]
  return rest(carrier, 'POST', `/Conferences/${room?.sid}/Participants/${sid}.json`, change)
}

const isOpen = ([link]: readonly Link[]) => link?.send === true && link.play

t.test('two who talk send and play; one of them begins to negotiate, and signals reach the other', async (t) => {
  const { ears } = await twoTalk(t)
  const links = await Promise.all(ears.map((ear) => ear.until<readonly Link[]>('links', isOpen)))
  t.strictSame(
    links.map(([link]) => link?.peer),
    [ears[1].peer, ears[0].peer],
  )
  t.strictSame(links.map(([link]) => link?.begins).sort(), [false, true])
  await ears[0].send('signal', { to: ears[1].peer, data: { description: 'tawaran' } })
  t.strictSame(await ears[1].until('signal', () => true), { from: ears[0].peer, data: { description: 'tawaran' } })
})

t.test('over hold nobody sends or plays; a muted one only plays', async (t) => {
  const { carrier, one, ears } = await twoTalk(t)
  await asked(carrier, one.callSid, { Hold: 'true' })
  const silent = ([link]: readonly Link[]) => link?.send === false && !link.play
  await Promise.all(ears.map((ear) => ear.until<readonly Link[]>('links', silent)))
  await asked(carrier, one.callSid, { Hold: 'false' })
  await Promise.all(ears.map((ear) => ear.until<readonly Link[]>('links', isOpen)))
  await asked(carrier, one.callSid, { Muted: 'true' })
  await ears[0].until<readonly Link[]>('links', ([link]) => link?.send === false && link.play)
  await ears[1].until<readonly Link[]>('links', ([link]) => link?.send === true && !link.play)
  t.pass()
})

t.test('a coach is heard by the one who is coached only, and hears both', async (t) => {
  const { carrier, one, two, ears } = await twoTalk(t)
  const third = carrier.phone('+6281200000003')
  const ear = await headset(t, carrier.url, { phone: third.device.id })
  await third.dials(carrier.simulator.account.lines[0]?.number ?? '')
  await third.talksWith(two)
  await asked(carrier, third.callSid, { Coaching: 'true', CallSidToCoach: one.callSid ?? '' })
  const to = (peer: string) => (links: readonly Link[]) => links.find((link) => link.peer === peer)
  await ear.until<readonly Link[]>('links', (links) => to(ears[1].peer)(links)?.send === false)
  const links = ear.latest('links') as readonly Link[]
  t.match(to(ears[0].peer)(links), { send: true, play: true })
  t.match(to(ears[1].peer)(links), { send: false, play: true })
})

t.test('a phone has one headset: the one before is told that it is gone', async (t) => {
  const { carrier, one, ears } = await twoTalk(t)
  const newer = await headset(t, carrier.url, { phone: one.device.id })
  await ears[0].until('gone', () => true)
  await newer.until<readonly Link[]>('links', isOpen)
  const [link] = await ears[1].until<readonly Link[]>('links', ([each]) => each?.peer === newer.peer)
  t.ok(link?.play)
})

t.test('an operator is who the token says: connects as that browser, which ends when its page is gone', async (t) => {
  const { carrier, two } = await twoTalk(t)
  const { token } = await browserToken(account, 'staff_sari')
  const own = await headset(t, carrier.url, { token, label: 'Sari' })
  t.equal(own.status, 201)
  t.equal((await own.send('connect', { parameters: { offer: 'tawaran-1' } })).status, 204)
  await own.until<{ state: string }>('phone', ({ state }) => state === 'in-call')
  const asking = carrier.simulator.log().find((entry) => entry.kind === 'webhook' && /client$/.test(entry.url))
  t.match(asking, { params: { From: 'client:staff_sari', offer: 'tawaran-1' } })
  const listed = (await (await fetch(`${carrier.url}/phones/api/state`)).json()) as { phones: { id: string }[] }
  t.notOk(
    listed.phones.some(({ id }) => id === own.phone.id),
    'the phones page does not show it',
  )
  const order = await fetch(`${carrier.url}/phones/api/phones/${own.phone.id}/hangup`, { method: 'POST' })
  t.equal(order.status, 404, 'and cannot move it')
  own.leave()
  await carrier.until('Sari is gone', () => !carrier.simulator.carrier.phones.get(own.phone.id))
  t.equal(two.device.state, 'in-call')
})

t.test('no token, or one that somebody else has signed, or of another account: nobody', async (t) => {
  const { carrier } = await twoTalk(t)
  const { token: forged } = await browserToken({ ...account, apiSecret: 'guessed secret' }, 'staff_sari')
  const { token: foreign } = await browserToken({ ...account, accountSid: `AC${'9'.repeat(32)}` }, 'staff_sari')
  for (const who of [{}, { token: '' }, { token: 'a.b.c' }, { token: forged }, { token: foreign }, { phone: 'nobody' }])
    t.equal((await headset(t, carrier.url, who)).status, 403, JSON.stringify(who).slice(0, 30))
})
