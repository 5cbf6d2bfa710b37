import t, { type Test } from 'tap'
import { browserIdentity } from '../../src/dispatch/browser.ts'
import type { Carrier } from '../../src/telephony/carrier.ts'
import { checkTwiml } from '../support/twiml-check.ts'
import { doingOf } from './support/document.ts'
import { type House, line, openHouse, staff } from './support/house.ts'
import { emptyRows, readRows } from './support/rows.ts'

/** A second identical webhook, of every kind: the same document byte for byte, no second row, no second REST command. */

const citizenSid = `CA${'1'.repeat(32)}`
const legSid = `CA${'2'.repeat(32)}`
const conferenceSid = `CF${'3'.repeat(32)}`

type Form = Readonly<Record<string, string>>

async function scene(t: Test, house: House) {
  await emptyRows(house.database.pool)
  const asked: string[] = []
  const note = async (what: string) => {
    asked.push(what)
    return { outcome: 'done' } as const
  }
  const carrier: Partial<Carrier> = {
    placeCall: async ({ url }) => ({ ...(await note(`place ${url}`)), callSid: legSid, status: 'queued' }),
    moveCall: (callSid) => note(`move ${callSid}`),
    endCall: (callSid) => note(`end ${callSid}`),
    updateParticipant: () => note('update'),
    sendText: async () => ({ ...(await note('text')), messageSid: `SM${'9'.repeat(32)}` }),
  }
  house.carriedBy(carrier as Carrier)
  let count = 0

  /** Posts it, then again in a row and twice at once, with the token of the first, and once with none of the carrier's names for it. */
  async function twice(what: string, url: string, form: Form, isNews = false): Promise<string> {
    count += 1
    const webhook = { name: `${what} ${count}`, url, form }
    const first = await house.post(webhook)
    await house.drain()
    t.equal(first.status, isNews ? 204 : 200, what)
    if (!isNews) t.strictSame(checkTwiml(first.body), [], `${what} is answered with valid TwiML`)
    const [rows, commands] = [await readRows(house.database.pool), [...asked]]
    const again = await house.post(webhook)
    const atOnce = await Promise.all([house.post(webhook), house.post({ ...webhook, name: `${what} ${count} anew` })])
    await house.drain()
    for (const copy of [again, ...atOnce]) {
      t.equal(copy.status, first.status, `${what} again`)
      t.equal(copy.body, first.body, `${what} again gives the same document`)
    }
    t.strictSame(sorted(await readRows(house.database.pool)), sorted(rows), `${what} again leaves no other row`)
    t.strictSame(asked, commands, `${what} again asks nothing of the carrier`)
    return first.body
  }
  return { twice, asked }
}

const sorted = (rows: Awaited<ReturnType<typeof readRows>>) => rows.map(({ table, text }) => `${table} ${text}`).sort()

const form = (more: Form = {}): Form => ({
  CallSid: citizenSid,
  From: '+6281200000001',
  To: line,
  CallStatus: 'in-progress',
  ...more,
})

function actionOf(document: string): string {
  const doing = doingOf(document)
  if (!('action' in doing)) throw new Error(`nothing listens: ${document}`)
  return doing.action
}

function legUrl(asked: readonly string[]): string {
  const placed = asked.findLast((one) => one.startsWith('place '))
  if (placed === undefined) throw new Error('nobody was rung')
  return placed.slice('place '.length)
}

