import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'

/** What dispatch tells the emergency room, which stands above it; `app.ts` hands it in. All inside the same transaction. */
export type EmergencyHooks = {
  /** An operator has the caller. */
  answered(tx: Tx, emergency: { emergencyId: string; by: string }, context: Context): Promise<void>
  /** The operator's conversation broke off, and the caller waits again. */
  lost(tx: Tx, emergency: { emergencyId: string }, context: Context): Promise<void>
}

/** What the lanes of the site say about ringing. */
export type LaneRule = { readonly priority: number; readonly ringSeconds: number; readonly leaseSeconds: number }

export type DispatchHouse = {
  readonly lane: (id: string) => LaneRule
  readonly emergencies: EmergencyHooks
}
