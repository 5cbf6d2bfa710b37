import type { StatusReport } from '../conversations/call-store.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Answer, Arrival, Turn } from '../sessions/service.ts'

/** The dialogue behind a voice call, bound to its site; `app.ts` hands it in. */
export type Sessions = {
  arrive(arrival: Arrival, context: Context): Promise<Answer>
  takeTurn(turn: Turn, context: Context): Promise<Answer>
  /** A final status settles everything that hangs on the call. */
  reportStatus(tx: Tx, report: StatusReport, context: Context): Promise<void>
}
