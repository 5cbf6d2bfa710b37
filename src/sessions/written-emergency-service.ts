/** Danger that somebody wrote instead of calling: the emergency room hears of it by a fact. */

import { type DangerWords, dangersIn } from '../flow/danger.ts'
import type { Context } from '../platform/context.ts'
import { publish } from '../platform/outbox.ts'
import type { Tx } from '../platform/postgres.ts'

export type Written = {
  readonly ticketId: string
  readonly text: string
  readonly dangerWords: DangerWords
  /** What was chosen, where the words name no kind. */
  readonly kind?: string
}

/** Publishes `emergency.written` { ticketId, kind }; `kind` is empty when neither words nor a choice tell it. */
export function tellWritten(tx: Tx, { ticketId, text, dangerWords, kind = '' }: Written, context: Context): void {
  const named = dangersIn(dangerWords, text).find((danger) => danger.kind !== null)?.kind
  publish(tx, { topic: 'emergency.written', payload: { ticketId, kind: named ?? kind } }, context)
}
