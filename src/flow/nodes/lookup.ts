/** `lookup: ticket_status` asks how a ticket stands; fills `<save>.stage`, `<save>.agency` and `<save>.opened`. */

import Type from 'typebox'
import { exitsOf, Id, nodeKind } from '../node-kind.ts'
import { own } from '../speech.ts'
import { go, remember } from '../turn.ts'

export const lookupNode = nodeKind({
  kind: 'lookup',
  gives: 'nothing',
  fields: {
    lookup: Type.Literal('ticket_status'),
    /** The variable with the ticket's number. */
    code: Id,
    save: Id,
    exits: Type.Object({ found: Id, not_found: Id, failed: Id }, { additionalProperties: false }),
  },
  about: (spec) => ({
    exits: exitsOf(spec.exits, ['not_found', 'failed']),
    prompts: [],
    saves: ['stage', 'agency', 'opened'].map((field) => `${spec.save}.${field}`),
    reads: [{ path: ['code'], variable: spec.code }],
  }),
  enter: (_, spec, turn) => ({
    outcome: 'need',
    need: { need: 'ticket_status', code: own(turn.session.variables, spec.code) ?? '' },
  }),
  take: (_, spec, input, turn) => {
    if (input.kind !== 'given') return { outcome: 'repeat' }
    const { result } = input
    if (result.need !== 'ticket_status' || !('found' in result)) return go(spec.exits.failed)
    if (!result.found) return go(spec.exits.not_found)
    remember(turn, {
      [`${spec.save}.stage`]: result.stage,
      [`${spec.save}.agency`]: result.agency,
      [`${spec.save}.opened`]: String(result.openedAt),
    })
    return go(spec.exits.found)
  },
})
