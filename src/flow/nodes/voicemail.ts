/** `voicemail:` takes a message; the words become a ticket. The last thing offered when nobody is there. */

import { Id, nodeKind, SaidSchema, saidAt } from '../node-kind.ts'
import { record, takeWords, WordsFields } from '../recording.ts'
import { say } from '../turn.ts'

export const voicemailNode = nodeKind({
  kind: 'voicemail',
  gives: 'recording',
  listens: true,
  fields: { voicemail: SaidSchema, save: Id, next: Id, ...WordsFields },
  types: (spec) => ({ [spec.save]: 'text' }),
  about: (spec) => ({
    exits: [{ path: ['next'], to: spec.next, why: 'follows' }],
    prompts: saidAt(['voicemail'], spec.voicemail),
    saves: [spec.save],
  }),
  enter: (_, spec, turn) => {
    say(turn, spec.voicemail)
    return record(spec, turn)
  },
  take: (node, spec, input, turn) => takeWords(node, spec, input, turn),
})
