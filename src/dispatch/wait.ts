/** A citizen waiting in a lane: a row, never only a job. */

export type WaitState = 'waiting' | 'joined' | 'finished' | 'left'

export type Wait = {
  readonly id: string
  readonly callSid: string
  readonly lane: string
  readonly priority: number
  readonly emergencyId: string | null
  readonly state: WaitState
  /** Place in line, in milliseconds since 1970: the call's arrival, kept when a conversation breaks off. */
  readonly arrivedAt: number
  readonly beganAt: number
  readonly returns: number
  readonly conversationId: string | null
  /** Joined to a partner who has not yet acknowledged: operators are still offered, and join as a third. */
  readonly openToMore: boolean
  /** An operator has brought 119 in: a partner joins although somebody of ours is there. */
  readonly openToPartners: boolean
  /** More than one of ours is in the conversation: one leaving does not send the caller back. */
  readonly shared: boolean
  /** The caller has given no sign but an open line, or cannot speak. */
  readonly silent: boolean
  readonly settledAt: number | null
}

/** A hold document lasts at most ten seconds; two of them and a slow network, and the caller is no longer there. */
export const heartbeatFreshMilliseconds = 25_000

/** A returned caller is asked to stay first: a caller who only hung up a moment later must not ring a second phone. */
export const returnGraceMilliseconds = 4_000

/** A caller who leaves so soon after coming back from a conversation had finished; nobody was lost. */
export const farewellMilliseconds = 15_000

/** How a wait ends when its call ends. */
export function settledByHangup(wait: Wait, now: number): WaitState {
  if (wait.state === 'joined') return 'finished'
  const cameBackJustNow = wait.returns > 0 && now - wait.beganAt < farewellMilliseconds
  return cameBackJustNow ? 'finished' : 'left'
}
