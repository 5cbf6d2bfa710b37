import t from 'tap'
import { readiness } from '../../src/conversations/command.ts'
import { takeDueCommands } from '../../src/conversations/command-store.ts'
import { allRooms } from './support/rooms.ts'

t.test('a move whose document was fetched is not tried again, whatever the carrier answered to it', async (t) => {
  const { database, context, onDuty, arrives, turn, legFor, legHears } = await allRooms(t, 4)
  await onDuty()
  await turn('CA1', { turn: await arrives('CA1') }, '3')
  const legId = await legFor('CA1')
  await legHears(legId, 'CAop', 0, null)
  await legHears(legId, 'CAop', 1, '1')

  const standing = async (at: number) => {
    const due = await takeDueCommands(database, at, 1_000, 20)
    const found = due.find(({ command }) => command.kind === 'move_call')
    return found === undefined ? null : readiness(found.command, found.standing)
  }
  const { now } = context()
  t.same(await standing(now), { ready: 'now' }, 'accepted, the caller has to be moved')
  const moved = await turn('CA1', { turn: null, epoch: 1 }, null)
  t.match(moved, { outcome: 'answered', epoch: 1, verbs: [{ verb: 'join' }] }, 'the move brought the caller in')
  t.same(
    await standing(now + 60_000),
    { ready: 'unneeded', why: 'followed' },
    'so a second try would only pull the caller out again',
  )
})

t.test('last words that a move cut short are said again', async (t) => {
  const { arrives, turn } = await allRooms(t, 4)
  let at = await arrives('CA1')
  for (const key of ['5', '4']) at = (await turn('CA1', { turn: at }, key)).turn
  const last = await turn('CA1', { turn: at }, '9')
  t.match(last.verbs.at(-1), { verb: 'hangup' })
  t.ok(last.verbs.length > 1, 'the caller hears a goodbye')
  t.same((await turn('CA1', { turn: null, epoch: 1 }, null)).verbs, last.verbs)
})
