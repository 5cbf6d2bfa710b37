import t from 'tap'
import { afterCallback, lateSince, overdue, recallClimbAt, type Unfinished } from '../../src/emergency/recovery.ts'

const second = 1000
const hour = 3_600 * second
const now = Date.UTC(2026, 10, 21, 3, 0, 0)
const row = (more: Partial<Unfinished>): Unfinished => ({
  id: 'it',
  state: 'open',
  since: now,
  droppedAt: now,
  emergency: 'dropped',
  callback: null,
  ...more,
})

t.test('the janitor knows what should have happened in every state that is not final', async (t) => {
  const cases: readonly [string, Partial<Unfinished>, string | null][] = [
    ['it is being called back', { emergency: 'raised' }, null],
    ['a human has it, the phone rings', { emergency: 'acknowledged' }, null],
    ['its callback ended and nobody told', { callback: 'spoken' }, 'settle'],
    ['a person closed the emergency', { emergency: 'closed' }, 'close'],
    ['a person closed the emergency before anybody decided', { state: 'held', emergency: 'closed' }, 'close'],
    ['a decision is waited for', { state: 'held', since: now - 11 * hour }, null],
    ['nobody decided', { state: 'held', since: now - 12 * hour }, 'give_up'],
    ['it is closed', { state: 'closed', since: now - 48 * hour, emergency: 'closed' }, null],
  ]
  for (const [what, more, expected] of cases) t.equal(overdue([row(more)], now)[0]?.what ?? null, expected, what)
})

t.test('what becomes of it when its callback ends', async (t) => {
  const loud = { silent: false }
  const quiet = { silent: true }
  t.equal(afterCallback(loud, 'spoken', true), 'reached')
  t.equal(afterCallback(loud, 'called_again', true), 'called_again')
  t.equal(afterCallback(loud, 'not_reached', true), 'texted')
  t.equal(afterCallback(loud, 'not_reached', false), 'unreachable', 'a text would not arrive')
  t.equal(afterCallback(loud, 'expired', true), 'unattended')
  t.equal(afterCallback(loud, 'cancelled', true), 'closed')
  t.equal(afterCallback(quiet, 'not_reached', true), 'held', 'whether it rings again is a decision')
  t.equal(afterCallback(quiet, 'expired', true), 'held')
  t.equal(afterCallback(quiet, 'spoken', true), 'reached')
})

t.test(
  'operators go first; with nobody signed in the ladder rings at once, and always within the minute',
  async (t) => {
    t.equal(recallClimbAt(now, { ringing: 0, staffed: false }), now)
    t.equal(recallClimbAt(now, { ringing: 2, staffed: true }), now + 40 * second)
    t.equal(recallClimbAt(now, { ringing: 0, staffed: true }), now + 40 * second, 'everybody talks')
  },
)

t.test('it is late when no phone has rung for a minute, or nobody decides', async (t) => {
  const open = { state: 'open', since: now, droppedAt: now, firstTryAt: null } as const
  t.equal(lateSince(open, now + 59 * second), null)
  t.equal(lateSince(open, now + 60 * second), now + 60 * second)
  t.equal(lateSince({ ...open, firstTryAt: now + 20 * second }, now + hour), null)
  t.equal(lateSince({ ...open, state: 'held', since: now + hour }, now + hour + 60 * second), now + hour + 60 * second)
  t.equal(lateSince({ ...open, state: 'closed' }, now + hour), null)
})
