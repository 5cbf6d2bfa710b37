import type { Input } from '../flow/input.ts'
import type { Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { CallStatus } from '../telephony/call-status.ts'
import type { Caller } from '../telephony/caller.ts'

/** What one webhook of a citizen's call is answered with. */
export type Answer = {
  readonly outcome: 'answered' | 'repeated' | 'unknown_call'
  readonly verbs: readonly Verb[]
  /** The turn and epoch that the document's addresses carry. */
  readonly turn: number
  readonly epoch: number
}

export type Arriving = {
  readonly callSid: string
  /** What was dialled. */
  readonly line: string
  readonly caller: Caller
  readonly status: CallStatus
  readonly token: string | null
}

export type TakingTurn = {
  readonly callSid: string
  /** Null when the call was moved: it asks for the present state. */
  readonly turn: number | null
  readonly epoch: number
  readonly token: string | null
  readonly input: Input
}

export type Ending = {
  readonly callSid: string
  readonly status: CallStatus
  /** Milliseconds since 1970. */
  readonly at: number
  readonly durationSeconds: number | null
}

/** The dialogue behind a voice call; `app.ts` hands it in. */
export type Sessions = {
  arrive(tx: Tx, arriving: Arriving, context: Context): Promise<Answer>
  takeTurn(tx: Tx, taking: TakingTurn, context: Context): Promise<Answer>
  /** A final status: everything that hangs on the call is settled. */
  endDialogue(tx: Tx, ending: Ending, context: Context): Promise<unknown>
}
