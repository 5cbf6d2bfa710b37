/** Calls that went on without the database, as they are told afterwards. */

import type { Reader, Tx } from '../platform/postgres.ts'
import { type Diverted, markDiverted, selectDiverted, tellEntry } from './diverted-store.ts'

export type { Diverted } from './diverted-store.ts'

/** Whether this entry of the journal is news; it never is again. `at`: milliseconds since 1970. */
export const isNews = (tx: Tx, told: { readonly callSid: string; readonly entry: string; readonly at: number }) =>
  tellEntry(tx, told.callSid, told.entry, told.at)

/** The mark of a diverted call, which its first entry makes and later ones fill; true the first time. */
export const mark = (tx: Tx, diverted: Diverted): Promise<boolean> => markDiverted(tx, diverted)

/** Null for a call that the database has known from its first ring to its end. */
export const divertedCall = (reader: Reader, callSid: string): Promise<Diverted | null> =>
  selectDiverted(reader, callSid)
