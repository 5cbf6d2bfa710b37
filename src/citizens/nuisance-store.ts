import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { NuisanceKind } from './nuisance.ts'

type FactRow = { readonly citizen_id: string; readonly kind: NuisanceKind; readonly at: Date }
type LiftRow = { readonly citizen_id: string; readonly at: Date; readonly lifted_by: string; readonly reason: string }

export const statements = {
  tell: statement(
    'citizens.tell_nuisance',
    `insert into nuisance_facts (call_sid, citizen_id, kind, at, told_by) values ($1, $2, $3, $4, $5)
     on conflict (call_sid) do update set kind = excluded.kind, at = excluded.at, told_by = excluded.told_by`,
  ),
  untell: statement('citizens.untell_nuisance', 'delete from nuisance_facts where call_sid = $1'),
  lift: statement(
    'citizens.lift_nuisance',
    'insert into nuisance_lifts (id, citizen_id, at, lifted_by, reason) values ($1, $2, $3, $4, $5)',
  ),
  /** What was told of these numbers, and that they called. */
  facts: statement<FactRow>(
    'citizens.nuisance_facts',
    `select citizen_id, kind, at from nuisance_facts where citizen_id = any($1::uuid[]) and at > $2
     union all
     select citizen_id, 'call', arrived_at from calls where citizen_id = any($1::uuid[]) and arrived_at > $2`,
  ),
  /** The last one of each. */
  lifts: statement<LiftRow>(
    'citizens.nuisance_lifts',
    `select distinct on (citizen_id) citizen_id, at, lifted_by, reason from nuisance_lifts
     where citizen_id = any($1::uuid[]) order by citizen_id, at desc`,
  ),
  /** Numbers of which something could count: something was told, or they called often. */
  suspects: statement<{ citizen_id: string }>(
    'citizens.nuisance_suspects',
    `select citizen_id from nuisance_facts where at > $1
     union
     select citizen_id from calls where arrived_at > $1 and citizen_id is not null group by citizen_id having count(*) > $2
     limit 500`,
  ),
}

export type Told = {
  readonly callSid: string
  readonly citizenId: string
  readonly kind: Exclude<NuisanceKind, 'call'>
  readonly by: string
}

export function tell(tx: Tx, { callSid, citizenId, kind, by }: Told, now: number): void {
  tx.post(statements.tell, [callSid, citizenId, kind, new Date(now), by])
}

export const untell = (tx: Tx, callSid: string): void => tx.post(statements.untell, [callSid])

export type Lift = { readonly id: string; readonly citizenId: string; readonly by: string; readonly reason: string }

export function lift(tx: Tx, { id, citizenId, by, reason }: Lift, now: number): void {
  tx.post(statements.lift, [id, citizenId, new Date(now), by, reason])
}

export const facts = (reader: Reader, citizenIds: readonly string[], since: number) =>
  reader.run(statements.facts, [citizenIds, new Date(since)])

export const lifts = (reader: Reader, citizenIds: readonly string[]) => reader.run(statements.lifts, [citizenIds])

export const suspects = async (reader: Reader, since: number, moreCallsThan: number): Promise<readonly string[]> =>
  (await reader.run(statements.suspects, [new Date(since), moreCallsThan])).map(({ citizen_id }) => citizen_id)
