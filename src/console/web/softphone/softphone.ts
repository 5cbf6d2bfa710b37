/** The line in an operator's browser, whoever carries it: the carrier's, or the simulator's on this machine. */

/**
 * `off`: nobody has started it. `ready`: it can connect. `talking`: a call stands. `lost`: it was cut off and tries to come back by itself.
 */
export type SoftphoneState = 'off' | 'starting' | 'ready' | 'connecting' | 'talking' | 'lost'

/** Why it does not do what was asked, as a word for translations. Without a microphone one can still listen. */
export type SoftphoneProblem =
  | 'no_line'
  | 'microphone_refused'
  | 'microphone_missing'
  | 'not_allowed'
  | 'unreachable'
  | 'call_failed'

export type SoftphoneNow = {
  readonly state: SoftphoneState
  /** How the call sounds; null while there is none or nothing is known. */
  readonly quality: 'good' | 'poor' | null
  /** The operator's own voice goes nowhere. */
  readonly isMuted: boolean
  readonly problem: SoftphoneProblem | null
  /** Settings that are missing, when there is no line at all. */
  readonly missing: readonly string[]
  /** What the line says on a line without sound, newest last; empty at a real carrier. */
  readonly captions: readonly Caption[]
}

export type Caption = {
  readonly key: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text: string
  /** BCP 47 or ISO 639-3; null where it is not known. */
  readonly language: string | null
  /** Who spoke; null for the line's own voice. */
  readonly from: string | null
}

/** What one can do with it. Nothing throws: what went wrong is in `problem`. */
export type SoftphoneDeeds = {
  /** Asks for the microphone and connects to the line. Needs a click of the person before it, or the browser may play no sound. */
  start(): Promise<void>
  /** Connects outward holding an offer: the claim itself happens at the server. */
  connect(offerId: string): Promise<void>
  /** Cuts the line, as a handset that is put down. To end a conversation properly, ask `/api/conversations/:id/end`. */
  hangUp(): void
  mute(on: boolean): void
  /** A key of the phone, 0-9, * or #. */
  press(key: string): void
  /** Words that are typed instead of spoken; only on the simulator's line. */
  say(words: string): void
  stop(): void
}

export type Softphone = SoftphoneNow & SoftphoneDeeds

/** A line as its driver makes it: what it is now, what one can do, and who hears that it has changed. */
export type SoftphoneLine = SoftphoneDeeds & {
  now(): SoftphoneNow
  subscribe(listener: () => void): () => void
}

export const switchedOff: SoftphoneNow = {
  state: 'off',
  quality: null,
  isMuted: false,
  problem: null,
  missing: [],
  captions: [],
}

/** What a driver tells of itself; listeners hear of each change once. */
export function observed(first: SoftphoneNow = switchedOff) {
  let now = first
  const listeners = new Set<() => void>()
  return {
    now: () => now,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    change(changed: Partial<SoftphoneNow>) {
      now = { ...now, ...changed }
      for (const listener of [...listeners]) listener()
    },
  }
}
