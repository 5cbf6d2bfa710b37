import t from 'tap'
import {
  type Attempt,
  type Command,
  endingOf,
  hasLostPatience,
  judge,
  type LegStanding,
  type Order,
  readiness,
  type Standing,
} from '../../src/conversations/command.ts'

const command = (order: Order, extra: Partial<Pick<Command, 'attempts' | 'previous'>> = {}): Command =>
  ({ id: 'c', callSid: 'CA1', attempts: 1, previous: null, createdAt: 0, ...order, ...extra }) as Command

const place = (urgent: boolean, extra: Partial<Pick<Command, 'attempts' | 'previous'>> = {}) =>
  command(
    {
      kind: 'place_leg',
      payload: { purpose: 'operator', target: { kind: 'number', number: '+6281100000001' }, ringSeconds: 20, urgent },
    },
    extra,
  )
const move = (epoch: number) => command({ kind: 'move_call', payload: { epoch, why: 'test' } })

const call = { ended: false, goesOn: false, epoch: 1, followedEpoch: 0 }
const leg: LegStanding = { sid: null, ended: false, endWanted: false, turn: 0, hears: 'nothing' }
const standing = (part: Partial<Standing> = {}): Standing => ({ call, leg, conversation: null, ...part })

t.test('a command is executed only while it means something', async (t) => {
  const cases: readonly [string, Command, Standing, string][] = [
    ['a leg that nobody has placed', place(false), standing(), 'now'],
    [
      'a leg whose webhook came before the REST reply',
      place(false, { attempts: 2 }),
      standing({ leg: { ...leg, sid: 'CA2' } }),
      'done',
    ],
    ['a leg that is not wanted any more', place(false), standing({ leg: { ...leg, endWanted: true } }), 'unneeded'],
    ['a leg for a call that has ended', place(true), standing({ call: { ...call, ended: true } }), 'unneeded'],
    [
      'a leg for a call that has ended and about which something goes on',
      place(false),
      standing({ call: { ...call, ended: true, goesOn: true } }),
      'now',
    ],
    ['a leg after a time-out', place(false, { attempts: 2, previous: 'unknown' }), standing(), 'after_search'],
    ['a leg whose executor died', place(false, { attempts: 2, previous: null }), standing(), 'after_search'],
    ['a leg after "too many at once"', place(false, { attempts: 2, previous: 'busy' }), standing(), 'now'],
    ['an urgent leg after a time-out', place(true, { attempts: 2, previous: 'unknown' }), standing(), 'now'],
    ['the latest move', move(1), standing(), 'now'],
    ['a move that a later one has overtaken', move(1), standing({ call: { ...call, epoch: 2 } }), 'unneeded'],
    [
      'a move that the caller followed by itself',
      move(1),
      standing({ call: { ...call, followedEpoch: 1 } }),
      'unneeded',
    ],
    ['a move of a call that has ended', move(1), standing({ call: { ...call, ended: true } }), 'unneeded'],
    [
      'the end of a leg whose SID is not known yet',
      command({ kind: 'end_call', payload: { why: 'x', legId: 'l' } }),
      standing(),
      'later',
    ],
    [
      'the end of a leg',
      command({ kind: 'end_call', payload: { why: 'x', legId: 'l' } }),
      standing({ leg: { ...leg, sid: 'CA2' } }),
      'now',
    ],
    [
      'the end of a leg that is over',
      command({ kind: 'end_call', payload: { why: 'x', legId: 'l' } }),
      standing({ leg: { ...leg, ended: true } }),
      'unneeded',
    ],
    [
      'the end of a surplus call',
      command({ kind: 'end_call', payload: { why: 'x', sid: 'CA9' } }),
      standing({ leg: null }),
      'now',
    ],
    [
      'a question about a call that has ended',
      command({ kind: 'fetch_call', payload: {} }),
      standing({ call: { ...call, ended: true } }),
      'unneeded',
    ],
    [
      'a change of a conference of which no event has come',
      command({
        kind: 'update_participant',
        payload: { conversationId: 'v', participantSid: 'CA1', endsOnExit: false },
      }),
      standing({ conversation: { open: true, conferenceSid: null, endsOnExit: false, isHeld: false, muted: [] } }),
      'later',
    ],
    [
      'a change of a conference that has changed again since',
      command({
        kind: 'update_participant',
        payload: { conversationId: 'v', participantSid: 'CA1', endsOnExit: false },
      }),
      standing({ conversation: { open: true, conferenceSid: 'CF1', endsOnExit: true, isHeld: false, muted: [] } }),
      'unneeded',
    ],
    [
      'a hold that was ended before it began',
      command({ kind: 'update_participant', payload: { conversationId: 'v', participantSid: 'CA1', hold: true } }),
      standing({ conversation: { open: true, conferenceSid: 'CF1', endsOnExit: null, isHeld: false, muted: [] } }),
      'unneeded',
    ],
    [
      'a mute that is still wanted, whatever else has changed',
      command({
        kind: 'update_participant',
        payload: { conversationId: 'v', participantSid: 'CA1', label: 'leg', muted: true },
      }),
      standing({ conversation: { open: true, conferenceSid: 'CF1', endsOnExit: true, isHeld: true, muted: ['leg'] } }),
      'now',
    ],
  ]
  for (const [what, given, how, ready] of cases) t.equal(readiness(given, how).ready, ready, what)
})

