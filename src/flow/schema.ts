/** The border of a flow's files: what may stand in `<flow>.yaml` and `prompts/<language>.yaml`. Nodes have their own schemas. */

import Type, { type Static } from 'typebox'
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

/** What changes in the world between two things that the caller does; what is not named stays as it was. */
const FactsChange = Type.Object(
  {
    state: Type.Optional(
      Type.Union([
        Type.Literal('none'),
        Type.Literal('waiting'),
        Type.Literal('joined'),
        Type.Literal('finished'),
        Type.Literal('left'),
      ]),
    ),
    position: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Expected wait in seconds. */
    expected: Type.Optional(Type.Integer({ minimum: 0 })),
    staffed: Type.Optional(Type.Boolean()),
    conference: Type.Optional(Type.String()),
  },
  closed,
)

/** One line of a scripted call: something done, or something expected of the latest answer. */
const CaseStep = Type.Union([
  Type.Literal('silence'),
  Type.Literal('hangup'),
  /** The document ran out: the heartbeat of a waiting caller. */
  Type.Literal('heartbeat'),
  Type.Object({ press: Type.String({ pattern: '^[0-9*#]+$' }) }, closed),
  Type.Object({ speak: Type.Integer({ minimum: 0 }) }, closed),
  Type.Object(
    { returns: Type.Union(['completed', 'busy', 'no-answer', 'failed', 'canceled'].map((how) => Type.Literal(how))) },
    closed,
  ),
  Type.Object({ facts: FactsChange }, closed),
  /** A prompt's id, or /a pattern/ in what is said. */
  Type.Object({ hears: Type.String({ minLength: 1 }) }, closed),
  Type.Object({ hears_not: Type.String({ minLength: 1 }) }, closed),
  Type.Object({ does: Type.String({ pattern: '^(gather|record|hold|join|dial|hangup)$' }) }, closed),
  Type.Object({ at: Id }, closed),
  /** An event of the step, for example `wait.began`. */
  Type.Object({ told: Type.String({ pattern: '^[a-z]+\\.[a-z]+$' }) }, closed),
  Type.Object({ told_not: Type.String({ pattern: '^[a-z]+\\.[a-z]+$' }) }, closed),
])

const CaseSchema = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    language: Type.Optional(Language),
    /** Calendars that are open; all of them when not said. */
    open: Type.Optional(Type.Array(Id)),
    staffed: Type.Optional(Type.Boolean()),
    withheld: Type.Optional(Type.Boolean()),
    can_be_texted: Type.Optional(Type.Boolean()),
    /** The number that a new ticket gets, or `failed`. */
    ticket: Type.Optional(Type.String()),
    status: Type.Optional(
      Type.Union([
        Type.Literal('not_found'),
        Type.Literal('failed'),
        Type.Object({ stage: Type.String(), agency: Type.String(), opened: Type.String() }, closed),
      ]),
    ),
    steps: Type.Array(CaseStep),
    ends: Type.Optional(
      Type.Union(['goodbye', 'human', 'handed_off', 'recorded', 'hangup', 'waiting'].map((how) => Type.Literal(how))),
    ),
  },
  closed,
)

export type Case = Static<typeof CaseSchema>
export type CaseStepSpec = Static<typeof CaseStep>

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
      { no_input: Miss, no_match: Miss, error: Type.Object({ say: PromptId, go: Id }, closed), ...shared },
      closed,
    ),
    nodes: Nodes,
    cases: Type.Optional(Type.Array(CaseSchema)),
  },
  closed,
)
export type FlowFileSpec = Static<typeof FlowFile>