t.test('a webhook that comes again', async (t) => {
  const house = await openHouse(t)
  const [sari] = staff.filter(({ device }) => device.kind === 'number')
  const [ujang] = staff.filter(({ device }) => device.kind === 'client')
  if (sari === undefined || ujang === undefined) throw new Error('nobody works here')
  const { urls } = house

  await t.test('arrival, turns, an operator, their conference and their end', async (t) => {
    const { twice, asked } = await scene(t, house)
    await house.onDuty(sari.id, sari.device)
    const menu = await twice('an arrival', urls.arrival, form({ CallStatus: 'ringing' }))
    const hold = await twice('a key that leads to an operator', actionOf(menu), form({ Digits: '3' }))
    t.equal(asked.length, 1, 'one phone rings')
    const leg = { CallSid: legSid, From: line, To: '+6281100000001', CallStatus: 'in-progress' }
    const command = new URL(legUrl(asked)).searchParams.get('command') ?? ''
    for (const status of ['initiated', 'ringing', 'in-progress'])
      await twice(`a leg that is ${status}`, urls.status(command), { ...leg, CallStatus: status }, true)
    const offer = await twice('a leg that is answered', legUrl(asked), leg)
    const joining = doingOf(await twice('a leg that accepts', actionOf(offer), { ...leg, Digits: '1' }))
    t.match(asked, [/^place/, `move ${citizenSid}`])
    const joined = await twice('a call that was moved', `${urls.base}/twilio/voice/turn?epoch=1`, form())
    t.match(doingOf(joined), { does: 'join', label: 'citizen' })
    await twice('a hold that the move overtook', actionOf(hold), form())
    if (joining.does !== 'join') throw new Error('the operator was not joined')
    const conference = (event: string, sequence: number, more: Form = {}): Form => ({
      ConferenceSid: conferenceSid,
      FriendlyName: joining.conference,
      StatusCallbackEvent: event,
      SequenceNumber: String(sequence),
      ...more,
    })
    const [operator, citizen] = [
      { CallSid: legSid, ParticipantLabel: joining.label },
      { CallSid: citizenSid, ParticipantLabel: 'citizen' },
    ]
    await twice('a conference that starts', joining.callback, conference('conference-start', 1), true)
    await twice('an operator who joins', joining.callback, conference('participant-join', 2, operator), true)
    await twice('a citizen who joins', joining.callback, conference('participant-join', 3, citizen), true)
    await twice('an operator who leaves', joining.callback, conference('participant-leave', 4, operator), true)
    await twice('a conference that ends', joining.callback, conference('conference-end', 5), true)
    await twice('an operator who comes back', joining.action, { ...leg, DialCallStatus: 'answered' })
    await twice(
      'a leg that is over',
      urls.status(command),
      { ...leg, CallStatus: 'completed', CallDuration: '9' },
      true,
    )
    await twice('a citizen who comes back', actionOf(joined), form({ DialCallStatus: 'answered' }))
    await twice('a call that is over', urls.status(), form({ CallStatus: 'completed', CallDuration: '30' }), true)
  })

  await t.test('a browser that connects', async (t) => {
    const { twice } = await scene(t, house)
    await house.onDuty(ujang.id, ujang.device)
    const menu = await twice('an arrival', urls.arrival, form({ CallStatus: 'ringing' }))
    await twice('a key', actionOf(menu), form({ Digits: '3' }))
    const { rows } = await house.database.pool.query<{ id: string }>('select id from offers')
    const connecting = {
      CallSid: legSid,
      From: `client:${browserIdentity(ujang.id)}`,
      To: '',
      offer: rows[0]?.id ?? '',
    }
    t.match(doingOf(await twice('a browser', urls.client, connecting)), { does: 'join' })
  })

  await t.test('an emergency and its ladder', async (t) => {
    const { twice, asked } = await scene(t, house)
    const menu = await twice('an arrival', urls.arrival, form({ CallStatus: 'ringing' }))
    await twice('the key of an emergency', actionOf(menu), form({ Digits: '1' }))
    t.equal(asked.length, 1, 'one rung is rung')
    const leg = { CallSid: legSid, From: line, To: 'sip:119@psc.padangpariaman.example', CallStatus: 'in-progress' }
    t.match(doingOf(await twice('a control room that answers', legUrl(asked), leg)), { does: 'join' })
    await twice('a call that is over', urls.status(), form({ CallStatus: 'completed' }), true)
  })

  await t.test('recordings', async (t) => {
    const { twice } = await scene(t, house)
    const keys = ['2', '1', '5']
    let document = await twice('an arrival', urls.arrival, form({ CallStatus: 'ringing' }))
    for (const Digits of keys) document = await twice(`key ${Digits}`, actionOf(document), form({ Digits }))
    const doing = doingOf(document)
    if (doing.does !== 'record') throw new Error('nothing is recorded')
    const recording = { RecordingSid: `RE${'4'.repeat(32)}`, RecordingDuration: '7' }
    document = await twice('words', doing.action, form({ ...recording, Digits: '#' }))
    await twice('a recording that is done', doing.callback, form({ ...recording, RecordingStatus: 'completed' }), true)
    const words = form({ ...recording, RecordingSid: `RE${'5'.repeat(32)}` })
    document = await twice('the last words', actionOf(document), words)
    await twice('who may know the reporter', actionOf(document), form({ Digits: '1' }))
    const { rows } = await house.database.pool.query('select from tickets')
    t.equal(rows.length, 1, 'one ticket was opened')
    const texts = await house.database.pool.query<{ id: string }>(`select id from messages where direction = 'out'`)
    t.equal(texts.rows.length, 1, 'one text was sent')
    const status = { MessageSid: `SM${'9'.repeat(32)}`, MessageStatus: 'delivered' }
    await twice('a text that is delivered', urls.messageStatus(texts.rows[0]?.id ?? ''), status, true)
  })

  await t.test('a text', async (t) => {
    const { twice } = await scene(t, house)
    const text = { MessageSid: `SM${'6'.repeat(32)}`, From: '+6281200000001', To: line, Body: 'Lampu jalan mati' }
    const answer = doingOf(await twice('a report', urls.message, text))
    const code = answer.does === 'reply' ? /\b\d{8}\b/.exec(answer.text)?.[0] : undefined
    await twice('a question', urls.message, { ...text, MessageSid: `SM${'7'.repeat(32)}`, Body: `STATUS ${code}` })
  })
})
