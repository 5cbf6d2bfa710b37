/** `sms:` sends a text to the caller's number; whoever cannot be texted hears the other way. */

import Type from 'typebox'
import { exitsOf, Id, nodeKind } from '../node-kind.ts'
import { write } from '../speech.ts'
import { emit, go } from '../turn.ts'

export const smsNode = nodeKind({
  kind: 'sms',
  gives: 'nothing',
  fields: {
    sms: Type.String({ pattern: '^[a-z][a-z0-9_.]*$' }),
    exits: Type.Object({ sent: Id, impossible: Id }, { additionalProperties: false }),
  },
  about: (spec) => ({ exits: exitsOf(spec.exits), prompts: [{ path: ['sms'], prompt: spec.sms }] }),
  enter: (node, spec, turn) => {
    if (!turn.facts.caller.canBeTexted) return go(spec.exits.impossible)
    const body = write(turn.flow, turn.session.language, spec.sms, turn.session.variables)
    emit(turn, { event: 'text.wanted', node, prompt: spec.sms, body })
    return go(spec.exits.sent)
  },
})
