/** What became of a caller, in one word: what people look for calls by. */

export const callOutcomes = [
  /** An operator had the caller. */
  'operator',
  /** A partner had the caller and no operator: an emergency that a rung took, or a hand-over by the flow. */
  'partner',
  /** In danger, and gone before anyone answered. */
  'emergency_lost',
  /** Asked to be called back, and was spoken with. */
  'called_back',
  /** Asked to be called back, and was not spoken with, or not yet. */
  'callback',
  /** Nobody was there; the caller left a message. */
  'voicemail',
  /** Somebody was there who said nothing: keys were pressed, or the operator heard a silent caller. */
  'silent',
  /** The line stood open without a key or a word, and nobody knows who was there. */
  'open_line',
  /** Gave up while waiting for a human. */
  'abandoned',
  /** Told the line what it is about, without a human: the ticket has it. */
  'reported',
  /** Was answered by the line itself, and heard its goodbye. */
  'information',
  /** Hung up in the menu, with nothing reached. */
  'menu',
  /** Hung up within seconds of the first words, without a sign: the wrong number, most likely. */
  'misdial',
  /** Hung up before we answered with the first word. */
  'unheard',
] as const
export type CallOutcome = (typeof callOutcomes)[number]

/** What happened on a call that has ended. */
export type CallStory = {
  /** A step of the flow was entered. */
  readonly heard: boolean
  readonly operatorJoined: boolean
  readonly partnerJoined: boolean
  /** The flow gave the caller to somebody else's line. */
  readonly handedOff: boolean
  readonly emergency: boolean
  readonly waited: boolean
  readonly callback: 'spoken' | 'asked' | null
  readonly leftMessage: boolean
  /** Words were recorded, or the ticket knows what it is about. */
  readonly told: boolean
  readonly heardGoodbye: boolean
  /** A key was pressed, right or wrong, or a word was said or written. */
  readonly gaveSign: boolean
  /** From the first ring to the end. */
  readonly lastedSeconds: number
  /** What the operator said of a caller who said nothing; null: something else, or nothing. */
  readonly silence: 'silent' | 'open_line' | null
}

/** The greeting takes five seconds to say what the line is: whoever hangs up sooner than this after the first ring was mistaken. */
export const misdialSeconds = 10

/**
 * The best that the caller got. A human counts more than a promise, a promise more than a message. Nobody is a ghost: who gave no sign at
 * all hung up before an answer, dialled by mistake, or left a line open, and an open line may be somebody who cannot speak. An emergency
 * that nobody had stays one, whatever was heard of it.
 */
export function outcomeOf(story: CallStory): CallOutcome {
  if (story.operatorJoined && story.silence !== null) return story.gaveSign ? 'silent' : story.silence
  if (story.operatorJoined && story.callback === null) return 'operator'
  if (story.callback === 'spoken') return 'called_back'
  if (story.partnerJoined || story.handedOff) return 'partner'
  if (story.emergency) return 'emergency_lost'
  if (story.callback === 'asked') return 'callback'
  if (story.leftMessage) return 'voicemail'
  if (story.heard && !story.gaveSign && !story.told) return signless(story)
  if (story.waited) return 'abandoned'
  if (story.told) return 'reported'
  if (story.heardGoodbye) return 'information'
  return story.heard ? 'menu' : 'unheard'
}

const signless = ({ waited, lastedSeconds }: CallStory): CallOutcome =>
  !waited && lastedSeconds <= misdialSeconds ? 'misdial' : 'open_line'
