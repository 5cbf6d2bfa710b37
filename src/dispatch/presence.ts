/** An operator's presence: what they asked for, what they are doing, and what it goes to by itself. */

import type { Target } from '../flow/verbs.ts'

export type PresenceState = 'offline' | 'paused' | 'free' | 'offered' | 'talking' | 'wrap_up'

/** What an operator may ask for; the rest happens by ringing and talking. */
export type AskedState = 'free' | 'paused' | 'offline'

export type Presence = {
  readonly staffId: string
  readonly name: string
  readonly state: PresenceState
  readonly since: number
  readonly until: number | null
  readonly thenState: AskedState | null
  readonly device: Target | null
  readonly missed: number
}

/** After a conversation, time to write. An operator who is done earlier says so. */
export const wrapUpSeconds = 10

/** Whoever writes on the page has this long, and more while writing. */
export const deskWrapUpSeconds = 45

/** Beyond this it is a pause, and has to be called one. */
export const longestWrapUpSeconds = 600

/** A page says each ten seconds that it is there; three of them, and it is not. */
export const pageFreshMilliseconds = 30_000

/** How a ring ended that nobody took. `failed`: the phone cannot be reached at all (wrong number, no trunk). */
export type Miss = 'declined' | 'no-answer' | 'busy' | 'failed'

/**
 * Rest before the next ring, in seconds. Short, so that the only operator of a small room is soon offered again; longer
 * with every ring in a row, and at once for a phone that fails, so that one dead number does not eat every offer.
 */
export function restSeconds(missed: number, how: Miss): number {
  if (how === 'failed') return 60
  const rests = [3, 10, 60]
  return rests[Math.min(missed, rests.length) - 1] ?? 60
}
