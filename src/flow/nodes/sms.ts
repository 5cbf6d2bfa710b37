/** `sms:` sends a text to the caller's number; whoever cannot be texted hears the other way, whoever texts reads it at once. */

import Type from 'typebox'
import { exitsOf, Id, nodeKind } from '../node-kind.ts'
import { write } from '../speech.ts'
import { emit, go, say, sayable } from '../turn.ts'

export const smsNode = nodeKind({
  kind: 'sms',
  gives: 'nothing',
  fields: {
    sms: Type.String({ pattern: '^[a-z][a-z0-9_.]*$' }),
    exits: Type.Object({ sent: Id, impossible: Id }, { additionalProperties: false }),
  },
  about: (spec) => ({ exits: exitsOf(spec.exits), prompts: [{ path: ['sms'], prompt: spec.sms }] }),
  enter: (node, spec, turn) => {
    const { language, channel } = turn.session
    if (channel === 'text') {
      say(turn, spec.sms)
      return go(spec.exits.sent)
    }
    if (!turn.facts.caller.canBeTexted) return go(spec.exits.impossible)
    const body = write(turn.flow, language, spec.sms, sayable(turn, spec.sms, language))
    emit(turn, { event: 'text.wanted', node, prompt: spec.sms, body })
    return go(spec.exits.sent)
  },
})
