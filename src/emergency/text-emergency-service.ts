/** Danger that was written: a text to the line, or words in a dialogue by text. Nobody is on the phone, so that no ladder climbs. */

import type { Context } from '../platform/context.ts'
import type { FactHandlers } from '../platform/outbox.ts'
import type { Tx } from '../platform/postgres.ts'
import { type AlertHouse, alertForTicket } from './duty-alert-service.ts'
import type { Ladder } from './ladder.ts'
import * as texted from './text-emergency-store.ts'

export type WrittenHouse = AlertHouse & {
  /** The ladder of a kind at a moment; of an unknown kind the one for the unknown. */
  readonly ladderFor: (kind: string, now: number) => Ladder
}

/** The supervisors are alarmed until somebody sees to its ticket, and the duty officers of its ladder are texted. A second text changes nothing. */
export async function raiseWritten(
  tx: Tx,
  house: WrittenHouse,
  { ticketId, kind }: { readonly ticketId: string; readonly kind: string },
  context: Context,
): Promise<void> {
  const ladder = house.ladderFor(kind, context.now)
  if (!(await texted.add(tx, ticketId, ladder.kind, context.now))) return
  const written = { ticketId, kind: ladder.kind, raisedAt: context.now }
  await alertForTicket(tx, house, written, ladder.texts, context)
}

/** The fact `emergency.written` { ticketId, kind }: `kind` is the site's word for the danger, empty when it is not known. */
export const writtenFacts = (house: WrittenHouse): FactHandlers => ({
  'emergency.written': [
    async (tx, { payload: { ticketId, kind } }, context) => {
      if (typeof ticketId !== 'string') return
      await raiseWritten(tx, house, { ticketId, kind: typeof kind === 'string' ? kind : '' }, context)
    },
  ],
})
