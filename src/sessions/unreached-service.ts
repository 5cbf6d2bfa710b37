import type { CallerAddress } from '../citizens/address.ts'
import type { Sealer } from '../citizens/seal.ts'
import { know } from '../citizens/service.ts'
import type { FinalStatus } from '../conversations/call.ts'
import { advanceStatus, beginCall, note } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'

export type Unreached = {
  readonly callSid: string
  readonly line: string
  readonly caller: CallerAddress
  readonly status: FinalStatus
  /** Milliseconds since 1970. */
  readonly arrivedAt: number
  readonly endedAt: number
  readonly durationSeconds: number | null
}

/** A call that came to nobody here, entered with its end: it had no dialogue, and owes nobody anything. One that is known stays as it is. */
export async function enterUnreached(tx: Tx, sealer: Sealer, call: Unreached, context: Context): Promise<void> {
  const { callSid, line, caller, status, arrivedAt, endedAt, durationSeconds } = call
  const { citizenId } = await know(tx, { caller }, sealer, context)
  const arriving = { callSid, line, citizenId, callerKind: caller.kind, status: 'ringing' } as const
  const { outcome } = await beginCall(tx, arriving, { ...context, now: arrivedAt })
  if (outcome === 'known') return
  note(tx, { callSid, kind: 'call.unreached' }, context)
  await advanceStatus(tx, { callSid, status, at: endedAt, durationSeconds }, context)
}
