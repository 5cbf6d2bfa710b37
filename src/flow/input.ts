/** What came from the citizen or from the world around the flow, and the facts a step may look at. */

import type { Gravity } from './danger.ts'
import type { Ended } from './flow.ts'

export type Input =
  /** The first turn of a dialogue. */
  | { readonly kind: 'arrived' }
  | { readonly kind: 'digits'; readonly digits: string }
  /** Words that the carrier heard; `confidence` from 0 to 1. */
  | { readonly kind: 'speech'; readonly text: string; readonly confidence: number }
  /** A text message of the citizen's, as it was written. */
  | { readonly kind: 'text'; readonly text: string }
  /** Nothing was pressed or said in time. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'recorded'; readonly recordingSid: string; readonly seconds: number }
  /** The document ran out and came back: the heartbeat of a waiting caller, or after a move. */
  | { readonly kind: 'continue' }
  /** Back from a conference or a bridged call. */
  | { readonly kind: 'returned'; readonly how: 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled' }
  /** What a `Need` was answered with. */
  | { readonly kind: 'given'; readonly result: NeedResult }
  | { readonly kind: 'hangup' }

/** What a step asks of the outside before it can go on. The service fetches it and calls `advance` again with `given`. */
export type Need =
  | { readonly need: 'ticket'; readonly fields: TicketFields }
  /** `input` and the answer's `values` are named in `lookups.ts`. Later than `timeoutMs` counts as failed. */
  | {
      readonly need: 'lookup'
      readonly lookup: LookupName
      readonly input: Readonly<Record<string, string>>
      /** ISO 639-3: what is found is wanted in this language where it exists. */
      readonly language: string
      readonly timeoutMs: number
    }
  /** The caller wants to be called back and keeps the place; `number` in E.164, null for the number that calls. */
  | { readonly need: 'callback'; readonly lane: string; readonly number: string | null }

export type LookupName = 'ticket' | 'place' | 'knowledge' | 'incident'

export type TicketFields = {
  readonly kind: string
  readonly topic?: string
  readonly district?: string
  readonly place?: string
  /** In the citizen's own words, written. */
  readonly description?: string
  readonly descriptionRecording?: string
  readonly placeRecording?: string
  /** `open`, `secret` (the name stays with the coordinator) or `anonymous`. */
  readonly privacy?: string
  /** E.164. */
  readonly callbackNumber?: string
  /** Of the incident that the ticket belongs to. */
  readonly incident?: string
}

export type NeedResult =
  | { readonly need: 'ticket'; readonly code: string }
  | { readonly need: 'lookup'; readonly found: true; readonly values: Readonly<Record<string, string>> }
  | { readonly need: 'lookup'; readonly found: false }
  | { readonly need: 'callback'; readonly granted: boolean }
  /** It failed or took too long: the node's `failed` exit. */
  | { readonly need: Need['need']; readonly failed: true }

/** How the caller's wait stands, as `dispatch` knows it. */
export type WaitFacts = {
  /** `none`: not waiting yet. `joined`: someone took the call. `finished`: the conversation ended as it should. */
  readonly state: 'none' | 'waiting' | 'joined' | 'finished' | 'left'
  /** 1 is next; 0 when not waiting. */
  readonly position: number
  readonly expectedWaitSeconds: number | null
  /** Somebody is signed in who could take this lane. */
  readonly staffed: boolean
  /** Times that the caller came back from a conversation that broke off. */
  readonly returns: number
  readonly join: { readonly conference: string; readonly endsOnExit: boolean } | null
  /** Who is being called for this caller now, by name; absent or empty: nobody, or nobody who should be named. */
  readonly calling?: string
}

export type Facts = {
  /** Milliseconds since 1970, the only clock a step sees. */
  readonly now: number
  /** By the ids of the site's calendars: is it open now. */
  readonly open: Readonly<Record<string, boolean>>
  readonly caller: { readonly withheld: boolean; readonly canBeTexted: boolean }
  readonly wait: WaitFacts
  /** By lane, for expressions (`queue.umum.waiting`); a lane that is missing counts as empty with nobody there. */
  readonly queue?: Readonly<Record<string, LaneFacts>>
  /** What a number that was used for pranks lately meets; absent: nothing. Looked up only where it is read. */
  readonly friction?: 'none' | 'later' | 'asked'
  /** What the region knows to be going on now, in one sentence; absent or empty when nothing is. */
  readonly incident?: string
}

export type LaneFacts = {
  readonly waiting: number
  readonly expectedSeconds: number | null
  readonly staffed: boolean
}

/** What a step tells the other rooms; in the past tense. Sensitive digits are already masked. */
export type FlowEvent =
  | { readonly event: 'node.entered'; readonly node: string; readonly kind: string }
  | { readonly event: 'choice.made'; readonly node: string; readonly option: string; readonly digits: string }
  | { readonly event: 'answer.given'; readonly node: string; readonly variable: string; readonly value: string }
  | {
      readonly event: 'words.recorded'
      readonly node: string
      readonly variable: string
      readonly recordingSid: string
      readonly seconds: number
    }
  | {
      readonly event: 'input.missed'
      readonly node: string
      readonly why: 'no_input' | 'no_match'
      readonly count: number
    }
  /** Words of a text dialogue, where a call would have recorded them. */
  | { readonly event: 'words.written'; readonly node: string; readonly variable: string; readonly text: string }
  | { readonly event: 'language.chosen'; readonly node: string; readonly language: string }
  | {
      readonly event: 'lookup.answered'
      readonly node: string
      readonly lookup: LookupName
      readonly how: 'found' | 'not_found' | 'failed'
    }
  | {
      readonly event: 'callback.answered'
      readonly node: string
      readonly lane: string
      readonly how: 'granted' | 'refused' | 'failed'
    }
  /** The engine threw; the caller was put through to a human all the same. `problem` is for technicians. */
  | { readonly event: 'flow.failed'; readonly node: string; readonly problem: string }
  /** A text dialogue came to where only a call meets a human: somebody has to follow it up. */
  | { readonly event: 'human.wanted'; readonly node: string; readonly lane: string; readonly emergency?: string }
  /** Enter a lane; for an emergency lane the emergency's kind is given. `silent`: of a caller who cannot speak, or has given no sign at all. */
  | {
      readonly event: 'wait.began'
      readonly node: string
      readonly lane: string
      readonly emergency?: string
      readonly silent?: true
    }
  /** Words of danger, wherever they were said; nothing else of what was said. */
  | { readonly event: 'danger.heard'; readonly node: string; readonly words: readonly string[] }
  /** What somebody says in an emergency while help is being called. */
  | { readonly event: 'words.heard'; readonly node: string; readonly text: string }
  /** The answer to a question that was asked meanwhile: it may tell the kind of the emergency, and how grave it is. */
  | {
      readonly event: 'emergency.told'
      readonly node: string
      readonly question: string
      readonly answer: string
      readonly kind?: string
      readonly gravity?: Gravity
    }
  | { readonly event: 'wait.left'; readonly node: string; readonly option: string }
  /** Whether help is really wanted, before the lane; `unanswered` waits all the same. */
  | { readonly event: 'friction.asked'; readonly node: string }
  | { readonly event: 'friction.answered'; readonly node: string; readonly how: 'confirmed' | 'chose' | 'unanswered' }
  | { readonly event: 'text.wanted'; readonly node: string; readonly prompt: string; readonly body: string }
  | { readonly event: 'human.reached'; readonly node: string }
  | {
      readonly event: 'dialogue.ended'
      readonly node: string
      readonly how: Ended
    }
