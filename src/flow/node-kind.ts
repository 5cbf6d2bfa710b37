/** What a kind of node has to say about itself: its YAML, where it can lead, what it says, and what it does. */

import { type Static, type TObject, type TProperties, Type } from 'typebox'
import type { Input } from './input.ts'
import type { Told } from './rules/told.ts'
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
  /** Variables that it reads. */
  readonly reads?: readonly { readonly path: Path; readonly variable: string; readonly as?: 'topic' | 'district' }[]
  /** Variables that it gives a fixed value. */
  readonly sets?: readonly { readonly path: Path; readonly variable: string; readonly value: string }[]
  readonly references?: readonly Reference[]
  /** Prompts that are said in one document of a waiting caller. */
  readonly documents?: readonly (readonly string[])[]
  /** What the schema cannot say. */
  readonly complaints?: readonly ({ readonly path: Path } & (Told | { readonly message: string }))[]
}

/** What the caller gets here; rules about paths look for it. */
export type Gives = 'nothing' | 'keys' | 'human' | 'partner' | 'recording' | 'end'

export type NodeKind = {
  readonly kind: string
  readonly gives: Gives
  /** Counts silence and wrong keys by `no_input` and `no_match`. */
  readonly listens: boolean
  readonly schema: TObject
  readonly about: (spec: unknown) => About
  readonly enter: (node: string, spec: unknown, turn: Turn) => Outcome
  readonly take: (node: string, spec: unknown, input: Input, turn: Turn) => Outcome
}

const IdSchema = Type.String({ pattern: '^[a-z][a-z0-9_]*$' })
const PromptId = Type.String({ pattern: '^[a-z][a-z0-9_.]*$' })
export const Id = IdSchema
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
const Title = Type.Union([
  Type.String({ minLength: 1, maxLength: 60 }),
  Type.Record(Type.String({ pattern: '^[a-z]{3}$' }), Type.String({ minLength: 1, maxLength: 60 }), {
    additionalProperties: false,
  }),
])

/** Keys that every node may have. */
const everyNode = { title: Type.Optional(Title), at_most: Type.Optional(AtMost) }
const listeningNode = { no_input: Type.Optional(Miss), no_match: Type.Optional(Miss) }

export type TitleSpec = { readonly title?: Static<typeof Title> }
export type AtMostSpec = { readonly at_most?: Static<typeof AtMost> }

/**
 * Makes a row of the table of a kind's own words. What the kind's functions get has passed its schema when the flow was
 * parsed: that is the checked border at which `unknown` becomes the spec's type.
 */
export function nodeKind<P extends TProperties>(own: {
  readonly kind: string
  readonly gives: Gives
  readonly listens?: boolean
  readonly fields: P
  readonly about: (spec: Static<TObject<P>>) => About
  readonly enter: (node: string, spec: Static<TObject<P>>, turn: Turn) => Outcome
  readonly take?: (node: string, spec: Static<TObject<P>>, input: Input, turn: Turn) => Outcome
}): NodeKind {
  type Spec = Static<TObject<P>>
  const listens = own.listens ?? false
  const { kind, gives, about, enter, take } = own
  return {
    kind,
    gives,
    listens,
    schema: Type.Object(
      { ...own.fields, ...everyNode, ...(listens ? listeningNode : {}) },
      { additionalProperties: false },
    ),
    about: (spec) => about(spec as Spec),
    enter: (node, spec, turn) => enter(node, spec as Spec, turn),
    take: (node, spec, input, turn) => take?.(node, spec as Spec, input, turn) ?? { outcome: 'repeat' },
  }
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
