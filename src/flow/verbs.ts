/** What a flow wants the channel to do: neutral of any carrier. `telephony/twiml.ts` makes TwiML of it, `sms/` makes text. */

/** One thing said: recorded audio first (a path below the site's `audio/`), speech second. */
export type Spoken = {
  /** Id of the prompt in `prompts/<language>.yaml`. */
  readonly prompt: string
  /** The text with every placeholder filled in. */
  readonly text: string
  readonly audio?: string
  /** Length of the recording, where it is known. */
  readonly seconds?: number
  /** ISO 639-3, for example `ind`. */
  readonly language: string
}

/** One thing that can be chosen: a key on the phone, a number or a word by text, a word by speech. */
export type Choice = {
  readonly key: string
  /** What it is called; null when only the sentences that are said tell. */
  readonly label: Spoken | null
  /** What else may be said or written for it, beside the label, the key and its number word. */
  readonly words: readonly string[]
}

/** Who a citizen's or a partner's leg is in a conversation, and what its leaving means. */
export type Join = {
  readonly verb: 'join'
  /** Name of the conference: an id of ours, never personal data. */
  readonly conference: string
  /** Participant label: `citizen` or the id of the command that placed the leg. */
  readonly label: string
  readonly endsOnExit: boolean
  /** A partner's leg may leave with the star key and goes on with its next document. */
  readonly leavesOnStar: boolean
}

/** Where a call can be sent beyond our own conferences. A bare short code needs its trunk. */
export type Target =
  | { readonly kind: 'number'; readonly number: string; readonly byocTrunk?: string }
  | { readonly kind: 'sip'; readonly uri: string }
  | { readonly kind: 'client'; readonly identity: string }

export type Verb =
  | { readonly verb: 'say'; readonly spoken: readonly Spoken[] }
  /** Listens for keys while speaking; silence for `timeoutSeconds` comes back as `silence`. */
  | {
      readonly verb: 'gather'
      readonly spoken: readonly Spoken[]
      /** Longest sequence of keys; one key needs no end key. */
      readonly maxDigits: number
      /** `#` or empty for none. */
      readonly finishOnKey: '#' | ''
      readonly timeoutSeconds: number
      /** Absent: whatever is pressed is a number, not a choice. */
      readonly choices?: readonly Choice[]
      /** Listens to speech too, where the carrier hears `language` (ISO 639-3); `hints` are words to expect. */
      readonly speech?: { readonly language: string; readonly hints: readonly string[] }
    }
  | {
      readonly verb: 'record'
      readonly spoken: readonly Spoken[]
      readonly maxSeconds: number
      readonly silenceSeconds: number
    }
  /** Waits at most ten seconds in all, hears single keys meanwhile, and comes back as `continue`. */
  | {
      readonly verb: 'hold'
      readonly spoken: readonly Spoken[]
      readonly seconds: number
      /** What can be answered, where something is asked and words are heard too. */
      readonly choices?: readonly Choice[]
      /** Listens to speech after the words; whoever speaks is heard out, and the document is longer for it. */
      readonly speech?: { readonly language: string; readonly hints: readonly string[] }
    }
  | Join
  /** Bridges the call straight to a target (hand-off, duty line); comes back as `returned`. */
  | {
      readonly verb: 'dial'
      readonly spoken: readonly Spoken[]
      readonly targets: readonly Target[]
      readonly ringSeconds: number
    }
  | { readonly verb: 'text'; readonly body: string }
  | { readonly verb: 'hangup' }

/** Makes one sentence of the site's prompts, for those who are not in a flow: operators and partners. */
export type Say = (prompt: string, values?: Readonly<Record<string, string>>) => Spoken
