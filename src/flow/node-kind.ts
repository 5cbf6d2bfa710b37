/** What a kind of node has to say about itself: its YAML, where it can lead, what it says, and what it does. */

import { type Static, type TObject, type TProperties, Type } from 'typebox'
import type { FormulaAt } from './expression/formula.ts'
import type { ValueType } from './expression/tree.ts'
import type { Input } from './input.ts'
import { type Told, told } from './rules/told.ts'
import type { Signatures } from './subflow/signature.ts'
import type { Outcome, Turn } from './turn.ts'
import type { Path } from './yaml.ts'

/** Why an exit is taken: the caller chose it, it simply follows, something failed, or the caller was silent or wrong. */
export type Why = 'chosen' | 'follows' | 'failed' | 'missed'

export type Exit = { readonly path: Path; readonly to: string; readonly why: Why }
/** `gives`: placeholders that the node itself fills. */
export type PromptUse = { readonly path: Path; readonly prompt: string; readonly gives?: readonly string[] }
/** A name that must stand in the site's own facts. */
export type Reference = {
  readonly path: Path
  readonly what: 'lane' | 'emergency' | 'target' | 'calendar'
  readonly id: string
}

/** What the language's rules want to know of a node without running it. */
export type About = {
  readonly exits: readonly Exit[]
  readonly prompts: readonly PromptUse[]
  /** Variables that it fills. */
  readonly saves?: readonly string[]
  /** Of these, what is given in confidence: said only by prompts marked for it. */
  readonly secret?: readonly string[]
  /** Inputs that it fills in the sub-flow that it calls, whose first node is named. */
  readonly hands?: { readonly start: string; readonly variables: readonly string[]; readonly secret: readonly string[] }
  /** Variables that it reads. */
  readonly reads?: readonly { readonly path: Path; readonly variable: string; readonly as?: 'topic' | 'district' }[]
  /** Variables whose value it makes of others; a mere yes or no is not counted, which tells nothing. */
  readonly makes?: readonly { readonly variable: string; readonly of: readonly string[] }[]
  /** Variables that it gives a fixed value. */
  readonly sets?: readonly { readonly path: Path; readonly variable: string; readonly value: string }[]
  readonly references?: readonly Reference[]
  /** Languages that it changes to. */
  readonly languages?: readonly { readonly path: Path; readonly language: string }[]
  /** Prompts that are said in one document of a waiting caller. */
  readonly documents?: readonly (readonly string[])[]
  /** What the schema cannot say. */
  readonly complaints?: readonly Complaint[]
}

export type Complaint = { readonly path: Path } & Told

/** What the schema cannot say, in the words of `rules/lang/` under `step-complete`. */
export function complaint(
  path: Path,
  what: Parameters<typeof told<'step-complete'>>[1],
  facts: Readonly<Record<string, string>> = {},
): Complaint {
  return { path, ...told('step-complete', what, facts) }
}

export const missing = (name: string, example: string): Complaint => complaint([], 'missing', { name, example })

/** What the caller gets here; rules about paths look for it. */
export type Gives = 'nothing' | 'keys' | 'human' | 'partner' | 'recording' | 'callback' | 'end'

export type NodeKind = {
  readonly kind: string
  readonly gives: Gives
  /** Counts silence and wrong keys by `no_input` and `no_match`. */
  readonly listens: boolean
  /** Only a call can do it: a text dialogue takes `text` instead, its own or the flow's. */
  readonly callOnly: boolean
  readonly schema: TObject
  /** Its expressions, before they are compiled. */
  readonly formulas: (spec: unknown, signatures: Signatures) => readonly FormulaAt[]
  /** What type the variables have that it fills, but for those that an expression gives. */
  readonly types: (spec: unknown, signatures: Signatures) => Readonly<Record<string, ValueType>>
  readonly about: (spec: unknown) => About
  readonly enter: (node: string, spec: unknown, turn: Turn) => Outcome
  readonly take: (node: string, spec: unknown, input: Input, turn: Turn) => Outcome
}

