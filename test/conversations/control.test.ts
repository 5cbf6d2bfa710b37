/** Hold and mute as rows that the carrier carries out: refused, missed and asked twice. */
import t, { type Test } from 'tap'
import { controlsOf, holdCitizen, muteParticipant } from '../../src/conversations/control-service.ts'
import { closeConversation, openConversation } from '../../src/conversations/service.ts'
import { done, executor } from './support/executor.ts'
import { sharedDatabase } from './support/house.ts'
import type { Reply } from './support/wire.ts'

const shared = await sharedDatabase(t)

/** A citizen in a conversation whose conference the carrier has told of. `answers`: what the carrier says to each change. */
async function conversation(t: Test, answers: () => Reply = () => done({ call_sid: 'CA1' })) {
  const scene = await executor(t, shared, answers)
  const { database, context, jobs, post, asked } = scene
  const id = await database.transact(async (tx) => openConversation(tx, { citizenCallSid: 'CA1' }, context()))
  let sequence = 0
  const happens = (event: string, label: string, sid: string) =>
    post('/twilio/voice/conference', {
      ConferenceSid: 'CF1',
      FriendlyName: id,
      StatusCallbackEvent: event,
      SequenceNumber: String(++sequence),
      CallSid: sid,
      ParticipantLabel: label,
    })
  return {
    ...scene,
    id,
    enters: (label: string, sid: string) => happens('participant-join', label, sid),
    hold: (on: boolean) =>
      database.transact((tx) => holdCitizen(tx, { conversationId: id, on, by: 'staff:sari' }, context())),
    mute: (on: boolean) =>
      database.transact((tx) => muteParticipant(tx, { conversationId: id, label: 'citizen', on }, context())),
    controls: () => controlsOf(database, id),
    /** What the carrier was asked since the last time. */
    async told() {
      scene.later(600)
      await jobs.sweep()
      return asked.splice(0).map(({ path, form }) => ({ path, ...form }))
    },
  }
}

t.test('a held citizen hears our document and no silence; asked twice, the carrier is asked once', async (t) => {
  const { enters, hold, told } = await conversation(t)
  await enters('citizen', 'CA1')
  t.strictSame(await hold(true), { outcome: 'ordered' })
  t.strictSame(await hold(true), { outcome: 'unchanged' })
  const [held, ...more] = await told()
  t.match(held, { path: '/Conferences/CF1/Participants/CA1.json', Hold: 'true', HoldUrl: /\/twilio\/voice\/hold/ })
  t.strictSame(more, [])
  await hold(false)
  t.match(await told(), [{ path: '/Conferences/CF1/Participants/CA1.json', Hold: 'false' }])
})

t.test('a hold that is over before the carrier was asked never begins', async (t) => {
  const { enters, hold, told } = await conversation(t)
  await enters('citizen', 'CA1')
  await hold(true)
  await hold(false)
  t.strictSame(
    (await told()).map((change) => 'Hold' in change && change.Hold),
    ['false'],
  )
})

t.test('what the carrier refuses is not shown as if it were so', async (t) => {
  const { enters, hold, mute, told, controls, database } = await conversation(t, () => ({
    status: 400,
    body: { code: 21000, message: 'no' },
  }))
  await enters('citizen', 'CA1')
  await hold(true)
  await mute(true)
  t.strictSame(await controls(), { heldBy: 'staff:sari', muted: ['citizen'] })
  await told()
  t.strictSame(await controls(), { heldBy: null, muted: [] })
  const { rows } = await database.pool.query(`select from call_events where kind = 'command.failed'`)
  t.equal(rows.length, 2, 'and the timeline says so')
})

t.test('a citizen who comes in after the order is held and muted all the same', async (t) => {
  const { enters, hold, mute, told } = await conversation(t)
  await hold(true)
  await mute(true)
  await enters('citizen', 'CA1')
  const asked = await told()
  t.ok(asked.some((change) => 'Hold' in change && change.Hold === 'true'))
  t.ok(asked.some((change) => 'Muted' in change && change.Muted === 'true'))
})

t.test('in a conversation that is over there is nobody to hold', async (t) => {
  const { id, hold, mute, told, database, context } = await conversation(t)
  await database.transact(async (tx) => closeConversation(tx, id, context()))
  t.strictSame(await hold(true), { outcome: 'over' })
  t.strictSame(await mute(true), { outcome: 'over' })
  t.strictSame(await told(), [])
})
