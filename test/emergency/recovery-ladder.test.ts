import t from 'tap'
import { sweepEmergencies } from '../../src/emergency/jobs.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import { recoveryRoom } from './recovery-room.ts'

type Room = Awaited<ReturnType<typeof recoveryRoom>>
const number = '+6281200000001'
const one = { kind: 'digits', digits: '1' } as const

const rung = (name: string, accepts: 'key' | 'talk') => ({
  name,
  target: { kind: 'sip', uri: `sip:${name}@psc.example` } as const,
  accepts,
  ringSeconds: 20,
  talkSeconds: 15,
})
const ladder: Ladder = {
  kind: 'umum',
  label: 'umum',
  rungs: [rung('psc', 'talk'), rung('posko', 'key')],
  maxCallsPerTarget: 2,
  atOnce: 1,
  texts: [],
}

const climb = (room: Room) =>
  sweepEmergencies(
    room.database,
    room.climbing(() => ladder),
    room.context(),
  )
const rings = async (room: Room, name: string): Promise<string> => {
  const rows = await room.rows<{ leg_id: string }>(
    `select leg_id from rung_attempts where rung = $1 and state = 'ringing' order by started_at desc`,
    [name],
  )
  return rows[0]?.leg_id ?? ''
}
const attempt = async (room: Room, name: string) =>
  (await room.rows<{ state: string }>('select state from rung_attempts where rung = $1 order by place desc', [name]))[0]
const citizenLeg = async (room: Room, callSid: string) => (await room.legsOf(callSid, 'callback')).at(-1)?.id ?? ''

/** Dropped with nobody of ours signed in; the duty phone of the posko rings. */
async function atPosko(room: Room) {
  const { callSid } = await room.dropped(number)
  room.pass(10)
  await room.sweep()
  await climb(room)
  await room.ends(await rings(room, 'psc'), 'no-answer')
  await climb(room)
  return { callSid, leg: await rings(room, 'posko') }
}

t.test(
  'with nobody of ours signed in the ladder is climbed, and who presses the key gets the citizen on the phone',
  async (t) => {
    const room = await recoveryRoom(t)
    const { callSid, leg } = await atPosko(room)
    t.match(await room.emergency(callSid), { state: 'raised' })
    t.same(await room.legsOf(callSid, 'callback'), [], 'the citizen’s phone is silent until a human is there')
    t.match(await room.hears(leg, { kind: 'answered' }), [{ verb: 'gather' }])
    const [said, join] = await room.hears(leg, one)
    t.match(said, { spoken: [{ prompt: 'mitra_memanggil_warga' }] })
    t.match(await room.callback(callSid), { state: 'calling', partnerLegId: leg })
    t.match(await room.emergency(callSid), { state: 'acknowledged', settled_by: 'rung:posko' })
    t.match(await room.recovery(callSid), { tries: 1 })
    const citizen = await citizenLeg(room, callSid)
    const greeted = await room.hears(citizen, { kind: 'answered' })
    t.match(greeted, [{ spoken: [{ prompt: 'darurat_panggil_balik' }] }, { verb: 'join', label: 'citizen' }])
    t.equal(join?.verb === 'join' && greeted[1]?.verb === 'join' && join.conference === greeted[1].conference, true)
    await room.meets(leg)
    room.pass(8)
    await room.ends(citizen)
    t.match(await room.recovery(callSid), { state: 'closed', outcome: 'reached' })
    await room.ends(leg)
    t.match(await room.emergency(callSid), { state: 'acknowledged', settled_by: 'rung:posko' })
    await room.sweep()
    t.same(await room.texts(), [])
  },
)

t.test('the citizen does not pick up: the duty phone is let go, and the ladder is climbed again later', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid, leg } = await atPosko(room)
  await room.hears(leg, { kind: 'answered' })
  await room.hears(leg, one)
  await room.ends(await citizenLeg(room, callSid), 'no-answer')
  t.match(await room.legsOf(callSid, 'rung'), [{}, { end_wanted_at: Date }])
  t.match(await room.hears(leg, { kind: 'let_go' }), [
    { spoken: [{ prompt: 'petugas_warga_tidak_menjawab' }] },
    { verb: 'hangup' },
  ])
  await room.ends(leg)
  t.match(await attempt(room, 'posko'), { state: 'ended' })
  t.match(await room.emergency(callSid), { state: 'dropped', climb_at: null })
  t.match(await room.callback(callSid), { state: 'resting', attempts: 1, partnerLegId: null })
  room.pass(60)
  await room.sweep()
  await climb(room)
  t.not(await rings(room, 'psc'), '', 'from the first rung')
})

t.test('the duty phone is lost before they talk: back into line, and the ladder goes on', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid, leg } = await atPosko(room)
  await room.hears(leg, { kind: 'answered' })
  await room.hears(leg, one)
  await room.ends(leg)
  t.match(await room.callback(callSid), { state: 'waiting', attempts: 0, partnerLegId: null })
  t.match(await room.emergency(callSid), { state: 'raised' })
  t.equal(
    (await room.legsOf(callSid, 'callback')).every(({ end_wanted_at: wanted }) => wanted !== null),
    true,
  )
})

t.test('a control room is bridged on answer, and only a talk that lasts is a human', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid } = await room.dropped(number)
  room.pass(10)
  await room.sweep()
  await climb(room)
  const leg = await rings(room, 'psc')
  t.match(await room.hears(leg, { kind: 'answered' }), [
    { spoken: [{ prompt: 'mitra_memanggil_warga' }] },
    { verb: 'join' },
  ])
  room.pass(25)
  await climb(room)
  t.equal(await rings(room, 'posko'), '', 'nobody else is woken while the citizen’s phone rings')
  const citizen = await citizenLeg(room, callSid)
  await room.hears(citizen, { kind: 'answered' })
  await room.meets(leg)
  room.pass(5)
  await room.ends(citizen)
  t.match(await room.recovery(callSid), { state: 'open' }, 'an answering machine talks for a few seconds, too')
  t.match(await room.callback(callSid), { state: 'resting', attempts: 1 })
})

t.test('an operator who is signed in has forty seconds before any duty phone rings', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const { callSid } = await room.dropped(number)
  room.pass(10)
  await room.sweep()
  room.pass(39)
  await climb(room)
  t.same(await room.legsOf(callSid, 'rung'), [])
  room.pass(1)
  await climb(room)
  t.equal((await room.legsOf(callSid, 'rung')).length, 1)
})
