/** `queue:` waits in a lane for a human. Wrong keys change nothing; the place is never lost by one. */

import Type, { type Static } from 'typebox'
import { askToConfirm, hearConfirmation, isConfirming, mustConfirm } from '../confirm.ts'
import { beginWait, DOCUMENT_SECONDS, documentsOf, type Holding, keepWaiting } from '../holding.ts'
import { exitsOf, Id, nodeKind, PromptId, SaidSchema, saidAt } from '../node-kind.ts'
import { Options, optionExits, optionLanguages, optionPrompts, optionSets, optionTypes } from '../options.ts'
import { wantHuman } from '../text-variant.ts'

const fields = {
  queue: Id,
  /** First words, before the place is known. */
  say: SaidSchema,
  /** Says `{position}`. */
  position: PromptId,
  /** Says `{minutes}`; left out when no expected wait is known. */
  expected: PromptId,
  /** Said in turn while waiting. */
  meanwhile: Type.Array(PromptId, { minItems: 1 }),
  /** The apology when a conversation broke off and the caller is back at the front. */
  returned: SaidSchema,
  options: Type.Optional(Options),
  exits: Type.Object({ answered: Id, left: Id, nobody: Id }, { additionalProperties: false }),
}
type Spec = Static<Type.TObject<typeof fields>>

const holding = (spec: Spec): Holding => ({
  lane: spec.queue,
  seconds: DOCUMENT_SECONDS,
  first: spec.say,
  position: spec.position,
  expected: spec.expected,
  meanwhile: spec.meanwhile,
  returned: spec.returned,
  ...(spec.options === undefined ? {} : { options: spec.options }),
  ...spec.exits,
})

export const queueNode = nodeKind({
  kind: 'queue',
  gives: 'human',
  callOnly: true,
  fields,
  types: (spec) => optionTypes(spec.options),
  about: (spec) => ({
    exits: [...exitsOf(spec.exits, ['nobody']), ...optionExits(spec.options)],
    prompts: [
      ...saidAt(['say'], spec.say),
      ...saidAt(['position'], spec.position, ['position']),
      ...saidAt(['expected'], spec.expected, ['minutes']),
      ...saidAt(['meanwhile'], spec.meanwhile),
      ...saidAt(['returned'], spec.returned),
      ...optionPrompts(spec.options),
    ],
    languages: optionLanguages(spec.options),
    sets: optionSets(spec.options),
    references: [{ path: ['queue'], what: 'lane', id: spec.queue }],
    documents: documentsOf(holding(spec)),
  }),
  enter: (node, spec, turn) =>
    turn.session.channel === 'text'
      ? wantHuman(node, spec, { lane: spec.queue }, turn)
      : turn.facts.wait.staffed && turn.session.wait === null && mustConfirm(turn)
        ? askToConfirm(node, spec.options, turn)
        : beginWait(node, holding(spec), turn),
  take: (node, spec, input, turn) => {
    if (!isConfirming(node, turn)) return keepWaiting(node, holding(spec), input, turn)
    const heard = hearConfirmation(node, spec.options, input, turn)
    return heard.outcome === 'enter' ? beginWait(node, holding(spec), turn) : heard
  },
})
