import { type Reader, statement, type Tx } from '../platform/postgres.ts'

type Controls = { held_by: string | null; muted: readonly string[] }

export const statements = {
  // Asked twice, it changes once.
  hold: statement<{ id: string }>(
    'conversations.hold_citizen',
    `update conversations set held_by = $2, held_since = $3
     where id = $1 and state = 'open' and (held_by is null) = ($2::text is not null) returning id`,
  ),
  mute: statement<{ id: string }>(
    'conversations.mute_participant',
    `update conversations set muted = array_append(muted, $2)
     where id = $1 and state = 'open' and not $2 = any (muted) returning id`,
  ),
  unmute: statement<{ id: string }>(
    'conversations.unmute_participant',
    `update conversations set muted = array_remove(muted, $2)
     where id = $1 and state = 'open' and $2 = any (muted) returning id`,
  ),
  controls: statement<Controls>('conversations.controls', 'select held_by, muted from conversations where id = $1'),
}

/** Whether this was a change. `by` null takes the citizen off hold. */
export async function saveHold(tx: Tx, id: string, by: string | null, now: number): Promise<boolean> {
  return (await tx.run(statements.hold, [id, by, by === null ? null : new Date(now)])).length > 0
}

/** Whether this was a change. */
export async function saveMuted(tx: Tx, id: string, label: string, on: boolean): Promise<boolean> {
  return (await tx.run(on ? statements.mute : statements.unmute, [id, label])).length > 0
}

export type ControlsNow = { readonly heldBy: string | null; readonly muted: readonly string[] }

export async function selectControls(reader: Reader, id: string): Promise<ControlsNow> {
  const [row] = await reader.run(statements.controls, [id])
  return { heldBy: row?.held_by ?? null, muted: row?.muted ?? [] }
}
