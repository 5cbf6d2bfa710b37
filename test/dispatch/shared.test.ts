import t, { type Test } from 'tap'
import { hearLegWebhook, reportLeg } from '../../src/conversations/leg-service.ts'
import { timeline } from '../../src/conversations/service.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { citizenReturned, endWait } from '../../src/dispatch/wait-service.ts'
import { sweepEmergencies } from '../../src/emergency/jobs.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import type { Input } from '../../src/flow/input.ts'
import { dispatchRoom } from './support/room.ts'

const psc = {
  name: 'PSC 119',
  target: { kind: 'sip', uri: 'sip:119@psc.example' },
  accepts: 'talk',
  ringSeconds: 25,
  talkSeconds: 10,
} as const
const ladder: Ladder = { kind: 'umum', label: 'umum', rungs: [psc], atOnce: 1, maxCallsPerTarget: 2, texts: [] }

/** A citizen in danger who talks with 119, and an operator who has come in as a third. */
async function three(t: Test) {
  const room = await dispatchRoom(t)
  const { database, context, rows, operatorLeg, rungLeg, house } = room
  const handlers = {
    operator: operatorLeg,
    rung: rungLeg,
    callback: operatorLeg,
    test: operatorLeg,
    agency: operatorLeg,
  }
  const legOf = async (about: string, legSid: string) => {
    const { id } = await room.legFor(about)
    // The carrier has rung it.
    await rows(`update carrier_commands set state = 'done', attempts = 1 where id = $1`, [id])
    return {
      id,
      hears: (turn: number, input: Input) => {
        const webhook = { legId: id, legSid, turn, token: null, input }
        return database.transact((tx) => hearLegWebhook(tx, webhook, handlers, context()))
      },
      isGone: () => {
        const report = { legId: id, legSid, status: 'completed', at: context().now } as const
        return database.transact((tx) => reportLeg(tx, report, handlers, context()))
      },
    }
  }
  const sari = await room.operator('sari', 'offline')
  const callSid = await room.caller()
  const { waitId } = await room.raises(callSid)
  await sweepEmergencies(
    database,
    room.climbing(() => ladder),
    context(),
  )
  const [attempt] = await rows<{ id: string }>('select id from rung_attempts')
  const control = await legOf(attempt?.id ?? '', 'CApsc')
  await control.hears(0, { kind: 'continue' })
  await database.transact((tx) => setPresence(tx, house, { staffId: sari, state: 'free' }, context()))
  const [offer] = await room.offersOf(waitId)
  const operator = await legOf(offer?.id ?? '', 'CAsari')
  await operator.hears(0, { kind: 'continue' })
  await operator.hears(1, { kind: 'digits', digits: '1' })
  t.match(await room.waitOf(waitId), { state: 'joined', shared: true })
  return {
    ...room,
    sari,
    control,
    operator,
    /** The carrier's call ends as the citizen's wait does. */
    citizenLeaves: () => database.transact((tx) => endWait(tx, waitId, context())),
    citizenReturns: () => database.transact((tx) => citizenReturned(tx, house, waitId, context())),
    wait: () => room.waitOf(waitId),
    kinds: async () => (await timeline(database, callSid)).map(({ kind }) => kind),
    /** Participants whose leaving shall end the conference, by the last order. */
    ending: async () =>
      (
        await rows<{ who: string }>(
          `select distinct payload ->> 'participantSid' as who from carrier_commands
           where kind = 'update_participant' and payload @> '{"endsOnExit": true}'`,
        )
      )
        .map(({ who }) => (who === callSid ? 'citizen' : who))
        .sort(),
    unwanted: async () =>
      (
        await rows<{ leg_sid: string }>('select leg_sid from legs where end_wanted_at is not null order by leg_sid')
      ).map(({ leg_sid }) => leg_sid),
  }
}

const returned: Input = { kind: 'returned', how: 'completed' }
const fetched: Input = { kind: 'continue' }

t.test('119 leaves: operator and citizen are two again, and the star key finishes their conversation', async (t) => {
  const { control, operator, wait, ending, sari, stateOf, citizenReturns, pass } = await three(t)
  await control.hears(1, returned)
  await control.isGone()
  t.match(await wait(), { state: 'joined', shared: false })
  t.same(await ending(), ['CAsari', 'citizen'])
  pass(11)
  await citizenReturns()
  await operator.hears(2, returned)
  t.match(await wait(), { state: 'finished' }, 'nobody is put back into the line')
  t.equal(await stateOf(sari), 'wrap_up')
})

