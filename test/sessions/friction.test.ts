import t from 'tap'
import { liftNuisance, listNuisances, nuisanceOf, tellNuisance } from '../../src/citizens/nuisance-service.ts'
import { openIncident } from '../../src/tickets/incident-service.ts'
import { allRooms } from '../conversations/support/rooms.ts'

type Rooms = Awaited<ReturnType<typeof allRooms>>

/** An operator has told of so many earlier calls of this number that they were pranks. */
async function pranked(rooms: Rooms, times: number) {
  let citizenId = ''
  for (let time = 0; time < times; time += 1) {
    const callSid = `CAprank${time}`
    await rooms.arrives(callSid)
    citizenId = (await rooms.database.pool.query('select citizen_id from calls where call_sid = $1', [callSid])).rows[0]
      .citizen_id
    await rooms.within(async (tx) => tellNuisance(tx, { callSid, citizenId, disposition: 'prank' }, rooms.context()))
  }
  return citizenId
}
const waitOf = async (rooms: Rooms, callSid: string) =>
  (await rooms.database.pool.query('select * from waits where call_sid = $1', [callSid])).rows[0]
const told = async (rooms: Rooms, callSid: string) =>
  (
    await rooms.database.pool.query<{ kind: string }>(
      `select kind from call_events where call_sid = $1 and kind like 'friction.%' order by id`,
      [callSid],
    )
  ).rows.map(({ kind }) => kind)
type Answer = Awaited<ReturnType<Rooms['turn']>>
const words = ({ verbs }: Answer) =>
  verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken.map(({ prompt }) => prompt) : []))

/** The key that the question names: one for which the lane has no other use. */
const keySaid = ({ verbs }: Answer): string =>
  /tekan (\d)/.exec(
    verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken.map(({ text }) => text) : [])).join(' '),
  )?.[1] ?? ''

t.test('after one prank the number waits behind others for a while, and hears no question', async (t) => {
  const rooms = await allRooms(t, 2)
  await rooms.onDuty()
  await pranked(rooms, 1)
  const turn = await rooms.arrives('CA1')
  t.notMatch(words(await rooms.turn('CA1', { turn }, '3')), ['antre_pastikan'])
  t.match(await waitOf(rooms, 'CA1'), { state: 'waiting', lets_pass_seconds: 120 })
  t.same(await told(rooms, 'CA1'), ['friction.later'])
})

t.test('after two it is asked once whether help is wanted; a key leads into the lane', async (t) => {
  const rooms = await allRooms(t, 2)
  await rooms.onDuty()
  await pranked(rooms, 2)
  const turn = await rooms.arrives('CA1')
  const asked = await rooms.turn('CA1', { turn }, '3')
  t.match(words(asked), ['antre_pastikan'])
  t.match(asked.verbs.at(-1), { verb: 'gather', maxDigits: 1 })
  t.equal(await waitOf(rooms, 'CA1'), undefined, 'not in the lane yet')
  const waiting = await rooms.turn('CA1', { turn: asked.turn }, keySaid(asked))
  t.match(waiting.verbs.at(-1), { verb: 'hold' })
  t.match(await waitOf(rooms, 'CA1'), { state: 'waiting', lets_pass_seconds: 300 })
  t.same(await told(rooms, 'CA1'), ['friction.asked', 'friction.answered', 'friction.later'])
})

t.test(
  'the emergency’s key passes unslowed, before the question and in it, and its place is everybody’s',
  async (t) => {
    const rooms = await allRooms(t, 2)
    await rooms.onDuty()
    await pranked(rooms, 4)
    const first = await rooms.arrives('CA1')
    t.notMatch(words(await rooms.turn('CA1', { turn: first }, '1')), ['antre_pastikan'])
    t.match(await waitOf(rooms, 'CA1'), { lets_pass_seconds: 0, emergency_id: String })
    const second = await rooms.arrives('CA2')
    const asked = await rooms.turn('CA2', { turn: second }, '3')
    t.match(words(asked), ['antre_pastikan'])
    await rooms.turn('CA2', { turn: asked.turn }, '1')
    t.match(await waitOf(rooms, 'CA2'), { lets_pass_seconds: 0, emergency_id: String })
  },
)

