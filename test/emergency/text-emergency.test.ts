import t from 'tap'
import { roomNow } from '../../src/console/room-view.ts'
import { tokenOf } from '../../src/emergency/duty-alert.ts'
import { acknowledgeAlert } from '../../src/emergency/duty-alert-service.ts'
import { alertsOf } from '../../src/emergency/duty-alert-store.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import { writtenFacts } from '../../src/emergency/text-emergency-service.ts'
import type { DangerWords } from '../../src/flow/danger.ts'
import { openLog } from '../../src/platform/log.ts'
import { relayFacts } from '../../src/platform/outbox.ts'
import { tellWritten } from '../../src/sessions/written-emergency-service.ts'
import { fillTicket, findTicket, openTicket } from '../../src/tickets/service.ts'
import { openLine, textDatabase } from '../sms/line.ts'
import { operatorsRoom } from '../support/room.ts'

const log = openLog({ level: 'silent' })
const dangerWords: DangerWords = {
  danger: [
    { gravity: 'life', kind: 'kebakaran', phrases: ['kebakaran'] },
    { gravity: 'urgent', phrases: ['tolong'] },
  ],
  harmless: [],
}
const ladder = (kind: string): Ladder => ({
  ...{ kind, label: kind, rungs: [], atOnce: 1, maxCallsPerTarget: 1 },
  texts: [{ name: `Piket ${kind}`, number: '+6281100000113' }],
})

async function written(t: Parameters<typeof operatorsRoom>[0], text: string) {
  const room = await operatorsRoom(t)
  const { database, alerts, context, rows } = room
  await rows(`insert into agencies (id, name, is_coordinator) values ('kominfo', 'Kominfo', true)`)
  const opening = { contact: 'SM1', channel: 'sms', citizenId: null, kind: 'emergency' } as const
  const { id: ticketId, code } = await database.transact((tx) => openTicket(tx, opening, context()))
  await database.transact((tx) => fillTicket(tx, { ticketId, fields: { place: 'dekat pasar' } }, context()))
  const tell = async () => {
    await database.transact(async (tx) => tellWritten(tx, { ticketId, text, dangerWords }, context()))
    const house = { ...alerts, ladderFor: (kind: string) => ladder(kind === '' ? 'umum' : kind) }
    await relayFacts(database, writtenFacts(house), { now: context().now, log })
  }
  await tell()
  const rules = { isOpen: false, emergencySeconds: 60, lanes: [], dayBegan: context().now }
  const alarms = async () => (await roomNow(database, rules, alerts.sealer, context().now)).alarms
  return { ...room, ticketId, code, tell, alarms }
}

t.test('danger that is written alarms the supervisors and texts who is on duty for it, once', async (t) => {
  const { code, alarms, tell, rows } = await written(t, 'ada kebakaran di pasar')
  t.match(await alarms(), [{ kind: 'emergency_written', about: code }])
  await tell()
  t.match(await rows('select name, body from duty_alerts'), [
    { name: 'Piket kebakaran', body: /kebakaran lewat SMS: dekat pasar/ },
  ])
  t.equal((await rows('select id from duty_alerts')).length, 1)
  t.same(await rows('select id from rung_attempts'), [], 'nobody is on the line, so nobody is rung')
})

t.test('a danger of no known kind goes to those of the unknown', async (t) => {
  const { rows } = await written(t, 'tolong')
  t.match(await rows('select name from duty_alerts'), [{ name: 'Piket umum' }])
})

t.test('the officer who presses has it: the alarm is still, and the ticket tells', async (t) => {
  const { alarms, alerts, ticketId, code, database, context, rows } = await written(t, 'kebakaran')
  const [alert] = await alertsOf(database, { ticketIds: [ticketId] })
  const token = tokenOf(alerts.sealer.index, alert?.id ?? '')
  const press = () => database.transact((tx) => acknowledgeAlert(tx, alerts, token, context()))
  t.equal(await press(), 'acknowledged')
  t.equal(await press(), 'known')
  t.same(await alarms(), [])
  t.match(await rows('select settled_by from text_emergencies'), [{ settled_by: 'duty:Piket kebakaran' }])
  t.match(JSON.stringify((await findTicket(database, code))?.events), /Piket kebakaran sudah tahu/)
})

t.test('whoever takes its ticket up has seen to it', async (t) => {
  const { alarms, rows } = await written(t, 'kebakaran')
  await rows(`update tickets set stage = 'verified'`)
  t.same(await alarms(), [])
})

t.test('a text of danger to the line tells it, with the kind that its words name; a complaint does not', async (t) => {
  const { database } = await textDatabase(t)
  const { text } = await openLine(t, database)
  await text('lampu jalan mati di depan pasar')
  await text('tolong, ada kebakaran rumah di Sintuk')
  const { rows } = await database.pool.query(`select payload from outbox where topic = 'emergency.written'`)
  t.match(rows, [{ payload: { ticketId: String, kind: 'kebakaran' } }])
  t.equal(rows.length, 1)
})
