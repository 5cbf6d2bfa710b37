/** `emergency:` raises an emergency of the kind named and waits in its lane while operators and the ladder are called. */

import Type, { type Static } from 'typebox'
import { Asks, askPrompts, askReferences } from '../asks.ts'
import { beginWait, documentsOf, type Holding, keepWaiting } from '../holding.ts'
import { exitsOf, Id, nodeKind, PromptId, SaidSchema, saidAt } from '../node-kind.ts'
import { wantHuman } from '../text-variant.ts'

const fields = {
  emergency: Id,
  lane: Id,
  say: SaidSchema,
  /** Said in turn in every document while an operator is being connected. */
  meanwhile: Type.Array(PromptId, { minItems: 1 }),
  /** The same while nobody is signed in and the ladder climbs. */
  unstaffed: Type.Array(PromptId, { minItems: 1 }),
  /** Says `{who}`, as long as a phone of the ladder rings. */
  calling: Type.Optional(PromptId),
  returned: SaidSchema,
  /** Whoever comes here cannot speak: nothing of ours rings or texts that phone by itself afterwards. */
  silent: Type.Optional(Type.Boolean()),
  /** Asked meanwhile; nobody waits for the answers. */
  asks: Type.Optional(Asks),
  /** Their answers may also be spoken, where the carrier hears the language; `false` for callers who must not. */
  speech: Type.Optional(Type.Boolean()),
  exits: Type.Object({ answered: Id, left: Id }, { additionalProperties: false }),
}
/** Help is said to be coming at least so often, and the way to a human is looked for. */
const EMERGENCY_SECONDS = 7

type Spec = Static<Type.TObject<typeof fields>>

const holding = (spec: Spec, staffed: boolean): Holding => ({
  lane: spec.lane,
  seconds: EMERGENCY_SECONDS,
  emergency: spec.emergency,
  first: spec.say,
  meanwhile: staffed ? spec.meanwhile : spec.unstaffed,
  returned: spec.returned,
  ...(spec.calling === undefined ? {} : { calling: spec.calling }),
  ...(spec.silent === true ? { silent: true } : {}),
  ...(spec.asks === undefined ? {} : { asks: spec.asks }),
  ...(spec.speech === undefined ? {} : { speech: spec.speech }),
  ...spec.exits,
})

export const emergencyNode = nodeKind({
  kind: 'emergency',
  gives: 'human',
  callOnly: true,
  fields,
  about: (spec) => ({
    exits: exitsOf(spec.exits),
    prompts: [
      ...saidAt(['say'], spec.say),
      ...saidAt(['meanwhile'], spec.meanwhile),
      ...saidAt(['unstaffed'], spec.unstaffed),
      ...saidAt(['returned'], spec.returned),
      ...saidAt(['calling'], spec.calling, ['who']),
      ...askPrompts(spec.asks ?? []),
    ],
    references: [
      { path: ['emergency'], what: 'emergency', id: spec.emergency },
      { path: ['lane'], what: 'lane', id: spec.lane },
      ...askReferences(spec.asks ?? []),
    ],
    documents: [...documentsOf(holding(spec, true)), ...documentsOf(holding(spec, false))],
  }),
  enter: (node, spec, turn) =>
    turn.session.channel === 'text'
      ? wantHuman(node, spec, { lane: spec.lane, emergency: spec.emergency }, turn)
      : beginWait(node, holding(spec, turn.facts.wait.staffed), turn),
  take: (node, spec, input, turn) => keepWaiting(node, holding(spec, turn.facts.wait.staffed), input, turn),
})
