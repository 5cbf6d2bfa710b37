/** `handoff:` bridges the call to targets that the site names, all ringing at once; the first who answers has it. */

import Type from 'typebox'
import { exitsOf, Id, nodeKind, type Reference, SaidSchema, saidAt } from '../node-kind.ts'
import { own } from '../speech.ts'
import { wantHuman } from '../text-variant.ts'
import { go, reach, repeat, say } from '../turn.ts'

export const handoffNode = nodeKind({
  kind: 'handoff',
  gives: 'partner',
  callOnly: true,
  fields: {
    handoff: Type.Array(Id, { minItems: 1, maxItems: 5 }),
    say: SaidSchema,
    ring_seconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 60 })),
    exits: Type.Object({ answered: Id, failed: Id }, { additionalProperties: false }),
  },
  about: (spec) => ({
    exits: exitsOf(spec.exits, ['failed']),
    prompts: saidAt(['say'], spec.say),
    references: spec.handoff.map((id, index): Reference => ({ path: ['handoff', index], what: 'target', id })),
  }),
  enter: (node, spec, turn) => {
    if (turn.session.channel === 'text') return wantHuman(node, spec, null, turn)
    const targets = spec.handoff.flatMap((name) => own(turn.flow.targets, name) ?? [])
    if (targets.length === 0) return go(spec.exits.failed)
    say(turn, spec.say)
    return { outcome: 'wait', verb: { verb: 'dial', spoken: [], targets, ringSeconds: spec.ring_seconds ?? 25 } }
  },
  take: (_, spec, input, turn) => {
    if (input.kind !== 'returned') return repeat
    if (input.how !== 'completed') return go(spec.exits.failed)
    reach(turn, 'handed_off')
    return go(spec.exits.answered)
  },
})
