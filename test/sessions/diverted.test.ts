import t, { type Test } from 'tap'
import type { Told } from '../../src/sessions/diverted-service.ts'
import { allRooms } from '../conversations/support/rooms.ts'
import { testDatabase } from '../support/database.ts'

// Held open, so that a run by hand starts Postgres once.
await testDatabase(t)

type Turn = Extract<Told, { what: 'turn' }>

const caller = { kind: 'number', address: '+6281200000001', canBeTexted: true } as const

async function room(t: Test) {
  const rooms = await allRooms(t, 4)
  const rows = async (text: string) => (await rooms.database.pool.query(text)).rows
  const went = (entry: number, part: Partial<Turn> = {}, callSid = 'CA1'): Told => ({
    what: 'turn',
    callSid,
    entry: `turn ${entry}`,
    at: rooms.context().now,
    line: '+62751000100',
    caller,
    emergency: null,
    isForDuty: false,
    reached: null,
    isOver: false,
    events: [{ kind: 'safe.rang', facts: { name: `${entry}` } }],
    ...part,
  })
  const ends = (callSid = 'CA1'): Told => ({
    what: 'status',
    callSid,
    entry: 'status completed',
    at: rooms.context().now,
    status: 'completed',
    durationSeconds: 30,
  })
  const tell = async (...told: readonly Told[]) => {
    for (const one of told) await rooms.tellDiverted(one)
  }
  return { ...rooms, rows, went, ends, tellAll: tell }
}

t.test(
  'a call that came in the dark has its record, its mark, its timeline, its ticket and its emergency',
  async (t) => {
    const { tellAll, went, ends, rows } = await room(t)
    await tellAll(went(0), went(1, { emergency: 'umum' }), went(2, { emergency: 'umum', reached: 'PSC 119' }), ends())
    t.match(await rows('select status, citizen_id is not null as known, ended_at is not null as ended from calls'), [
      { status: 'completed', known: true, ended: true },
    ])
    t.match(await rows('select emergency, reached from diverted_calls'), [{ emergency: 'umum', reached: 'PSC 119' }])
    t.match(await rows('select kind from tickets'), [{ kind: 'emergency' }])
    t.match(await rows('select state, settled_by from emergencies'), [
      { state: 'acknowledged', settled_by: 'rung:PSC 119' },
    ])
    t.same(await rows('select id from recoveries'), [])
  },
)

t.test('told twice, by two processes at once and in any order, it is there once', async (t) => {
  const { tellAll, went, ends, rows } = await room(t)
  const all = [went(0), went(1, { emergency: 'umum' }), went(2, { emergency: 'umum', reached: 'PSC 119' }), ends()]
  await Promise.all([tellAll(...all), tellAll(...all)])
  await tellAll(...all.toReversed())
  t.equal((await rows(`select from call_events where kind = 'safe.rang'`)).length, 3)
  t.equal((await rows('select from tickets')).length, 1)
  t.match(await rows('select state from emergencies'), [{ state: 'acknowledged' }])
})

t.test('one that reached nobody is dropped when it ends, and called back', async (t) => {
  const { tellAll, went, ends, rows } = await room(t)
  await tellAll(went(0), went(1, { emergency: 'umum' }), ends())
  t.match(await rows('select state from emergencies'), [{ state: 'dropped' }])
  t.match(await rows('select state from recoveries'), [{ state: 'open' }])
})

t.test('its end told before its last conversation calls nobody back', async (t) => {
  const { tellAll, went, ends, rows } = await room(t)
  await tellAll(went(0), went(1, { emergency: 'umum' }), ends(), went(2, { emergency: 'umum', reached: 'Damkar' }))
  t.match(await rows('select state from emergencies'), [{ state: 'acknowledged' }])
  t.match(await rows('select state, outcome from recoveries'), [{ state: 'closed', outcome: 'reached' }])
})

t.test('an emergency told after the end of its call is not forgotten', async (t) => {
  const { tellAll, went, ends, rows } = await room(t)
  await tellAll(went(0), ends(), went(1, { emergency: 'umum' }))
  t.match(await rows('select state from emergencies'), [{ state: 'dropped' }])
  t.match(await rows('select state from recoveries'), [{ state: 'open' }])
})

t.test('a call that waited leaves the line, its phones stop ringing, and nobody is offered it again', async (t) => {
  const rooms = await room(t)
  await rooms.onDuty()
  const at = await rooms.arrives('CA1')
  await rooms.turn('CA1', { turn: at }, '3')
  t.match(await rooms.rows('select state from offers'), [{ state: 'open' }])
  await rooms.tellAll(rooms.went(0, { isForDuty: true, reached: 'Posko' }))
  t.match(await rooms.rows('select state from waits'), [{ state: 'left' }])
  t.match(await rooms.rows('select state from offers'), [{ state: 'withdrawn' }])
  t.match(await rooms.rows('select state from operators'), [{ state: 'free' }])
})

t.test('an emergency that climbed rests while the call rings by itself', async (t) => {
  const rooms = await room(t)
  const at = await rooms.arrives('CA1')
  await rooms.turn('CA1', { turn: at }, '1')
  await rooms.tellAll(rooms.went(0, { emergency: 'umum' }))
  const [emergency] = await rooms.rows('select state, climb_at from emergencies')
  t.equal(emergency.state, 'raised')
  t.ok(emergency.climb_at.getTime() > rooms.context().now + 3_600_000)
})

t.test('what the database knows wins: an emergency that a person closed stays closed', async (t) => {
  const rooms = await room(t)
  const at = await rooms.arrives('CA1')
  await rooms.turn('CA1', { turn: at }, '1')
  await rooms.database.pool.query(`update emergencies set state = 'closed', settled_by = 'sari'`)
  await rooms.tellAll(rooms.went(0, { emergency: 'umum', reached: 'PSC 119' }))
  t.match(await rooms.rows('select state, settled_by from emergencies'), [{ state: 'closed', settled_by: 'sari' }])
})