t.test('the operator leaves: 119 and the citizen go on, and losing 119 then brings the citizen back', async (t) => {
  const { control, operator, wait, ending, kinds, sari, stateOf } = await three(t)
  await operator.hears(2, returned)
  await operator.isGone()
  t.match(await wait(), { state: 'joined', shared: false })
  t.same(await ending(), ['CApsc', 'citizen'])
  t.equal(await stateOf(sari), 'wrap_up')
  t.notOk((await kinds()).includes('operator.lost'))
  await control.isGone()
  t.match(await wait(), { state: 'waiting', returns: 1 })
})

t.test('the citizen leaves: the others go on until the operator leaves, and neither is needed any more', async (t) => {
  const { control, operator, citizenLeaves, kinds, ending, unwanted, sari, stateOf } = await three(t)
  t.equal(await citizenLeaves(), 'finished')
  t.same((await kinds()).slice(-1), ['conversation.goes_on'])
  t.same(await ending(), ['CApsc', 'CAsari', 'citizen'], 'whoever leaves next ends it for the other')
  t.same(await unwanted(), [])
  t.equal(await stateOf(sari), 'talking')
  await operator.hears(2, returned)
  t.ok((await kinds()).includes('conversation.finished'))
  t.equal(await stateOf(sari), 'wrap_up')
  t.same(await unwanted(), ['CApsc', 'CAsari'])
  t.match(await control.hears(1, fetched), { verbs: [{ spoken: [{ prompt: 'mitra_selesai' }] }, { verb: 'hangup' }] })
  await operator.isGone()
  t.equal((await kinds()).filter((kind) => kind === 'conversation.finished').length, 1)
})

t.test('the citizen leaves: the others go on until 119 leaves, and neither is needed any more', async (t) => {
  const { control, operator, citizenLeaves, kinds, unwanted, sari, stateOf } = await three(t)
  await citizenLeaves()
  await control.isGone()
  t.same(await unwanted(), ['CApsc', 'CAsari'])
  t.equal(await stateOf(sari), 'talking')
  t.match(await operator.hears(2, fetched), {
    verbs: [{ spoken: [{ prompt: 'petugas_selesai' }] }, { verb: 'hangup' }],
  })
  t.equal(await stateOf(sari), 'wrap_up')
  await operator.isGone()
  t.equal(await stateOf(sari), 'wrap_up')
  t.same(
    (await kinds()).filter((kind) => /conversation.(goes|finished)/.test(kind)),
    ['conversation.goes_on', 'conversation.finished'],
  )
})

t.test(
  '119 leaves before the carrier knew that this ends nothing: whoever comes back first, the citizen keeps the line',
  async (t) => {
    type Room = Awaited<ReturnType<typeof three>>
    const happenings: Readonly<Record<string, (room: Room) => Promise<unknown>>> = {
      control: ({ control }) => control.isGone(),
      operator: ({ operator }) => operator.hears(2, returned),
      citizen: ({ citizenReturns }) => citizenReturns(),
    }
    const orders = ['control operator citizen', 'control citizen operator', 'operator control citizen'].concat([
      'operator citizen control',
      'citizen control operator',
      'citizen operator control',
    ])
    for (const order of orders) {
      const room = await three(t)
      for (const name of order.split(' ')) await happenings[name]?.(room)
      t.match(await room.wait(), { state: 'waiting', returns: 1 }, order)
      t.equal(await room.stateOf(room.sari), 'wrap_up')
    }
  },
)

t.test(
  '119 has just left, then the citizen hangs up: whichever news comes first, nobody is put back into the line',
  async (t) => {
    for (const order of ['operator first', 'citizen first']) {
      const { control, operator, citizenLeaves, kinds, sari, stateOf, wait } = await three(t)
      await control.isGone()
      if (order === 'citizen first') await citizenLeaves()
      await operator.hears(2, returned)
      if (order === 'operator first') await citizenLeaves()
      t.match(await wait(), { state: 'finished', returns: 0 }, order)
      t.equal(await stateOf(sari), 'wrap_up')
      const told = (await kinds()).filter((kind) =>
        /^(wait\.returned|conversation\.finished|operator\.lost)$/.test(kind),
      )
      t.same(told, ['conversation.finished'], order)
    }
  },
)
