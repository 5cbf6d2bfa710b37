import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import { type Offer, type OfferState, offerMoves } from './offer.ts'

type OfferRow = {
  id: string
  wait_id: string
  staff_id: string
  state: OfferState
  reason: string
  leg_id: string | null
  offered_at: Date
  expires_at: Date
}

const columns = 'id, wait_id, staff_id, state, reason, leg_id, offered_at, expires_at'

export const statements = {
  add: statement(
    'dispatch.add_offer',
    `insert into offers (id, wait_id, staff_id, reason, offered_at, expires_at, leg_id) values ($1, $2, $3, $4, $5, $6, $7)`,
  ),
  one: statement<OfferRow>('dispatch.offer', `select ${columns} from offers where id = $1`),
  live: statement<OfferRow>(
    'dispatch.live_offers',
    `select ${columns} from offers where wait_id = $1 and state in ('open', 'accepted') order by id`,
  ),
  ended: statement<OfferRow>(
    'dispatch.ended_offers',
    `select ${columns} from offers where wait_id = $1 and state = 'ended' and settled_at > $2 order by id`,
  ),
  /** Moves an offer on, if it is still in one of the states that may be left so. */
  settle: statement<OfferRow>(
    'dispatch.settle_offer',
    `update offers set state = $2, settled_at = $3 where id = $1 and state = any($4) returning ${columns}`,
  ),
  retarget: statement(
    'dispatch.retarget_offer',
    `update offers set wait_id = $2, reason = 'turned_to_emergency' where id = $1`,
  ),
  serveBy: statement('dispatch.serve_offer_by', 'update offers set leg_id = $2 where id = $1'),
  liveOfOperator: statement<OfferRow>(
    'dispatch.live_offer_of_operator',
    `select ${columns} from offers where staff_id = $1 and state in ('open', 'accepted')`,
  ),
  expired: statement<OfferRow>(
    'dispatch.expired_offers',
    `select ${columns} from offers where state = 'open' and expires_at <= $1 order by expires_at limit 100`,
  ),
  tryMatching: statement<{ locked: boolean }>(
    'dispatch.try_matching',
    `select pg_try_advisory_xact_lock(hashtext('sahut.match')) as locked`,
  ),
}

const toOffer = (row: OfferRow): Offer => ({
  id: row.id,
  waitId: row.wait_id,
  staffId: row.staff_id,
  state: row.state,
  reason: row.reason,
  legId: row.leg_id,
  offeredAt: row.offered_at.getTime(),
  expiresAt: row.expires_at.getTime(),
})

export function add(tx: Tx, offer: Offer): void {
  const { id, waitId, staffId, reason, offeredAt, expiresAt, legId } = offer
  tx.post(statements.add, [id, waitId, staffId, reason, new Date(offeredAt), new Date(expiresAt), legId])
}

export async function find(reader: Reader, offerId: string): Promise<Offer | null> {
  const [row] = await reader.run(statements.one, [offerId])
  return row === undefined ? null : toOffer(row)
}

export async function liveFor(tx: Tx, waitId: string): Promise<readonly Offer[]> {
  return (await tx.run(statements.live, [waitId])).map(toOffer)
}

/** Those whose conversation has ended since then, in milliseconds since 1970. */
export async function endedFor(tx: Tx, waitId: string, since: number): Promise<readonly Offer[]> {
  return (await tx.run(statements.ended, [waitId, new Date(since)])).map(toOffer)
}

export async function liveOf(tx: Tx, staffId: string): Promise<Offer | null> {
  const [row] = await tx.run(statements.liveOfOperator, [staffId])
  return row === undefined ? null : toOffer(row)
}

/** The offer as it is now, or null when it can no longer come into that state. */
export async function settle(
  tx: Tx,
  offerId: string,
  state: keyof typeof offerMoves,
  now: number,
): Promise<Offer | null> {
  const [row] = await tx.run(statements.settle, [offerId, state, new Date(now), offerMoves[state]])
  return row === undefined ? null : toOffer(row)
}

export function retarget(tx: Tx, offerId: string, waitId: string): void {
  tx.post(statements.retarget, [offerId, waitId])
}

export function serveBy(tx: Tx, offerId: string, legId: string): void {
  tx.post(statements.serveBy, [offerId, legId])
}

export async function expired(reader: Reader, now: number): Promise<readonly Offer[]> {
  return (await reader.run(statements.expired, [new Date(now)])).map(toOffer)
}

/** One matcher at a time; whoever does not get the lock leaves the work to a job after its own commit. */
export async function tryMatching(tx: Tx): Promise<boolean> {
  return (await tx.run(statements.tryMatching, []))[0]?.locked === true
}
