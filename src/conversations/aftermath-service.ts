/** What goes on about a call after its end: a citizen who was promised to be called back. */

import type { Tx } from '../platform/postgres.ts'
import { saveGoingOn } from './aftermath-store.ts'

/** From now on legs may be placed about this call although it is over, and none of them counts as forgotten. */
export const goOn = (tx: Tx, callSid: string): void => saveGoingOn(tx, callSid, true)

/** Nothing goes on about it any more: who still sits there alone is hung up like after any call. */
export const letRest = (tx: Tx, callSid: string): void => saveGoingOn(tx, callSid, false)
