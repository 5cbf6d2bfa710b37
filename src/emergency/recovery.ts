/** A call for help that ended before a human had it, until it is known what became of the caller. Data in, data out. */

import type { CallbackOutcome } from '../dispatch/callback.ts'
import type { EmergencyState } from './emergency.ts'

/** `held`: a person decides whether that phone rings. `open`: is being called back. `closed`: with an outcome, always. */
export type RecoveryState = 'held' | 'open' | 'closed'

/**
 * `reached`: a human spoke with the citizen. `called_again`: by the citizen. `texted`: the phone rang in vain for the last time, and a text
 * went out. `unreachable`: no number, one that may not be dialled, or one that rang in vain and takes no texts. `unattended`: no human of
 * ours came in time. `undecided`: nobody decided in time. `closed`: by a person, with a reason.
 */
export const recoveryOutcomes = [
  'reached',
  'called_again',
  'texted',
  'unreachable',
  'unattended',
  'undecided',
  'closed',
] as const
export type RecoveryOutcome = (typeof recoveryOutcomes)[number]

/** Times in milliseconds since 1970. */
export type Recovery = {
  readonly id: string
  readonly emergencyId: string
  /** The call that was dropped. */
  readonly callSid: string
  readonly citizenId: string | null
  /** The caller could not speak: nothing of ours rings or texts that phone by itself. */
  readonly silent: boolean
  readonly droppedAt: number
  readonly state: RecoveryState
  readonly since: number
  readonly callbackId: string | null
  readonly firstTryAt: number | null
  /** How often the citizen's phone has been rung. */
  readonly tries: number
  readonly outcome: RecoveryOutcome | null
}

/** Whoever was cut off dials again at once; a phone that we ring at that moment is busy. */
export const redialMilliseconds = 10_000
/** The first ring of the citizen's phone begins within a minute of the drop. */
export const firstTryMilliseconds = 60_000
/** With somebody of ours signed in, the ladder's phones wait so long for them; with nobody, they ring at once. */
const operatorsFirstMilliseconds = 40_000
/** While the citizen's phone rings or a control room talks with them, no further rung is rung. */
export const restWhileCallingMilliseconds = 90_000
/** So long a decision is waited for. */
const decisionMilliseconds = 12 * 3_600_000

/** When the ladder's phones ring for a callback that has come into the line. */
export const recallClimbAt = (now: number, { ringing, staffed }: { ringing: number; staffed: boolean }): number =>
  ringing > 0 || staffed ? now + operatorsFirstMilliseconds : now

/** What a recovery becomes when its callback ends; `held`: a person decides once more. */
export function afterCallback(
  { silent }: Pick<Recovery, 'silent'>,
  outcome: CallbackOutcome,
  canBeTexted: boolean,
): RecoveryOutcome | 'held' {
  switch (outcome) {
    case 'spoken':
      return 'reached'
    case 'called_again':
      return 'called_again'
    case 'cancelled':
      return 'closed'
    case 'not_reached':
      if (silent) return 'held'
      return canBeTexted ? 'texted' : 'unreachable'
    case 'expired':
      return silent ? 'held' : 'unattended'
  }
}

/** A recovery that is not closed, as the janitor sees it. */
export type Unfinished = Pick<Recovery, 'id' | 'state' | 'since' | 'droppedAt'> & {
  readonly emergency: EmergencyState
  /** How its callback ended; null while it goes on, or for none. */
  readonly callback: CallbackOutcome | null
}

export type Overdue = {
  readonly id: string
  /** `settle`: its callback is over. `close`: a person closed the emergency. `give_up`: nobody decided. */
  readonly what: 'settle' | 'close' | 'give_up'
}

/** The janitor of recoveries. How far the calling back is, the janitor of callbacks looks after. */
export function overdue(rows: readonly Unfinished[], now: number): readonly Overdue[] {
  return rows.flatMap(({ id, state, since, emergency, callback }): readonly Overdue[] => {
    if (state === 'closed') return []
    if (emergency === 'closed') return [{ id, what: 'close' }]
    if (state === 'open') return callback === null ? [] : [{ id, what: 'settle' }]
    return now - since >= decisionMilliseconds ? [{ id, what: 'give_up' }] : []
  })
}

/** Since when somebody should have done something: a first ring that did not come in time, a decision that nobody takes. Null: all is well. */
export function lateSince(
  { state, since, droppedAt, firstTryAt }: Pick<Recovery, 'state' | 'since' | 'droppedAt' | 'firstTryAt'>,
  now: number,
): number | null {
  if (state === 'closed') return null
  const limit = (state === 'held' ? since : droppedAt) + firstTryMilliseconds
  if (state === 'open' && firstTryAt !== null) return null
  return limit <= now ? limit : null
}
