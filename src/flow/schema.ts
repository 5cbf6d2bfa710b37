/** The border of a flow's files: what may stand in `<flow>.yaml` and `prompts/<language>.yaml`. Nodes have their own schemas. */

import Type, { type Static } from 'typebox'
import { CaseSchema } from './case-schema.ts'
import { Id, Miss, PromptId, Variant } from './node-kind.ts'

const closed = { additionalProperties: false }
export const Language = Type.String({ pattern: '^[a-z]{3}$' })

export const PromptSchema = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Object(
    {
      text: Type.String({ minLength: 1 }),
      audio: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_/.-]*$' })),
      sms: Type.Optional(Type.String({ minLength: 1 })),
      /** What a caller may say or write for it, when it is the label of a choice. */
      words: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
      /** May say what was given in confidence. */
      sensitive: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
])
export const PromptsFile = Type.Record(PromptId, PromptSchema, closed)

/** What holds for every node of a file that says nothing else. */
const shared = { text: Type.Optional(Variant), speech: Type.Optional(Type.Boolean()) }
const Nodes = Type.Record(Id, Type.Record(Type.String(), Type.Unknown()), closed)

/** A name that a sub-flow is given, or gives back. */
const Declaration = Type.Object(
  {
    type: Type.Union([Type.Literal('text'), Type.Literal('number'), Type.Literal('yes_no')]),
    description: Type.Optional(Type.String()),
    sensitive: Type.Optional(Type.Boolean()),
  },
  closed,
)

/** A part that flows and other sub-flows call. Silence and wrong keys: its own defaults, else those of the caller. */
export const SubflowFile = Type.Object(
  {
    schema: Type.Literal('hotline-subflow/v1'),
    id: Id,
    title: Type.Optional(Type.String()),
    inputs: Type.Optional(Type.Record(Id, Declaration, closed)),
    outputs: Type.Optional(Type.Record(Id, Declaration, closed)),
    start: Id,
    defaults: Type.Optional(
      Type.Object({ no_input: Type.Optional(Miss), no_match: Type.Optional(Miss), ...shared }, closed),
    ),
    nodes: Nodes,
  },
  closed,
)
export type SubflowFileSpec = Static<typeof SubflowFile>

export const FlowFile = Type.Object(
  {
    schema: Type.Literal('hotline-flow/v1'),
    id: Id,
    title: Type.Optional(Type.String()),
    default_language: Language,
    languages: Type.Array(Language, { minItems: 1 }),
    start: Id,
    defaults: Type.Object(
      {
        no_input: Miss,
        no_match: Miss,
        error: Type.Object({ say: PromptId, go: Id }, closed),
        /** Asked when a caller's words name a danger; key 1 leads to the emergency. */
        danger: Type.Optional(Type.Object({ say: PromptId, go: Id }, closed)),
        ...shared,
      },
      closed,
    ),
    nodes: Nodes,
    cases: Type.Optional(Type.Array(CaseSchema)),
  },
  closed,
)
export type FlowFileSpec = Static<typeof FlowFile>
