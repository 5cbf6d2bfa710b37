import type { Input } from '../flow/input.ts'
import type { Target, Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { CallStatus } from '../telephony/call-status.ts'
import type { FinalStatus } from './call.ts'

/** A leg is a call that we placed: to an operator's phone, a rung of a ladder, a citizen who is called back; or a browser's. */

/** `test`: a duty number is tried. `agency`: a duty phone is brought into a conversation. */
export type LegPurpose = 'operator' | 'rung' | 'callback' | 'test' | 'agency'

/** Whom a leg rings. A citizen's number stays sealed until the carrier is asked. */
export type Callee = Target | { readonly kind: 'citizen'; readonly citizenId: string }

/** All times in milliseconds since 1970. */
export type Leg = {
  /** The id of the command that placed it: in the leg's URL, and its participant label. */
  readonly id: string
  readonly purpose: LegPurpose
  /** The offer (`operator`), the rung's attempt (`rung`) or the callback that it serves. */
  readonly about: string
  /** The citizen's call; of a callback the one in which it was asked. */
  readonly citizenCallSid: string
  /** Null until the first webhook or the REST reply has told it. */
  readonly legSid: string | null
  readonly status: CallStatus
  readonly statusRank: number
  /** The turn that its next webhook brings. */
  readonly turn: number
  readonly lastToken: string | null
  /** The verbs last answered. */
  readonly answer: readonly Verb[] | null
  readonly placedAt: number
  readonly heardAt: number
  readonly answeredAt: number | null
  /** When it was first in one conference with the citizen. */
  readonly metAt: number | null
  /** When we wanted it to end. */
  readonly endWantedAt: number | null
  readonly endedAt: number | null
}

/** What happened on a leg since its last document. */
export type LegMoment =
  | { readonly kind: 'answered' }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'silence' }
  /** Back from its conference, still alive. `isMeant`: its person said so on the page, so that nobody else's leaving has brought it back. */
  | { readonly kind: 'returned'; readonly isMeant?: boolean }
  | { readonly kind: 'continue' }
  /** Nobody wants the leg any more: it is told so, and hangs up. */
  | { readonly kind: 'let_go' }

export type LegHandler = {
  /** What the leg hears next. Called once per turn; the answer is kept and given again to a repeated webhook. */
  speak(tx: Tx, leg: Leg, moment: LegMoment, context: Context): Promise<readonly Verb[]>
  /**
   * The leg is over. Called exactly once, except for a leg whose command was still due when `endLeg` was called:
   * that one never existed, and who ended it knows.
   */
  ended(tx: Tx, leg: Leg, how: FinalStatus, context: Context): Promise<void>
  /** The leg and the citizen are inside one conference for the first time. Called at most once a leg. */
  met(tx: Tx, leg: Leg, context: Context): Promise<void>
}

export type LegHandlers = Readonly<Record<LegPurpose, LegHandler>>

/** An operator's browser connects outward, holding an offer. */
export type Connecting = {
  /** The carrier's identity of the browser, without `client:`. */
  readonly identity: string
  readonly offerId: string
  readonly legSid: string
}

/** What conversations asks of the rooms above it; `app.ts` hands it in. */
export type ConversationHandlers = {
  readonly legs: LegHandlers
  /**
   * What a browser hears first. Whoever accepts calls `adoptLeg` of service.ts before it answers with a `join`
   * (label: the leg's id), so that the browser's leg is followed as those that we placed.
   */
  connect(tx: Tx, connecting: Connecting, context: Context): Promise<readonly Verb[]>
  /** The citizen was left alone in a conference. The conversation is closed and the call is being moved. */
  stranded(tx: Tx, callSid: string, context: Context): Promise<void>
  /** The carrier, asked, says that a citizen's call is over: what its status callback would have done. */
  callEnded(tx: Tx, ended: EndedCall, context: Context): Promise<void>
}

export type EndedCall = {
  readonly callSid: string
  readonly status: FinalStatus
  /** Milliseconds since 1970. */
  readonly at: number
  readonly durationSeconds: number | null
}

/** What one more webhook of a leg means, given the leg as it is stored. */
export type LegHearing =
  /** A webhook for the turn that we wait for. */
  | 'new'
  /** Seen before: the same document again. */
  | 'repeated'
  /** Another call has this leg's place, or the leg is over. */
  | 'taken'

/**
 * Decides how a webhook for a leg is heard. A SID that was bound by the REST reply but has not answered gives way to
 * the call that did answer: after a time-out two phones may ring, and the one with a human counts.
 */
export function hear(leg: Leg, webhook: { legSid: string; turn: number; token: string | null }): LegHearing {
  const isOther = isStray(leg, webhook.legSid)
  if (isOther && (leg.answeredAt !== null || leg.endWantedAt !== null)) return 'taken'
  const seen = webhook.turn < leg.turn || (webhook.token !== null && webhook.token === leg.lastToken)
  if (seen && leg.answer !== null) return 'repeated'
  // The ring that ended was the second of two (a phone with one line is busy with the first), or the carrier said each time that
  // it could not ring: whoever answers is the leg.
  if (isOther && leg.status !== 'canceled') return 'new'
  return leg.endedAt !== null ? 'taken' : 'new'
}

/** A call that was made for this leg's command and is not the leg: another one is, or the leg was given up before any was known. */
export const isStray = (leg: Leg, legSid: string): boolean =>
  leg.legSid === null ? leg.endedAt !== null : leg.legSid !== legSid

/** It hears its last words, and then hangs up by itself. */
export const isDismissed = (answer: readonly Verb[] | null): boolean => answer?.at(-1)?.verb === 'hangup'

/** It was put into a conference and has not come out of it, as far as its documents tell. */
export const isInConversation = ({ answer, endedAt, endWantedAt }: Leg): boolean =>
  endedAt === null && endWantedAt === null && answer?.at(-1)?.verb === 'join'

/**
 * Milliseconds that a leg which nobody wants any more is left alone before its end begins: whose conference has just ended comes
 * out of it by itself, and who is hearing the last words hangs up.
 */
export const graceMilliseconds = (leg: Leg): number =>
  isDismissed(leg.answer) || isInConversation({ ...leg, endWantedAt: null }) ? 4_000 : 0

/** Longer than any last words last: after that the carrier is asked to hang up who has not done so. */
export const lastWordsMilliseconds = 15_000

/** What happened on the leg. Its first document is what it was answered with, whatever came along, unless it is needless by then. */
export function momentOf(leg: Leg, input: Input): LegMoment {
  if (leg.endWantedAt !== null && input.kind !== 'returned') return { kind: 'let_go' }
  if (leg.answer === null) return { kind: 'answered' }
  switch (input.kind) {
    case 'digits':
      return { kind: 'digits', digits: input.digits }
    case 'silence':
    case 'returned':
      return { kind: input.kind }
    default:
      return { kind: 'continue' }
  }
}