t.test('who waits with friction and presses the emergency’s key waits with it no more', async (t) => {
  const rooms = await allRooms(t, 2)
  await rooms.onDuty()
  await pranked(rooms, 1)
  const turn = await rooms.arrives('CA1')
  const held = await rooms.turn('CA1', { turn }, '3')
  t.match(await waitOf(rooms, 'CA1'), { lets_pass_seconds: 120, emergency_id: null })
  await rooms.turn('CA1', { turn: held.turn }, '1')
  t.match(await waitOf(rooms, 'CA1'), { lets_pass_seconds: 0, emergency_id: String })
})

t.test('nobody is locked out: silence, asked twice, waits like a yes', async (t) => {
  const rooms = await allRooms(t, 2)
  await rooms.onDuty()
  await pranked(rooms, 2)
  let answer = await rooms.turn('CA1', { turn: await rooms.arrives('CA1') }, '3')
  answer = await rooms.turn('CA1', { turn: answer.turn }, null)
  t.match(words(answer), ['antre_pastikan'], 'asked again')
  answer = await rooms.turn('CA1', { turn: answer.turn }, null)
  t.match(await waitOf(rooms, 'CA1'), { state: 'waiting' })
})

t.test('an incident nearby cancels it, and the timeline says so', async (t) => {
  const rooms = await allRooms(t, 2)
  await rooms.onDuty()
  await pranked(rooms, 3)
  const now = rooms.context().now
  const flood = {
    kind: 'banjir',
    title: { ind: 'Banjir di Lubuk Alung' },
    announcement: {},
    districts: [],
    topics: [],
    since: now - 60_000,
    until: now + 3_600_000,
  }
  const opening = { words: flood, defaultLanguage: 'ind', by: 'system' } as const
  const opened = await rooms.within((tx) => openIncident(tx, opening, rooms.context()))
  t.match(opened, { outcome: 'done' })
  const answer = await rooms.turn('CA1', { turn: await rooms.arrives('CA1') }, '3')
  t.notMatch(words(answer), ['antre_pastikan'])
  t.match(await waitOf(rooms, 'CA1'), { lets_pass_seconds: 0 })
  t.same(await told(rooms, 'CA1'), ['friction.cancelled'])
})

t.test('a person lifts it with a reason that stays in the audit; what comes later counts anew', async (t) => {
  const rooms = await allRooms(t, 2)
  await rooms.onDuty()
  const citizenId = await pranked(rooms, 2)
  const lift = (reason: string) =>
    rooms.within((tx) => liftNuisance(tx, { citizenId, reason }, { ...rooms.context(), actor: 'staff:budi' }))
  t.match(await listNuisances(rooms.database, rooms.context().now), [{ citizenId, friction: 'asked' }])
  t.equal(await lift('  '), 'reason_wanted')
  t.equal(await lift('anak sudah ditegur orang tuanya'), 'lifted')
  t.match(await nuisanceOf(rooms.database, citizenId, rooms.context().now), {
    friction: 'none',
    score: 0,
    lifted: { by: 'staff:budi', reason: 'anak sudah ditegur orang tuanya' },
  })
  t.match(
    await listNuisances(rooms.database, rooms.context().now),
    [{ citizenId, friction: 'none' }],
    'still to be seen',
  )
  const { rows } = await rooms.database.pool.query(`select action, subject, actor from audit_entries`)
  t.match(rows, [{ action: 'nuisance.lifted', subject: `citizen:${citizenId}`, actor: 'staff:budi' }])
  const answer = await rooms.turn('CA1', { turn: await rooms.arrives('CA1') }, '3')
  t.notMatch(words(answer), ['antre_pastikan'])
  t.match(await waitOf(rooms, 'CA1'), { lets_pass_seconds: 0 })
})

t.test('it expires by itself within a day, and a word taken back counts no more', async (t) => {
  const rooms = await allRooms(t, 2)
  const citizenId = await pranked(rooms, 1)
  const tell = (disposition: string) =>
    rooms.within(async (tx) => tellNuisance(tx, { callSid: 'CAprank0', citizenId, disposition }, rooms.context()))
  await tell('resolved')
  t.match(await nuisanceOf(rooms.database, citizenId, rooms.context().now), { friction: 'none', score: 0 })
  await tell('prank')
  t.match(await nuisanceOf(rooms.database, citizenId, rooms.context().now), { friction: 'later' })
  rooms.passes(24 * 3_600)
  t.match(await nuisanceOf(rooms.database, citizenId, rooms.context().now), { friction: 'none', expiresAt: null })
  t.same(await listNuisances(rooms.database, rooms.context().now), [])
})
