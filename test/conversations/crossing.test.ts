import t from 'tap'
import { hearConference, rescue } from '../../src/conversations/conference-service.ts'
import { reportLeg } from '../../src/conversations/leg-service.ts'
import { expireOffers, runMatch } from '../../src/dispatch/jobs.ts'
import { newId } from '../../src/platform/id.ts'
import { allRooms } from './support/rooms.ts'

t.test('what comes at the same moment for one call gets through, in whatever order', async (t) => {
  const rooms = await allRooms(t, 12)
  const { database, sessions, handlers, dispatch, context, within } = rooms
  const failures: unknown[] = []

  for (let round = 0; round < 12; round++) {
    rooms.passes(3_600)
    const { now } = context()
    const later = (seconds: number) => ({ ...context(), now: now + seconds * 1000 })
    const [callSid, legSid] = [`CA${round}`, `CAop${round}`]
    await rooms.onDuty()
    // Every other caller has an emergency, so that the ladder's rows are crossed too.
    const waiting = await rooms.turn(callSid, { turn: await rooms.arrives(callSid) }, round % 2 === 0 ? '1' : '3')
    const legId = await rooms.legFor(callSid)
    const presses = () => rooms.legHears(legId, legSid, 1, '1')
    const waits = () => rooms.turn(callSid, waiting, null)
    const hangsUp = () => {
      const report = { callSid, status: 'completed', at: now, durationSeconds: 3 } as const
      return within((tx) => sessions.reportStatus(tx, report, context()))
    }
    const legEnds = () =>
      within((tx) => reportLeg(tx, { legId, legSid, status: 'completed', at: now }, handlers.legs, context()))
    const conversation = async () => {
      const found = await database.pool.query<{ id: string }>(
        'select id from conversations where citizen_call_sid = $1',
        [callSid],
      )
      return found.rows[0]?.id ?? newId()
    }
    const event = (sequence: number, kind: 'join' | 'leave', label: string) => async () => {
      const told = { conferenceSid: `CF${round}`, sequence, kind, label, participantSid: null, at: now, reason: null }
      const news = { ...told, conversationId: await conversation() }
      return within((tx) => hearConference(tx, news, handlers.legs, context()))
    }
    t.equal((await rooms.legHears(legId, legSid, 0, null)).outcome, 'answered')
    const crossing: (() => Promise<unknown>)[] = [
      presses,
      presses,
      waits,
      waits,
      hangsUp,
      legEnds,
      () => runMatch(database, dispatch, context()),
      () => expireOffers(database, later(120)),
      event(1, 'join', 'citizen'),
      event(2, 'join', legId),
      event(3, 'leave', legId),
      async () => {
        const id = await conversation()
        return within((tx) => rescue(tx, id, handlers, later(60)))
      },
    ]
    // A different one goes first each time.
    const order = [...crossing.slice(round % crossing.length), ...crossing.slice(0, round % crossing.length)]
    for (const outcome of await Promise.allSettled(order.map((each) => each())))
      if (outcome.status === 'rejected') failures.push(outcome.reason)
    await hangsUp()
    await legEnds()
  }
  t.same(failures, [])
  const { rows: open } = await database.pool.query(
    `select call_sid from waits where state in ('waiting', 'joined')
     union all select id::text from offers where state in ('open', 'accepted')
     union all select call_sid from calls where ended_at is null`,
  )
  t.same(open, [], 'and nothing of calls that are over is left open')
})
