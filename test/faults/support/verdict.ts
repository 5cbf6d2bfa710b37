/** What stands in the database when everything is over, held against what happened on the line. */

import type pg from 'pg'
import { percentile } from '../../bench/load.ts'
import type { Attendance } from './crowd.ts'
import type { Witness } from './witness.ts'

export type Verdict = {
  /** For people to read. */
  readonly report: readonly string[]
  /** Sentences of what must not be; empty when all held. */
  readonly broken: readonly string[]
}

type Row = Readonly<Record<string, unknown>>

async function rows(pool: pg.Pool, text: string): Promise<readonly Row[]> {
  return (await pool.query<Row>(text)).rows
}

const counted = (found: readonly unknown[], what: string): readonly string[] =>
  found.length === 0 ? [] : [`${found.length} ${what}: ${JSON.stringify(found.slice(0, 5))}`]

/** What is not final yet. Everything has to be, once the time has passed. */
export async function unfinished(pool: pg.Pool): Promise<readonly string[]> {
  const questions = {
    'calls without an end': 'select call_sid, status from calls where ended_at is null and not is_probe',
    'legs without an end': 'select id, purpose, status from legs where ended_at is null',
    'waits that are not final': `select call_sid, state from waits where state not in ('finished', 'left')`,
    'offers that are not final': `select id, state from offers where state in ('open', 'accepted')`,
    'emergencies that still stand': `select call_sid, state from emergencies where state = 'raised'`,
    'attempts of ladders that are not final': `select id, state from rung_attempts where state in ('ringing', 'talking')`,
    'callbacks that are not final': 'select id, state from callbacks where outcome is null',
    'recoveries that are not final': `select id, state from recoveries where state <> 'closed'`,
    'commands that are not settled': `select kind, state from carrier_commands where state not in ('done', 'failed', 'unneeded')`,
  }
  const found = await Promise.all(
    Object.entries(questions).map(async ([what, text]) => counted(await rows(pool, text), what)),
  )
  return found.flat()
}

type FirstRing = { readonly callSid: string; readonly pressedAt: number; readonly seconds: number }

/**
 * From the key to the first ring of a human's phone during the call, for everyone for whom one rang or who stayed so long. Whoever hung up
 * before is owed a call back, which has a minute of its own.
 */
async function toFirstRing(
  pool: pg.Pool,
  everybody: readonly Attendance[],
  { rings }: Witness,
): Promise<readonly FirstRing[]> {
  const legs = await rows(
    pool,
    `select leg_sid, citizen_call_sid from legs where leg_sid is not null
     union all select stray_legs.leg_sid, citizen_call_sid from stray_legs join legs on legs.id = leg_id`,
  )
  const callOf = new Map(legs.map((row) => [row.leg_sid, row.citizen_call_sid]))
  const first = new Map<unknown, number>()
  for (const { legSid, parentSid, at } of rings) {
    const call = callOf.get(legSid) ?? parentSid
    if (!first.has(call)) first.set(call, at)
  }
  return everybody.flatMap(({ pressedAt, endedAt, callSid }) => {
    if (pressedAt === null) return []
    const ring = first.get(callSid)
    if (ring !== undefined && ring <= (endedAt ?? ring))
      return [{ callSid, pressedAt, seconds: Math.max(0, ring - pressedAt) / 1000 }]
    const isOwed = endedAt === null || endedAt - pressedAt >= 15_000
    return isOwed ? [{ callSid, pressedAt, seconds: Number.POSITIVE_INFINITY }] : []
  })
}

/** The timelines of those who waited longest, in seconds from the key: where to look first. */
async function slowest(pool: pg.Pool, rings: readonly FirstRing[], most: number): Promise<readonly string[]> {
  const chosen = rings.toSorted((a, b) => b.seconds - a.seconds).slice(0, most)
  const begun = Math.min(...rings.map(({ pressedAt }) => pressedAt))
  return Promise.all(
    chosen.map(async ({ callSid, pressedAt, seconds }) => {
      const { rows: events } = await pool.query<{ kind: string; after: number }>(
        `select kind, extract(epoch from at) - $2::float8 / 1000 as after from call_events where call_sid = $1 and not ignored order by id limit 40`,
        [callSid, pressedAt],
      )
      const told = events.map(({ kind, after }) => `${Number(after).toFixed(0)} ${kind}`).join(', ')
      return `${seconds.toFixed(0)} s from the key to a ring, pressed at ${((pressedAt - begun) / 1000).toFixed(0)} s, ${callSid}: ${told}`
    }),
  )
}

/** Every call that chose, spoke or reached a human, and every emergency, has a ticket. */
const withoutTicket = `select call_sid from calls c where not is_probe and not exists (select from tickets where contact = c.call_sid)
  and (exists (select from call_events e where e.call_sid = c.call_sid and e.kind in ('choice.made', 'words.recorded', 'human.reached'))
    or exists (select from emergencies m where m.call_sid = c.call_sid))`

/** Neither an operator, nor a rung, nor a recovery that has come to its end. */
const unheard = `select m.call_sid, m.state from emergencies m where m.state = 'dropped'
  and not exists (select from recoveries r where r.emergency_id = m.id and r.state = 'closed')`

export async function judge(
  pool: pg.Pool,
  {
    everybody,
    witness,
    left,
  }: { readonly everybody: readonly Attendance[]; readonly witness: Witness; readonly left: readonly string[] },
): Promise<Verdict> {
  const known = new Set((await rows(pool, 'select call_sid from calls')).map(({ call_sid }) => call_sid))
  const unrecorded = everybody
    .filter(({ callSid }) => !known.has(callSid))
    .map(({ callSid, kind }) => ({ callSid, kind }))
  const pressed = everybody.filter(({ pressedAt }) => pressedAt !== null)
  const rings = await toFirstRing(pool, everybody, witness)
  const seconds = rings.map((ring) => ring.seconds)
  const [p90, p95] = [percentile(seconds, 0.9), percentile(seconds, 0.95)]
  const broken = [
    ...counted(unrecorded, 'calls without a call record'),
    ...counted(await rows(pool, withoutTicket), 'calls without the ticket that they must have'),
    ...counted([...witness.wrong], 'doubled'),
    ...counted(await rows(pool, unheard), 'emergencies that nobody heard'),
    ...counted(witness.silences, 'silences of more than ten seconds'),
    ...left,
    ...(p90 > 15 ? [`from the key to the first ring p90 ${p90.toFixed(1)} s`] : []),
    ...(p95 > 20 ? [`from the key to the first ring p95 ${p95.toFixed(1)} s`] : []),
  ]
  const kinds = Object.entries(Object.groupBy(everybody, ({ kind }) => kind)).map(
    ([kind, all]) => `${all?.length} ${kind}`,
  )
  return {
    report: [
      `${everybody.length} calls: ${kinds.join(', ')}`,
      `${pressed.length} pressed the emergency key; to the first ring p50 ${percentile(seconds, 0.5).toFixed(1)} s, p90 ${p90.toFixed(1)} s, p95 ${p95.toFixed(1)} s`,
      `longest silence over the limit: ${witness.silences.length === 0 ? 'none' : Math.max(...witness.silences.map((one) => one.seconds)).toFixed(1)}`,
      ...(p90 > 15 || p95 > 20 ? await slowest(pool, rings, 12) : []),
    ],
    broken,
  }
}