export const Id = Type.String({ pattern: '^[a-z][a-z0-9_]*$' })
export const PromptId = Type.String({ pattern: '^[a-z][a-z0-9_.]*$' })
export const SaidSchema = Type.Union([PromptId, Type.Array(PromptId, { minItems: 1 })])
export const Miss = Type.Object(
  { times: Type.Integer({ minimum: 0, maximum: 3 }), say: Type.Optional(PromptId), finally: Id },
  { additionalProperties: false },
)
const AtMost = Type.Object(
  { times: Type.Integer({ minimum: 1, maximum: 20 }), finally: Id },
  { additionalProperties: false },
)

/** What people who watch the calls call it, in one language or in several; absent, its id in words. */
export const Title = Type.Union([
  Type.String({ minLength: 1, maxLength: 60 }),
  Type.Record(Type.String({ pattern: '^[a-z]{3}$' }), Type.String({ minLength: 1, maxLength: 60 }), {
    additionalProperties: false,
  }),
])

/** Keys that every node may have. */
const everyNode = { title: Type.Optional(Title), at_most: Type.Optional(AtMost) }
const listeningNode = {
  no_input: Type.Optional(Miss),
  no_match: Type.Optional(Miss),
  /** Also listens to speech, where the carrier hears the caller's language. */
  speech: Type.Optional(Type.Boolean()),
}
export const Variant = Type.Object({ say: SaidSchema, go: Id }, { additionalProperties: false })
const callOnlyNode = { text: Type.Optional(Variant) }

export type TitleSpec = { readonly title?: Static<typeof Title> }
export type AtMostSpec = { readonly at_most?: Static<typeof AtMost> }
export type ListeningSpec = Static<TObject<typeof listeningNode>>
export type CallOnlySpec = Static<TObject<typeof callOnlyNode>>

/**
 * Makes a row of the table of a kind's own words. What the kind's functions get has passed its schema when the flow was
 * parsed: that is the checked border at which `unknown` becomes the spec's type.
 */
export function nodeKind<P extends TProperties, Spec = Static<TObject<P>> & ListeningSpec & CallOnlySpec>(own: {
  readonly kind: string
  readonly gives: Gives
  readonly listens?: boolean
  readonly callOnly?: boolean
  readonly fields: P
  readonly formulas?: (spec: Spec, signatures: Signatures) => readonly FormulaAt[]
  readonly types?: (spec: Spec, signatures: Signatures) => Readonly<Record<string, ValueType>>
  readonly about: (spec: Spec) => About
  readonly enter: (node: string, spec: Spec, turn: Turn) => Outcome
  readonly take?: (node: string, spec: Spec, input: Input, turn: Turn) => Outcome
}): NodeKind {
  const { kind, gives, about, enter, take, listens = false, callOnly = false } = own
  const shared = { ...everyNode, ...(listens ? listeningNode : {}), ...(callOnly ? callOnlyNode : {}) }
  return {
    kind,
    gives,
    listens,
    callOnly,
    schema: Type.Object({ ...own.fields, ...shared }, { additionalProperties: false }),
    formulas: (spec, signatures) => own.formulas?.(spec as Spec, signatures) ?? [],
    types: (spec, signatures) => own.types?.(spec as Spec, signatures) ?? {},
    about: (spec) => withVariant(about(spec as Spec), spec as CallOnlySpec),
    enter: (node, spec, turn) => enter(node, spec as Spec, turn),
    take: (node, spec, input, turn) => take?.(node, spec as Spec, input, turn) ?? { outcome: 'repeat' },
  }
}

/** The way of a text dialogue is a way like every other. */
function withVariant(about: About, { text }: CallOnlySpec): About {
  if (typeof text !== 'object') return about
  const exit: Exit = { path: ['text', 'go'], to: text.go, why: 'follows' }
  return { ...about, exits: [...about.exits, exit], prompts: [...about.prompts, ...saidAt(['text', 'say'], text.say)] }
}

/** Exits written as a map of names. */
export function exitsOf(exits: Readonly<Record<string, string>>, failing: readonly string[] = []): readonly Exit[] {
  return Object.entries(exits).map(([name, to]) => ({
    path: ['exits', name],
    to,
    why: failing.includes(name) ? 'failed' : 'follows',
  }))
}

export function saidAt(
  path: Path,
  said: string | readonly string[] | undefined,
  gives: readonly string[] = [],
): PromptUse[] {
  if (said === undefined) return []
  if (typeof said === 'string') return [{ path, prompt: said, gives }]
  return said.map((prompt, index) => ({ path: [...path, index], prompt, gives }))
}
