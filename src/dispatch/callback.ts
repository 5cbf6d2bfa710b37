/** A place in line that is kept for somebody who hung up: when its turn comes an operator is there first, then the citizen's phone rings. */

import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CallerAddress } from '../citizens/address.ts'
import type { Target } from '../flow/verbs.ts'

/**
 * `asked`: the caller is still on the line. `waiting`: in line, like any caller. `calling`: an operator has taken it and the citizen's
 * phone rings. `resting`: it rang in vain, and will again. `closed`: with an outcome, always.
 */
export type CallbackState = 'asked' | 'waiting' | 'calling' | 'talking' | 'resting' | 'closed'

/**
 * `called_again`: the citizen was served on another way. `not_reached`: the phone rang in vain for the last time. `expired`: no operator
 * came in time. `cancelled`: by a person, with a reason.
 */
export type CallbackOutcome = 'spoken' | 'called_again' | 'not_reached' | 'expired' | 'cancelled'

/**
 * `promise`: the citizen asked for it. `emergency`: the citizen's call for help ended before a human had it. `quiet`: so did that of somebody
 * who cannot speak, perhaps hides: the phone rings only as often as a person decides, and is never texted.
 */
export type CallbackKind = 'promise' | 'emergency' | 'quiet'

/** Times in milliseconds since 1970. */
export type Callback = {
  readonly id: string
  readonly kind: CallbackKind
  /** Null for a promise. */
  readonly emergencyId: string | null
  /** The call in which it was asked. */
  readonly callSid: string
  /** Whose number is dialled. */
  readonly citizenId: string
  readonly askedBy: string | null
  readonly lane: string
  /** ISO 639-3. */
  readonly language: string
  readonly state: CallbackState
  readonly askedAt: number
  readonly arrivedAt: number
  readonly since: number
  readonly dueAt: number | null
  /** Times that the phone rang in vain. */
  readonly attempts: number
  readonly waitId: string | null
  readonly offerId: string | null
  /** The call to the citizen, ringing or answered. */
  readonly legId: string | null
  /** The leg of the partner who took it, where no operator did. */
  readonly partnerLegId: string | null
  /** The conversation that the citizen was put into. */
  readonly joined: string | null
  readonly returnedAt: number | null
  /** When operator and citizen had met. */
  readonly metAt: number | null
  readonly outcome: CallbackOutcome | null
  readonly closedAt: number | null
}

export type CallbackRule = {
  /** Times that the citizen's phone rings, in all. */
  readonly times: number
  /** Pause before each further time, in seconds; the last one counts for all that follow. */
  readonly restSeconds: readonly number[]
  /** Hours after which a promise that could not be kept is told to the citizen, and ends. */
  readonly keepHours: number
  /** Callbacks that one number is promised in 24 hours: somebody else may have given it. */
  readonly mostPerDay: number
}

/** Five minutes for who was in the shower, half an hour for who was in a meeting. */
export const usualRule: CallbackRule = {
  times: 3,
  restSeconds: [300, 1_800],
  keepHours: 24,
  mostPerDay: 5,
}

/**
 * What is owed to a dropped emergency: three rings, the first at once. After so many hours without any human of ours, who was to be
 * helped has been helped or not, and is told to call again.
 */
const owedRules: Readonly<Record<Exclude<CallbackKind, 'promise'>, CallbackRule>> = {
  emergency: { times: 3, restSeconds: [60, 180], keepHours: 2, mostPerDay: Number.POSITIVE_INFINITY },
  quiet: { times: 1, restSeconds: [], keepHours: 2, mostPerDay: Number.POSITIVE_INFINITY },
}

/** `promised`: the site's rule for callbacks that citizens ask for. */
export const ruleFor = (kind: CallbackKind, promised: CallbackRule): CallbackRule =>
  kind === 'promise' ? promised : owedRules[kind]