t.test('who listens is told before being hung up', async (t) => {
  const end = (told: boolean, legId?: string) =>
    command({ kind: 'end_call', payload: { why: 'x', told, ...(legId !== undefined && { legId }) } }) as Parameters<
      typeof endingOf
    >[0]
  const cases: readonly [string, ReturnType<typeof end>, LegStanding | null, string][] = [
    ["a citizen's call", end(false), null, 'hang_up'],
    ['a leg that rings', end(false, 'leg'), leg, 'hang_up'],
    ['a leg that listens', end(false, 'leg'), { ...leg, hears: 'us' }, 'tell'],
    ['a leg that hears its last words', end(false, 'leg'), { ...leg, hears: 'last_words' }, 'let_finish'],
    ['a leg that has had the time to', end(true, 'leg'), { ...leg, hears: 'last_words' }, 'hang_up'],
    ['a leg that never asked for them', end(true, 'leg'), { ...leg, hears: 'us' }, 'hang_up'],
  ]
  for (const [what, given, standing, how] of cases) t.equal(endingOf(given, standing), how, what)
})

t.test('an outcome settles a command or has it tried again', async (t) => {
  const cases: readonly [string, Command, Attempt, string][] = [
    ['done', place(false), 'done', 'done'],
    ['a call that has gone is a normal race', move(1), 'gone', 'done'],
    ['a refusal is final at once', place(true), 'refused', 'failed'],
    ['too many at once', place(false), 'busy', 'again'],
    ['no answer', move(1), 'unknown', 'again'],
    ['too many at once, for the sixth time', place(false, { attempts: 6 }), 'busy', 'failed'],
  ]
  for (const [what, given, attempt, verdict] of cases) t.equal(judge(given, attempt, 0.5).verdict, verdict, what)
})

t.test('pauses grow, are spread by the jitter, and keep the wish of the carrier', async (t) => {
  const pause = (attempts: number, jitter: number, wish: number | null = null) => {
    const verdict = judge(place(false, { attempts }), 'busy', jitter, wish)
    return verdict.verdict === 'again' ? verdict.afterMilliseconds : -1
  }
  t.same(
    [1, 2, 3, 4, 5].map((attempts) => pause(attempts, 0)),
    [150, 300, 600, 1200, 2400],
  )
  t.ok(pause(3, 0.99) > pause(3, 0))
  t.ok(pause(3, 0.99) < 2 * pause(3, 0))
  t.equal(pause(1, 0, 5), 5000)
  t.same(
    judge(place(true), 'unknown', 0.5),
    { verdict: 'again', afterMilliseconds: 0 },
    'an urgent leg is placed again at once',
  )
  t.same(
    judge(place(true, { attempts: 2, previous: 'unknown' }), 'unknown', 0.5),
    { verdict: 'again', afterMilliseconds: 300 },
    'but only once without a pause: a carrier that does it and answers 500 would ring one control room six times',
  )
})

t.test('a command that waits for a fact gives up after a minute', async (t) => {
  t.notOk(hasLostPatience(move(1), 59_000))
  t.ok(hasLostPatience(move(1), 60_001))
})
