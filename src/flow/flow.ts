/** A flow after parsing and a citizen's place in it: plain JSON values, both. */

import type { Danger, DangerWords } from './danger.ts'
import type { Spoken, Target } from './verbs.ts'

/** One sentence that the line can say. */
export type Prompt = {
  readonly text: string
  /** A recording below the site's `audio/`. */
  readonly audio?: string
  /** Length of the recording, measured where the files are read. */
  readonly seconds?: number
  /** The wording for a text message. */
  readonly sms?: string
  /** What a caller may say or write for it, when it is the label of a choice. */
  readonly words?: readonly string[]
  /** May say what the caller gave in confidence; anywhere else a sensitive variable is silence. */
  readonly sensitive?: boolean
}

/** One step of a flow. What stands in `spec` is known by the kind's file under `nodes/`, whose schema has checked it. */
export type FlowNode = { readonly id: string; readonly kind: string; readonly spec: unknown }

/** What happens when nothing, or a wrong key, was pressed: repeat so often (saying this first), then go on to a human. */
export type MissPolicy = { readonly times: number; readonly say?: string; readonly finally: string }

export type FlowDefaults = {
  readonly no_input: MissPolicy
  readonly no_match: MissPolicy
  /** Where a call goes when the flow itself fails; always a queue. */
  readonly error: { readonly say: string; readonly go: string }
  /** Where a text dialogue goes at a node that only a call can do, when the node says nothing else. */
  readonly text?: TextVariant
  /** What a caller is asked whose words name a danger, and the emergency to which key 1 leads. Absent: nothing is asked. */
  readonly danger?: { readonly say: string; readonly go: string }
  /** Menus and questions also listen to speech, unless they say otherwise. */
  readonly speech?: boolean
}

/** What a text dialogue gets in place of something that only a call can do: words, and the way on. */
export type TextVariant = { readonly say: string | readonly string[]; readonly go: string }

/** How the citizen and the line talk with each other. */
export type Channel = 'voice' | 'text'

/** For a while another way, without an edit of the flow. Times in milliseconds since 1970; `until` is no longer part of it. */
export type Overlay = {
  readonly id: string
  readonly from: number | null
  readonly until: number
} /** Said when the node is entered, before its own words; by language. */ & (
  | { readonly overlay: 'notice'; readonly node: string; readonly say: Readonly<Record<string, Prompt>> }
  /** Whoever would enter the node goes elsewhere. */
  | { readonly overlay: 'detour'; readonly node: string; readonly go: string }
  /** Whoever would wait in the lane goes elsewhere; emergencies stay. */
  | { readonly overlay: 'lane'; readonly lane: string; readonly go: string }
)

export type Flow = {
  readonly id: string
  /** Content hash, computed where the files are read: a call keeps the revision that it began with. */
  readonly revision: string
  readonly start: string
  /** IANA name of the region's zone, for dates that are said. */
  readonly zone: string
  readonly languages: readonly string[]
  readonly defaultLanguage: string
  /** Languages that the carrier's speech says (ISO 639-3); in all others only recordings are heard. Absent: the usual ones. */
  readonly voices?: readonly string[]
  /** What callers say in danger. Absent in flows that were kept before, and where the site names none. */
  readonly dangerWords?: DangerWords
  readonly defaults: FlowDefaults
  readonly nodes: Readonly<Record<string, FlowNode>>
  /** What the flow may dial, by the names that the site gives. */
  readonly targets: Readonly<Record<string, Target>>
  /** By language, then by id. */
  readonly prompts: Readonly<Record<string, Readonly<Record<string, Prompt>>>>
  /** Part of the revision: an overlay that is published changes no call in progress. */
  readonly overlays: readonly Overlay[]
}

/** Where a dialogue ended. */
export type Ended = 'goodbye' | 'human' | 'handed_off' | 'callback' | 'recorded' | 'hangup'

