import type { Test } from 'tap'
import { citizenServed } from '../../src/dispatch/callback-service.ts'
import { chanceOf } from '../histories/support/chance.ts'
import { callbackRoom } from './callback-room.ts'

type Room = Awaited<ReturnType<typeof callbackRoom>>
type Live = {
  readonly id: string
  readonly purpose: 'operator' | 'callback'
  readonly answered: boolean
  readonly offer: string | null
  readonly wanted: boolean
}
type Act = readonly [weight: number, act: () => Promise<unknown>]

const live = `select l.id, l.purpose, l.answered_at is not null as answered, o.state as offer, l.end_wanted_at is not null as wanted
  from legs l left join offers o on o.id = l.about where l.ended_at is null order by l.id`

/** What may never be, whatever happened. */
const impossible: Readonly<Record<string, string>> = {
  'one citizen is called twice at once': `select l.about from legs l join callbacks b on b.id = l.about and b.leg_id = l.id
    where l.ended_at is null and l.end_wanted_at is null group by l.about having count(*) > 1`,
  'a callback that waits is not in line': `select b.id from callbacks b join waits w on w.id = b.wait_id
    where b.state = 'waiting' and (w.state <> 'waiting' or w.heartbeat_at <> 'infinity')`,
  'a callback that rests is in line': `select b.id from callbacks b join waits w on w.id = b.wait_id
    where b.state = 'resting' and w.state <> 'left'`,
  'a phone rings with no operator there': `select b.id from callbacks b left join offers o on o.id = b.offer_id and o.state = 'accepted'
    where b.state = 'calling' and (o.id is null or b.leg_id is null)`,
  'a callback is over and something goes on': `select b.id from callbacks b join calls c using (call_sid)
    where b.state = 'closed' and c.goes_on`,
  'an open callback is forgotten by its call': `select b.id from callbacks b join calls c using (call_sid)
    where b.state not in ('closed', 'asked') and not c.goes_on`,
}

async function holdsTrue(t: Test, room: Room, when: string): Promise<boolean> {
  for (const [what, query] of Object.entries(impossible)) {
    const found = await room.rows(query)
    if (found.length > 0) {
      t.fail(`${when}: ${what}`, { found })
      return false
    }
  }
  return true
}

/** What can happen to one leg next; chance decides. */
function actsOn(room: Room, { id, purpose, answered, offer, wanted }: Live): readonly Act[] {
  const ends = (how: 'completed' | 'no-answer' | 'busy' | 'failed') => () => room.ends(id, how)
  const hears = (moment: Parameters<Room['hears']>[1]) => () => room.hears(id, moment)
  if (wanted) return [[6, ends('completed')]]
  if (purpose === 'callback') {
    if (!answered)
      return [
        [4, hears({ kind: 'answered' })],
        [2, ends('no-answer')],
        [1, ends('busy')],
      ]
    return [
      [3, hears({ kind: 'continue' })],
      [2, hears({ kind: 'returned' })],
      [2, ends('completed')],
    ]
  }
  if (offer === 'open') {
    return [
      [4, hears({ kind: 'digits', digits: '1' })],
      [1, hears({ kind: 'digits', digits: '2' })],
      [1, ends('no-answer')],
      [1, ends('failed')],
    ]
  }
  return [
    [4, hears({ kind: 'continue' })],
    [2, () => room.meets(id)],
    [2, hears({ kind: 'returned' })],
    [1, hears({ kind: 'digits', digits: '*' })],
    [1, ends('completed')],
  ]
}

/** Three citizens, two operators, and whatever comes; then everyone is left in peace, and every callback has an outcome. */
export async function tellHistory(t: Test, seed: string, steps: number): Promise<void> {
  const chance = chanceOf(seed)
  const room = await callbackRoom(t, { restSeconds: [60] })
  for (const login of ['sari', 'budi']) await room.operator(login)
  const asked: { callSid: string; citizenId: string | null }[] = []
  for (let step = 0; step < steps; step += 1) {
    const number = `+628120000000${chance.below(`${step} number`, 3)}`
    const legs = await room.rows<Live>(live)
    const one = asked[chance.below(`${step} asked`, Math.max(1, asked.length))]
    const acts: Act[] = [
      [2, async () => void asked.push(await room.asked(number))],
      [3, async () => room.pass(chance.below(`${step} seconds`, 90))],
      [4, room.sweep],
      ...legs.flatMap((leg) => actsOn(room, leg)),
    ]
    const citizenId = one?.citizenId ?? null
    if (citizenId !== null) {
      const served = () => room.database.transact((tx) => citizenServed(tx, room.house, citizenId, room.context()))
      acts.push([0.3, served])
    }
    await chance.of(`${step}`, acts)()
    if (!(await holdsTrue(t, room, `${seed}, step ${step}`))) return
  }
  for (const { id } of await room.rows<Live>(live)) await room.ends(id)
  for (let hour = 0; hour < 26; hour += 1) {
    await room.sweep()
    room.pass(3600)
    for (const { id } of await room.rows<Live>(live)) await room.ends(id, 'no-answer')
  }
  t.same(
    await room.rows(`select state from callbacks where state <> 'closed'`),
    [],
    `${seed}: every one has an outcome`,
  )
  t.same(await room.rows(`select id from offers where state in ('open', 'accepted')`), [], `${seed}: nobody is held`)
  t.ok(await holdsTrue(t, room, `${seed}, at the end`))
}
