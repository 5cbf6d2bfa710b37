/** `say:` says something and goes on. */

import { Id, nodeKind, SaidSchema, saidAt } from '../node-kind.ts'
import { go, say } from '../turn.ts'

export const sayNode = nodeKind({
  kind: 'say',
  gives: 'nothing',
  fields: { say: SaidSchema, next: Id },
  about: (spec) => ({
    exits: [{ path: ['next'], to: spec.next, why: 'follows' }],
    prompts: saidAt(['say'], spec.say),
  }),
  enter: (_, spec, turn) => {
    say(turn, spec.say)
    return go(spec.next)
  },
})
