/** A flow after parsing and a citizen's place in it: plain JSON values, both. */

import type { Spoken, Target } from './verbs.ts'

/** One sentence that the line can say. `audio` is a recording below the site's `audio/`, `sms` the wording for a text. */
export type Prompt = { readonly text: string; readonly audio?: string; readonly sms?: string }

/** One step of a flow. What stands in `spec` is known by the kind's file under `nodes/`, whose schema has checked it. */
export type FlowNode = { readonly id: string; readonly kind: string; readonly spec: unknown }

/** What happens when nothing, or a wrong key, was pressed: repeat so often (saying this first), then go on to a human. */
export type MissPolicy = { readonly times: number; readonly say?: string; readonly finally: string }

export type FlowDefaults = {
  readonly no_input: MissPolicy
  readonly no_match: MissPolicy
  /** Where a call goes when the flow itself fails; always a queue. */
  readonly error: { readonly say: string; readonly go: string }
}

export type Flow = {
  readonly id: string
  /** Content hash, computed where the files are read: a call keeps the revision that it began with. */
  readonly revision: string
  readonly start: string
  /** IANA name of the region's zone, for dates that are said. */
  readonly zone: string
  readonly languages: readonly string[]
  readonly defaultLanguage: string
  readonly defaults: FlowDefaults
  readonly nodes: Readonly<Record<string, FlowNode>>
  /** What the flow may dial, by the names that the site gives. */
  readonly targets: Readonly<Record<string, Target>>
  /** By language, then by id. */
  readonly prompts: Readonly<Record<string, Readonly<Record<string, Prompt>>>>
}

/** Where a dialogue ended. */
export type Ended = 'goodbye' | 'human' | 'handed_off' | 'recorded' | 'hangup'

/** What the last document waits for. */
export type Awaits = 'arrival' | 'keys' | 'words' | 'hold' | 'join' | 'dial' | 'given' | 'nothing'

/** A citizen's place in a flow; survives `JSON.parse(JSON.stringify(session))` unchanged. */
export type Session = {
  readonly flow: string
  readonly revision: string
  readonly language: string
  readonly node: string
  readonly awaits: Awaits
  readonly variables: Readonly<Record<string, string>>
  /** Misses in this visit of the node. */
  readonly missed: { readonly no_input: number; readonly no_match: number }
  /** Times that a node with `at_most` was entered. */
  readonly visits: Readonly<Record<string, number>>
  /** Said before a `Need` was known, and not yet part of a document. */
  readonly pending: readonly Spoken[]
  readonly wait: WaitMemory | null
  /** The best that the caller got so far. */
  readonly reached: 'human' | 'handed_off' | 'recorded' | null
  readonly ended: Ended | null
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
}

/** Something wrong in a file, as `file:line path: message`. Lines count from 1. */
export type Problem = {
  readonly file: string
  readonly line: number
  readonly path: string
  readonly message: string
}

/** `utama.yaml:12 nodes.sapaan.options.1: leads to "darrat", which does not exist` */
export function problemText(problem: Problem): string {
  return `${problem.file}:${problem.line} ${problem.path === '' ? '' : `${problem.path}: `}${problem.message}`
}