/** After the phone rang in vain for the `attempts`th time. */
export function afterMiss(
  attempts: number,
  rule: CallbackRule,
): { readonly next: 'rest'; readonly seconds: number } | { readonly next: 'give_up' } {
  if (attempts >= rule.times) return { next: 'give_up' }
  const { restSeconds } = rule
  return { next: 'rest', seconds: restSeconds[Math.min(attempts, restSeconds.length) - 1] ?? 300 }
}

/** A conversation of which no word of their meeting came counts as one after so long. */
const spokenMilliseconds = 20_000

/** Operator and citizen have spoken with each other: nobody has to call again. */
export const haveSpoken = (callback: Callback, now: number): boolean =>
  callback.metAt !== null || hasTalkedLong(callback, now)

/** So long that nobody was merely cut off. */
export const hasTalkedLong = ({ state, joined, since }: Callback, now: number): boolean =>
  state === 'talking' && joined !== null && now - since >= spokenMilliseconds

/** A place that outlives its call, as the janitor sees it. */
export type Kept = Pick<Callback, 'id' | 'kind' | 'state' | 'since' | 'dueAt' | 'askedAt'> & {
  /** The call in which it was asked is over. */
  readonly callEnded: boolean
  /** The call to the citizen is over, or there is none. */
  readonly legEnded: boolean
  /** Who took it, operator or partner, is still there for it. */
  readonly operatorThere: boolean
}

export type Overdue = {
  readonly id: string
  /** `enter`: into the line. `miss`: as if the phone had rung in vain. `lost`: the operator is gone. `finish`: they have spoken. */
  readonly what: 'enter' | 'expire' | 'miss' | 'lost' | 'finish'
}

/** What an event does at once is done by the janitor after so long: the event did not come, or came to a process that died. */
const patienceMilliseconds = 10_000
/** A phone rings for half a minute, and the word of its end may be late. */
const callingMilliseconds = 180_000

function whatIsOverdue(kept: Kept, now: number, promised: CallbackRule): Overdue['what'] | null {
  const { state, since, dueAt, askedAt, callEnded, legEnded, operatorThere } = kept
  const isLate = now - since >= patienceMilliseconds
  const isPast = now - askedAt >= ruleFor(kept.kind, promised).keepHours * 3_600_000
  switch (state) {
    case 'asked':
      return callEnded && isLate ? 'enter' : null
    case 'waiting':
      return isPast && legEnded ? 'expire' : null
    case 'resting':
      if (isPast) return 'expire'
      return dueAt !== null && dueAt <= now ? 'enter' : null
    case 'calling':
      if (!operatorThere && isLate) return 'lost'
      return (legEnded && isLate) || now - since >= callingMilliseconds ? 'miss' : null
    case 'talking':
      if (legEnded && isLate) return 'finish'
      return !operatorThere && isLate ? 'lost' : null
    case 'closed':
      return null
  }
}

/** The janitor of callbacks: of every state that is not final, what should have happened by now. */
export function overdue(rows: readonly Kept[], now: number, promised: CallbackRule): readonly Overdue[] {
  return rows.flatMap((row) => {
    const what = whatIsOverdue(row, now, promised)
    return what === null ? [] : [{ id: row.id, what }]
  })
}

/**
 * What was keyed or said as a number: `081234567890`, `+62 812 ...`, with the region's country where none is given. Null for
 * what is no number that a person can have (short codes, premium services).
 */
export function numberGiven(text: string, country: 'ID' = 'ID'): CallerAddress | null {
  const number = parsePhoneNumberFromString(text, country)
  const type = number?.getType()
  if (number === undefined || !number.isValid() || type === undefined) return null
  if (type === 'PREMIUM_RATE' || type === 'SHARED_COST' || type === 'UAN' || type === 'VOICEMAIL') return null
  const canBeTexted = type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE'
  return { kind: 'number', address: number.number, canBeTexted }
}

/** Where a citizen's address is dialled; null for one that only they can dial from. */
export function targetAt(address: string): Target | null {
  if (/^\+[1-9]\d{6,14}$/.test(address)) return { kind: 'number', number: address }
  return /^sips?:[^@]+@/.test(address) ? { kind: 'sip', uri: address } : null
}
