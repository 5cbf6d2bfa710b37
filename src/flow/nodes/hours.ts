/** `hours:` asks a calendar of the site: open or closed now. */

import Type from 'typebox'
import { exitsOf, Id, nodeKind } from '../node-kind.ts'
import { own } from '../speech.ts'
import { go } from '../turn.ts'

export const hoursNode = nodeKind({
  kind: 'hours',
  gives: 'nothing',
  fields: { hours: Id, exits: Type.Object({ open: Id, closed: Id }, { additionalProperties: false }) },
  about: (spec) => ({
    exits: exitsOf(spec.exits),
    prompts: [],
    references: [{ path: ['hours'], what: 'calendar', id: spec.hours }],
  }),
  enter: (_, spec, turn) => go(own(turn.facts.open, spec.hours) === true ? spec.exits.open : spec.exits.closed),
})
