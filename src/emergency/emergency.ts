/** One caller's danger, from the key to a human who has it. */

export type EmergencyState = 'raised' | 'acknowledged' | 'closed' | 'dropped'

export type Emergency = {
  readonly id: string
  readonly callSid: string
  readonly kind: string
  readonly ladder: string
  readonly state: EmergencyState
  readonly raisedAt: number
  readonly climbAt: number | null
  /** Places of the ladder begun so far, over all rounds. */
  readonly climbed: number
  /** Who acknowledged it, also while it stands again after that one was lost. */
  readonly settledBy: string | null
}

/** With an operator's phone ringing, the ladder waits so long; with none, it starts at once (design, decision 11). */
export const operatorFirstMilliseconds = 15_000

export const firstClimbAt = (now: number, ringing: number) => (ringing > 0 ? now + operatorFirstMilliseconds : now)