/** What the last document waits for. */
export type Awaits = 'arrival' | 'keys' | 'words' | 'hold' | 'join' | 'dial' | 'given' | 'nothing'

/** A citizen's place in a flow; survives `JSON.parse(JSON.stringify(session))` unchanged. */
export type Session = {
  readonly flow: string
  readonly revision: string
  readonly language: string
  readonly node: string
  readonly awaits: Awaits
  readonly channel: Channel
  /** Of the sub-flow that the caller stands in, or of the flow itself. */
  readonly variables: Readonly<Record<string, string>>
  /** Names among `variables` that were given in confidence: masked in every event, said only by prompts marked for it. */
  readonly sensitive: readonly string[]
  /** The callers of the sub-flows in progress, innermost last. */
  readonly frames: readonly Frame[]
  /** Misses in this visit of the node. */
  readonly missed: { readonly no_input: number; readonly no_match: number }
  /** Times that a node with `at_most` was entered. */
  readonly visits: Readonly<Record<string, number>>
  /** Said before a `Need` was known, and not yet part of a document. */
  readonly pending: readonly Spoken[]
  /** Nodes passed since the caller was last waited for, while a `Need` is open. */
  readonly passed?: number
  readonly wait: WaitMemory | null
  /** Times that nothing was pressed or said, as long as nothing else ever came; null from the first key or word on. */
  readonly silences: number | null
  /** Dangers that the caller has named so far. */
  readonly dangers?: readonly Danger[]
  /** The caller is being asked whether it is an emergency; `said` is what named it, and counts after a no. */
  readonly doubt?: { readonly said: string; readonly confidence: number; readonly asked: number } | null
  /** The lane before which the caller is asked whether help is really wanted, and how often so far; `''` once that is answered. */
  readonly confirming?: { readonly node: string; readonly asked: number }
  /** The caller has said that it is none, and is not asked again. */
  readonly isCalm?: true
  /** The best that the caller got so far. */
  readonly reached: 'human' | 'handed_off' | 'callback' | 'recorded' | null
  readonly ended: Ended | null
}

/** What is put back when a sub-flow returns: `node` is the one that called it. */
export type Frame = {
  readonly node: string
  readonly variables: Readonly<Record<string, string>>
  readonly sensitive: readonly string[]
}

/** What a waiting caller has already heard, so that nothing is said twice in a row. */
export type WaitMemory = {
  readonly lane: string
  /** Documents said in this wait. */
  readonly holds: number
  /** Last position said; 0 before. */
  readonly position: number
  /** Conference joined last. */
  readonly conference: string | null
  /** Documents held since coming back from a conference that still counts as joined. */
  readonly backs: number
  /** By question: how often it was asked meanwhile. */
  readonly asked?: Readonly<Record<string, number>>
  /** Questions that have their answer. */
  readonly answered?: readonly string[]
  /** The question that the next key answers. */
  readonly asking?: string
  /** The last document asked something, so that the next one says that help is being called. */
  readonly hasJustAsked?: boolean
}

/** Something wrong in a file, as `file:line path: message`. Lines count from 1. */
export type Problem = {
  readonly file: string
  readonly line: number
  readonly path: string
  /** What is wrong, in English. */
  readonly message: string
  /** The rule that is broken, by name: its page is `docs/flows/rules/<rule>.md`. */
  readonly rule: string
  /** What to do about it, in English; empty when the message says it. */
  readonly help: string
  /** A warning is told and refuses nothing. */
  readonly severity: 'error' | 'warning'
  /** The same for other languages: a text of `rules/lang/` and what fills it. */
  readonly said?: { readonly text: string; readonly facts: Readonly<Record<string, string>> }
}

/** `utama.yaml:12 nodes.sapaan.options.1: leads to "darrat", which does not exist; write the name of ... [exits-exist]` */
export function problemText({ file, line, path, message, help, rule }: Problem): string {
  return `${file}:${line} ${path === '' ? '' : `${path}: `}${message}${help === '' ? '' : `; ${help}`} [${rule}]`
}
