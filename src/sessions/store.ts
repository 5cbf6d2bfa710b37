import type { Flow, Session } from '../flow/flow.ts'
import type { Verb } from '../flow/verbs.ts'
import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Dialogue, DialogueCaller } from './dialogue.ts'

type SessionRow = {
  id: string
  revision: string
  state: Session
  turn: number
  epoch: number
  verbs: readonly Verb[]
  last_token: string | null
  caller: DialogueCaller
  wait_id: string | null
  ticket_id: string | null
}

const columns = 'id, revision, state, turn, epoch, verbs, last_token, caller, wait_id, ticket_id'

export const statements = {
  lock: statement<SessionRow>('sessions.lock', `select ${columns} from sessions where id = $1 for update`),
  add: statement(
    'sessions.add',
    `insert into sessions (${columns}, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
  ),
  save: statement(
    'sessions.save',
    `update sessions set state = $2, turn = $3, epoch = $4, verbs = $5, last_token = $6, wait_id = $7, ticket_id = $8,
       updated_at = $9 where id = $1`,
  ),
  hasRevision: statement<{ revision: string }>(
    'sessions.has_revision',
    'select revision from flow_revisions where revision = $1',
  ),
  keepRevision: statement(
    'sessions.keep_revision',
    `insert into flow_revisions (revision, flow_id, document, first_seen_at) values ($1, $2, $3, $4)
     on conflict (revision) do nothing`,
  ),
  revision: statement<{ document: Flow }>(
    'sessions.revision',
    'select document from flow_revisions where revision = $1',
  ),
}

const toDialogue = (row: SessionRow): Dialogue => ({
  id: row.id,
  revision: row.revision,
  state: row.state,
  turn: row.turn,
  epoch: row.epoch,
  verbs: row.verbs,
  lastToken: row.last_token,
  caller: row.caller,
  waitId: row.wait_id,
  ticketId: row.ticket_id,
})

export async function lock(tx: Tx, id: string): Promise<Dialogue | null> {
  const [row] = await tx.run(statements.lock, [id])
  return row === undefined ? null : toDialogue(row)
}

export function add(tx: Tx, dialogue: Dialogue, now: number): void {
  tx.post(statements.add, [
    dialogue.id,
    dialogue.revision,
    JSON.stringify(dialogue.state),
    dialogue.turn,
    dialogue.epoch,
    JSON.stringify(dialogue.verbs),
    dialogue.lastToken,
    JSON.stringify(dialogue.caller),
    dialogue.waitId,
    dialogue.ticketId,
    new Date(now),
  ])
}

export function save(tx: Tx, dialogue: Dialogue, now: number): void {
  tx.post(statements.save, [
    dialogue.id,
    JSON.stringify(dialogue.state),
    dialogue.turn,
    dialogue.epoch,
    JSON.stringify(dialogue.verbs),
    dialogue.lastToken,
    dialogue.waitId,
    dialogue.ticketId,
    new Date(now),
  ])
}

/** A document is a hundred times as long as a dialogue: it is sent only when it is not there yet. */
export async function keepRevision(tx: Tx, flow: Flow, now: number): Promise<void> {
  const kept = await tx.run(statements.hasRevision, [flow.revision])
  if (kept.length > 0) return
  tx.post(statements.keepRevision, [flow.revision, flow.id, JSON.stringify(flow), new Date(now)])
}

export async function findRevision(reader: Reader, revision: string): Promise<Flow | null> {
  return (await reader.run(statements.revision, [revision]))[0]?.document ?? null
}
