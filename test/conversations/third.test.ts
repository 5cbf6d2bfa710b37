import t, { type Test } from 'tap'
import { openConversation, placeLeg } from '../../src/conversations/service.ts'
import { admitThird, endWithNext } from '../../src/conversations/third-service.ts'
import { done, executor, target } from './support/executor.ts'
import { offer, sharedDatabase } from './support/house.ts'
import { callAtCarrier } from './support/wire.ts'

const shared = await sharedDatabase(t)

/** A citizen and a leg that have been told to join; every leg's document but the first one's says that it ends nothing. */
async function conversation(t: Test) {
  let sids = 0
  const scene = await executor(
    t,
    shared,
    ({ path }) => (path === '/Calls.json' ? done(callAtCarrier(`CAop${++sids}`)) : done({ call_sid: 'CA1' })),
    (leg) => [{ verb: 'join', conference: 'v', label: leg.id, endsOnExit: leg.legSid === 'CAop1', leavesOnStar: true }],
  )
  const { database, context, jobs, post, asked } = scene
  const joins = async () => {
    const leg = {
      purpose: 'operator',
      about: offer,
      citizenCallSid: 'CA1',
      target,
      ringSeconds: 20,
      urgent: false,
    } as const
    const id = await database.transact(async (tx) => placeLeg(tx, leg, context()))
    await jobs.sweep()
    const sid = `CAop${sids}`
    await post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid: sid })
    return { id, sid }
  }
  const first = await joins()
  const opened = await database.transact(async (tx) => openConversation(tx, { citizenCallSid: 'CA1' }, context()))
  let sequence = 0
  const enters = (label: string, sid: string) =>
    post('/twilio/voice/conference', {
      ConferenceSid: 'CF1',
      FriendlyName: opened,
      StatusCallbackEvent: 'participant-join',
      SequenceNumber: String(++sequence),
      CallSid: sid,
      ParticipantLabel: label,
    })
  /** Who was changed since it was last asked, and how. */
  const changed = async () => {
    scene.later(600)
    await jobs.sweep()
    return asked
      .splice(0)
      .filter(({ path }) => path.startsWith('/Conferences/CF1/'))
      .map(({ path, form }) => `${path.split('/').at(-1)?.replace('.json', '')} ${form.EndConferenceOnExit}`)
      .sort()
  }
  return {
    ...scene,
    first,
    joins,
    enters,
    changed,
    admits: () => database.transact((tx) => admitThird(tx, opened, context())),
    twoAreLeft: () => database.transact((tx) => endWithNext(tx, opened, null, context())),
  }
}

t.test('before a third joins, nobody ends the conference for the others', async (t) => {
  const { first, enters, changed, admits } = await conversation(t)
  await enters('citizen', 'CA1')
  await enters(first.id, first.sid)
  t.same(await changed(), [], 'as long as they are two, their documents say it rightly')
  await admits()
  await admits()
  t.same(await changed(), ['CA1 false', 'CAop1 false'])
})

t.test('also when the third comes before the carrier has told of the conference', async (t) => {
  const { enters, changed, admits } = await conversation(t)
  await admits()
  t.same(await changed(), [], 'it has no name yet')
  await enters('citizen', 'CA1')
  t.same(await changed(), ['CA1 false', 'CAop1 false'])
})

t.test('whoever comes in with a document that was written before is told of again', async (t) => {
  const { first, joins, enters, changed, admits } = await conversation(t)
  await enters('citizen', 'CA1')
  await admits()
  t.same(await changed(), ['CA1 false', 'CAop1 false'], 'the leg still hears with whom it will talk')
  await enters(first.id, first.sid)
  t.same(await changed(), ['CAop1 false'])
  const third = await joins()
  await enters(third.id, third.sid)
  t.same(await changed(), [], 'the third comes with the right one')
})

t.test('with two left, whoever leaves next ends it for the other', async (t) => {
  const { first, joins, enters, changed, admits, twoAreLeft, database } = await conversation(t)
  await enters('citizen', 'CA1')
  await enters(first.id, first.sid)
  await admits()
  await changed()
  const third = await joins()
  await enters(third.id, third.sid)
  await database.pool.query('update legs set ended_at = now() where id = $1', [first.id])
  await twoAreLeft()
  t.same(await changed(), ['CA1 true', `${third.sid} true`])
})

t.test('also when one of the two is the citizen no more', async (t) => {
  const { first, joins, enters, changed, admits, twoAreLeft, database } = await conversation(t)
  await enters('citizen', 'CA1')
  await enters(first.id, first.sid)
  await admits()
  const third = await joins()
  await changed()
  await database.pool.query('update calls set ended_at = now()')
  await twoAreLeft()
  t.same(await changed(), ['CAop1 true', `${third.sid} true`])
})

t.test('what changes again before the carrier was asked is not asked for', async (t) => {
  const { first, enters, changed, admits, twoAreLeft } = await conversation(t)
  await enters('citizen', 'CA1')
  await enters(first.id, first.sid)
  await admits()
  await twoAreLeft()
  t.same(await changed(), ['CA1 true', 'CAop1 true'])
})
