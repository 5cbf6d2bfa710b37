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
  /** Gave up while waiting for a human. */
  'abandoned',
  /** Told the line what it is about, without a human: the ticket has it. */
  'reported',
  /** Was answered by the line itself, and heard its goodbye. */
  'information',
  /** Hung up in the menu, with nothing reached. */
  'menu',
  /** Gone before the first word. */
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
}

/** The best that the caller got. A human counts more than a promise, a promise more than a message. */
export function outcomeOf(story: CallStory): CallOutcome {
  if (story.operatorJoined && story.callback === null) return 'operator'
  if (story.callback === 'spoken') return 'called_back'
  if (story.partnerJoined || story.handedOff) return 'partner'
  if (story.emergency) return 'emergency_lost'
  if (story.callback === 'asked') return 'callback'
  if (story.leftMessage) return 'voicemail'
  if (story.waited) return 'abandoned'
  if (story.told) return 'reported'
  if (story.heardGoodbye) return 'information'
  return story.heard ? 'menu' : 'unheard'
}
