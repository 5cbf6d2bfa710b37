import t from 'tap'
import { accept } from '../../src/dispatch/accept-service.ts'
import { endWait } from '../../src/dispatch/wait-service.ts'
import { sweepEmergencies } from '../../src/emergency/jobs.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import { closeEmergency, endEmergency } from '../../src/emergency/service.ts'
import { standingEmergencies } from '../../src/emergency/standing-service.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { operatorsRoom } from '../support/room.ts'

type Room = Awaited<ReturnType<typeof operatorsRoom>>

const rung = (name: string) => ({
  name,
  target: { kind: 'sip', uri: `sip:${name}@psc.example` } as const,
  accepts: 'key' as const,
  ringSeconds: 20,
  talkSeconds: 15,
})
const rungs = [rung('psc'), rung('damkar')]
const ladder: Ladder = { kind: 'umum', label: 'umum', rungs, atOnce: 1, maxCallsPerTarget: 2, texts: [] }
const sweep = (room: Room) =>
  sweepEmergencies(
    room.database,
    room.climbing(() => ladder),
    room.context(),
  )
const standing = (room: Room) => standingEmergencies(room.database)
const close = (room: Room, emergencyId: string, reason = 'anak bermain telepon') =>
  room.database.transact((tx) =>
    closeEmergency(tx, { emergencyId, reason }, { ...room.context(), actor: 'staff:rina' }),
  )
const timeline = (room: Room) =>
  room.rows<{ kind: string; facts: object }>('select kind, facts from call_events order by id')

t.test('an emergency stands with its ladder: each rung, how often it rang, and since when', async (t) => {
  const room = await operatorsRoom(t)
  t.same(await standing(room), [])
  const callSid = await room.caller()
  const { emergencyId } = await room.raises(callSid)
  const raisedAt = room.context().now
  await sweep(room)
  const [rings] = await standing(room)
  t.match(rings, { id: emergencyId, callSid, kind: 'umum', state: 'raised', raisedAt, acknowledgedBy: null })
  t.same(rings?.rungs, [{ name: 'psc', rings: 1, state: 'ringing', since: raisedAt }])
  t.equal(rings?.climbAt, raisedAt + 20_000)
  for (let step = 0; step < 3; step += 1) {
    room.pass(30)
    await sweep(room)
  }
  const [later] = await standing(room)
  t.same(
    later?.rungs.map(({ name, rings, since }) => [name, rings, since - raisedAt]),
    [
      ['damkar', 1, 30_000],
      ['psc', 2, 90_000],
    ],
    'of each rung the last ring counts',
  )
})

t.test('it stands while whoever acknowledged it talks, and no longer when that call is over', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  const callSid = await room.caller()
  const { waitId } = await room.raises(callSid)
  const [offer] = await room.rows<{ id: string }>('select id from offers where wait_id = $1', [waitId])
  room.pass(5)
  await room.database.transact((tx) => accept(tx, room.house, offer?.id ?? '', room.context()))
  const { now } = room.context()
  t.match(await standing(room), [{ state: 'acknowledged', acknowledgedBy: `staff:${sari}`, acknowledgedAt: now }])
  await room.database.pool.query('update calls set ended_at = now()')
  t.same(await standing(room), [])
})

t.test('one whose caller was lost stands until a person closes it', async (t) => {
  const room = await operatorsRoom(t)
  const callSid = await room.caller()
  const { emergencyId, waitId } = await room.raises(callSid)
  await room.database.transact(async (tx) => {
    await endWait(tx, waitId, room.context())
    await endEmergency(tx, { callSid, hadFinished: false }, room.context())
  })
  await room.database.pool.query('update calls set ended_at = now()')
  t.match(await standing(room), [{ state: 'dropped', climbAt: null }])
  t.same(await close(room, emergencyId, 'sudah ditelepon kembali'), { outcome: 'closed' })
  t.same(await standing(room), [])
})

t.test('a reasoned close ends the ladder; the reason stays in the timeline and in the audit', async (t) => {
  const room = await operatorsRoom(t)
  const callSid = await room.caller()
  const { emergencyId } = await room.raises(callSid)
  await sweep(room)
  t.same(await close(room, emergencyId), { outcome: 'closed' })
  room.pass(60)
  await sweep(room)
  const attempts = await room.rows<{ state: string }>('select state from rung_attempts')
  t.match(attempts, [{ state: 'withdrawn' }], 'the rung that rang is let go, and no other is rung')
  t.equal(attempts.length, 1)
  t.match((await timeline(room)).at(-1), {
    kind: 'emergency.closed',
    facts: { reason: 'anak bermain telepon', by: 'staff:rina' },
  })
  t.match(await auditAbout(room.database, `emergency:${emergencyId}`), [
    { action: 'emergency.closed', actor: 'staff:rina', facts: { was: 'raised', reason: 'anak bermain telepon' } },
  ])
})

t.test('of two who close at the same moment one does, and the other is told; an unknown one is unknown', async (t) => {
  const room = await operatorsRoom(t)
  const { emergencyId } = await room.raises(await room.caller())
  const both = await Promise.all([close(room, emergencyId), close(room, emergencyId, 'salah tekan')])
  t.same(both.map(({ outcome }) => outcome).sort(), ['closed', 'closed_already'])
  t.equal((await auditAbout(room.database, `emergency:${emergencyId}`)).length, 1)
  t.same(await close(room, '0190b6f0-0000-7000-8000-000000000000'), { outcome: 'unknown' })
})

t.test('pressing the key again after a close raises it anew, and the ladder climbs again', async (t) => {
  const room = await operatorsRoom(t)
  const callSid = await room.caller()
  const { emergencyId, waitId } = await room.raises(callSid)
  await sweep(room)
  await close(room, emergencyId)
  await room.database.transact((tx) => endWait(tx, waitId, room.context()))
  await room.raises(callSid)
  room.pass(1)
  await sweep(room)
  t.match(await standing(room), [{ id: emergencyId, state: 'raised' }])
  t.ok((await timeline(room)).map(({ kind }) => kind).filter((kind) => kind === 'ladder.climbed').length === 2)
})
