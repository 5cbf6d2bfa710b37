/** The log follows what happens to a call, also long after its end, and misses nothing. */
import t from 'tap'
import { keepCallLog } from '../../src/console/call-log-service.ts'
import { advanceStatus, beginCall, note, placeCall } from '../../src/conversations/service.ts'
import { askCallback } from '../../src/dispatch/callback-service.ts'
import { closeEmergency, raiseEmergency } from '../../src/emergency/service.ts'
import { fillTicket, openTicket } from '../../src/tickets/service.ts'
import { callbackAsking } from './callback-asking.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t)
const { database } = house
const citizenId = (await house.citizen('+6281200000001')) ?? ''
const logged = async () => {
  await keepCallLog(database)
  const { rows } = await database.pool.query(
    `select call_sid, outcome, topic, node, words::text from call_log order by 1`,
  )
  return rows
}

async function begin(callSid: string) {
  await database.transact(async (tx) => {
    const call = { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'ringing' } as const
    await beginCall(tx, call, house.system())
    placeCall(tx, { callSid, node: 'sapa', lane: null }, house.system(), [{ kind: 'node.entered' }])
  })
}
const end = (callSid: string) =>
  database.transact((tx) =>
    advanceStatus(tx, { callSid, status: 'completed', at: house.clock.now, durationSeconds: 9 }, house.system()),
  )
const marks = async () => (await database.pool.query('select from call_log_due')).rowCount

t.test('a call comes into the log when it ends, and turns mark nothing', async (t) => {
  await begin('CA1')
  t.equal(await marks(), 0)
  t.same(await logged(), [])
  await end('CA1')
  t.match(await logged(), [{ call_sid: 'CA1', outcome: 'misdial', node: 'sapa', topic: null }])
  t.equal(await marks(), 0, 'and its mark is gone')
})

t.test('a change that is not yet committed when the log is made is not lost', async (t) => {
  const ticket = await database.transact((tx) =>
    openTicket(tx, { contact: 'CA1', channel: 'staff', citizenId, kind: 'complaint' }, house.system()),
  )
  await logged()
  await database.transact(async (tx) => {
    await fillTicket(tx, { ticketId: ticket.id, fields: { topic: 'jalan' } }, house.system())
    t.match(await logged(), [{ topic: null }], 'what nobody can see yet')
  })
  t.match(await logged(), [{ topic: 'jalan', outcome: 'reported' }])
})

t.test('a promise becomes a talk when it was kept', async (t) => {
  await begin('CA2')
  await database.transact(async (tx) => {
    const asking = callbackAsking('CA2', citizenId, house.clock.now)
    await askCallback(tx, house.callbacks, asking, house.system())
  })
  await end('CA2')
  t.match(await logged(), [{}, { call_sid: 'CA2', outcome: 'callback' }])
  await database.transact(async (tx) =>
    note(tx, { callSid: 'CA2', kind: 'operator.joined', facts: {} }, house.system()),
  )
  await database.pool.query(
    `update callbacks set state = 'closed', outcome = 'spoken', closed_at = now() where call_sid = 'CA2'`,
  )
  t.match(await logged(), [{}, { outcome: 'called_back' }])
})

t.test('why an emergency was closed is found by its words', async (t) => {
  await begin('CA3')
  const { emergencyId } = await database.transact((tx) => {
    const raising = { callSid: 'CA3', kind: 'medis', ladder: 'medis', lane: 'umum', arrivedAt: house.clock.now }
    return raiseEmergency(tx, house.dispatch, raising, house.system())
  })
  await end('CA3')
  t.match(await logged(), [{}, {}, { outcome: 'emergency_lost', words: null }])
  await database.transact((tx) =>
    closeEmergency(tx, { emergencyId, reason: 'ternyata anak-anak bermain' }, { ...house.system(), actor: 'staff:x' }),
  )
  t.match(await logged(), [{}, {}, { words: /'main'/ }])
})

t.test('the log may be thrown away and made again', async (t) => {
  const before = await logged()
  await database.pool.query('truncate call_log')
  t.same(await logged(), [])
  await database.pool.query('insert into call_log_due (call_sid) select call_sid from calls where ended_at is not null')
  t.same(await logged(), before)
})
