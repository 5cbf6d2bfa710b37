import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { CallbackOutcome } from './callback.ts'

/** How far the callback is that is owed to a dropped emergency. */
export type Recalled =
  /** `ringing`: phones of operators that ring for it now, or will in a moment. `staffed`: somebody is signed in. */
  | { readonly what: 'in_line'; readonly ringing: number; readonly staffed: boolean }
  /** A human of ours is there, and the citizen's phone rings. */
  | { readonly what: 'calling' }
  /** It rang in vain, and will again. */
  | { readonly what: 'missed' }
  /** `attempts`: how often it rang in vain since it was last begun. `reason`: what a person gave who ended it. */
  | {
      readonly what: 'closed'
      readonly outcome: CallbackOutcome
      readonly attempts: number
      readonly reason: string | null
    }

/** What dispatch tells the emergency room, which stands above it; `app.ts` hands it in. All inside the same transaction. */
export type EmergencyHooks = {
  /** An operator has the caller. */
  answered(tx: Tx, emergency: { emergencyId: string; by: string }, context: Context): Promise<void>
  /** The operator's conversation broke off, and the caller waits again; so many phones ring now, or will in a moment. */
  lost(tx: Tx, emergency: { emergencyId: string; ringing: number }, context: Context): Promise<void>
  /** The caller had hung up before a human was there, and is being called back. */
  recalled(tx: Tx, emergency: { emergencyId: string; moment: Recalled }, context: Context): Promise<void>
}

/** What the lanes of the site say about ringing. */
export type LaneRule = { readonly priority: number; readonly ringSeconds: number; readonly leaseSeconds: number }

export type DispatchHouse = {
  readonly lane: (id: string) => LaneRule
  readonly emergencies: EmergencyHooks
}
