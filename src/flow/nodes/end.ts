/** `end:` says goodbye and hangs up. A call never ends without a word. */

import { nodeKind, SaidSchema, saidAt } from '../node-kind.ts'
import { say } from '../turn.ts'

export const endNode = nodeKind({
  kind: 'end',
  gives: 'end',
  fields: { end: SaidSchema },
  about: (spec) => ({ exits: [], prompts: saidAt(['end'], spec.end) }),
  enter: (_, spec, turn) => {
    say(turn, spec.end)
    return { outcome: 'end' }
  },
})
