import { isOvertaken, type ParticipantOrder, type Wanted } from './control.ts'
import type { Callee, LegPurpose } from './leg.ts'

/** What the carrier shall do, as rows: written in the transaction that decided it, executed by whoever takes it. */

export type Order =
  | {
      readonly kind: 'place_leg'
      readonly payload: {
        readonly purpose: LegPurpose
        readonly target: Callee
        readonly ringSeconds: number
        /** A second ring beats none: never waits to find out whether a timed-out attempt rings already. */
        readonly urgent: boolean
      }
    }
  | { readonly kind: 'move_call'; readonly payload: { readonly epoch: number; readonly why: string } }
  /** The citizen's call, a leg of ours, or any call by its SID. A leg that listens is told first; `told`: it had the time to hear it. */
  | {
      readonly kind: 'end_call'
      readonly payload: {
        readonly why: string
        readonly legId?: string
        readonly sid?: string
        readonly told?: boolean
        /** Its last words are written already, as the answer to this turn. */
        readonly turn?: number
      }
    }
  | { readonly kind: 'fetch_call'; readonly payload: { readonly legId?: string } }
  | { readonly kind: 'update_participant'; readonly payload: ParticipantOrder }

export type OrderKind = Order['kind']

export type CommandState = 'due' | 'taken' | 'done' | 'failed' | 'unneeded'

/** How an attempt ended, without what it brought. */
export type Attempt = 'done' | 'refused' | 'busy' | 'gone' | 'unknown'

export type Command = Order & {
  readonly id: string
  /** The citizen's call that it is about. */
  readonly callSid: string | null
  /** Attempts begun, this one included. */
  readonly attempts: number
  /** How the attempt before this one ended; null if there was none, or nobody lived to tell. */
  readonly previous: Attempt | null
  readonly createdAt: number
}

/** How things stand as the command is about to be executed. Null where there is no such row. */
export type Standing = {
  readonly call: {
    readonly ended: boolean
    /** Something goes on about it although it may be over: legs are still wanted. */
    readonly goesOn: boolean
    readonly epoch: number
    readonly followedEpoch: number
  } | null
  readonly leg: LegStanding | null
  readonly conversation: (Wanted & { readonly open: boolean; readonly conferenceSid: string | null }) | null
}

export type LegStanding = {
  readonly sid: string | null
  readonly ended: boolean
  readonly endWanted: boolean
  /** The turn that its next webhook brings. */
  readonly turn: number
  /** Not answered; a document of ours; one that ends with a hang-up. */
  readonly hears: 'nothing' | 'us' | 'last_words'
}

export type Readiness =
  | { readonly ready: 'now' }
  /** An earlier attempt may have placed this leg: look for it before placing another. */
  | { readonly ready: 'after_search' }
  /** Something is not known yet, for example the SID of a leg that is being placed. */
  | { readonly ready: 'later' }
  | { readonly ready: 'unneeded'; readonly why: string }
  /** An earlier attempt has done it. */
  | { readonly ready: 'done' }

const now: Readiness = { ready: 'now' }
const later: Readiness = { ready: 'later' }
const unneeded = (why: string): Readiness => ({ ready: 'unneeded', why })

/** Whether a command still makes sense, and can be executed. */
export function readiness(command: Command, { call, leg, conversation }: Standing): Readiness {
  switch (command.kind) {
    case 'place_leg':
      if (leg === null || leg.ended || leg.endWanted) return unneeded('leg_not_wanted')
      if (call?.ended && !call.goesOn) return unneeded('call_ended')
      if (leg.sid !== null) return { ready: 'done' }
      return isUncertain(command) && !command.payload.urgent ? { ready: 'after_search' } : now
    case 'move_call':
      if (call === null || call.ended) return unneeded('call_ended')
      // The caller's own heartbeat has brought the call where the move would have.
      if (call.followedEpoch >= command.payload.epoch) return unneeded('followed')
      return call.epoch > command.payload.epoch ? unneeded('moved_again') : now
    case 'end_call':
      if (command.payload.sid !== undefined) return now
      if (command.payload.legId === undefined) return call === null || call.ended ? unneeded('call_ended') : now
      if (leg === null || leg.ended) return unneeded('leg_ended')
      return leg.sid === null ? later : now
    case 'fetch_call':
      if (command.payload.legId === undefined) return call === null || call.ended ? unneeded('call_ended') : now
      return leg === null || leg.ended || leg.sid === null ? unneeded('leg_ended') : now
    case 'update_participant':
      if (conversation === null || !conversation.open) return unneeded('conversation_closed')
      if (isOvertaken(command.payload, conversation)) return unneeded('changed_again')
      return conversation.conferenceSid === null ? later : now
  }
}

/**
 * How a call is ended. A leg that listens to us is not cut off: it is fetched out of what it hears, is told that nobody needs it and hangs
 * up by itself, and one that is just being told so is let finish.
 */
export function endingOf(
  command: Command & { kind: 'end_call' },
  leg: LegStanding | null,
): 'hang_up' | 'tell' | 'let_finish' {
  const { legId, turn, told = false } = command.payload
  if (legId === undefined || leg === null || told || leg.hears === 'nothing') return 'hang_up'
  if (turn !== undefined) return 'tell'
  return leg.hears === 'us' ? 'tell' : 'let_finish'
}

/** An attempt before this one may have reached the carrier without our hearing of it. */
const isUncertain = (command: Command) =>
  command.attempts > 1 && (command.previous === null || command.previous === 'unknown')

export type Verdict =
  | { readonly verdict: 'done' }
  | { readonly verdict: 'failed' }
  /** Try again after so many milliseconds. */
  | { readonly verdict: 'again'; readonly afterMilliseconds: number }

/** Attempts, the first included: about 13 seconds of trying in all, less than an operator's ring. */
const maxAttempts = 6
const firstPause = 300
const longestPause = 8_000

/**
 * What an attempt's outcome means. `busy` (429: too many requests at once) and `unknown` (no answer in time) are tried again with growing pauses;
 * `jitter` (0 to below 1) spreads those of many commands; the carrier's own wish (Retry-After) is kept. An urgent leg that timed out is placed again at once;
 * after that with a short pause, in which the webhooks of a leg that was placed after all bind it, so that a carrier that answers 500
 * to what it does never fills a control room's lines.
 */
export function judge(
  command: Command,
  attempt: Attempt,
  jitter: number,
  retryAfterSeconds: number | null = null,
): Verdict {
  if (attempt === 'done' || attempt === 'gone') return { verdict: 'done' }
  if (attempt === 'refused' || command.attempts >= maxAttempts) return { verdict: 'failed' }
  if (attempt === 'unknown' && command.kind === 'place_leg' && command.payload.urgent)
    return { verdict: 'again', afterMilliseconds: command.attempts === 1 ? 0 : firstPause }
  const pause = Math.min(firstPause * 2 ** (command.attempts - 1), longestPause)
  const asked = (retryAfterSeconds ?? 0) * 1000
  return { verdict: 'again', afterMilliseconds: Math.max(asked, Math.round(pause * (0.5 + jitter / 2))) }
}

/** A command that waits for a fact (a SID) looks again this often, and gives up after so long. */
export const lookAgainMilliseconds = 500
const patienceMilliseconds = 60_000
export const hasLostPatience = (command: Command, at: number): boolean => at - command.createdAt > patienceMilliseconds

/** A command taken longer ago than this is due again: whoever took it is gone. Longer than any REST call may last. */
export const leaseMilliseconds = 20_000
