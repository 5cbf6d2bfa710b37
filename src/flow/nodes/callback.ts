/** `callback:` lets the caller hang up and keep the place in a lane: an operator calls back. Also whoever texts can be called. */

import Type from 'typebox'
import { asText, evaluate } from '../expression/evaluate.ts'
import { ConditionSchema, readsAt } from '../expression/formula.ts'
import { exitsOf, Id, nodeKind } from '../node-kind.ts'
import { around, emit, go, reach, repeat } from '../turn.ts'

export const callbackNode = nodeKind({
  kind: 'callback',
  gives: 'callback',
  fields: {
    /** The lane whose operators call back. */
    callback: Id,
    /** An expression for the number, as `ask` with `kind: phone` keeps it; absent: the number that calls. */
    number: Type.Optional(ConditionSchema),
    exits: Type.Object({ granted: Id, refused: Id }, { additionalProperties: false }),
  },
  formulas: (spec) => (spec.number === undefined ? [] : [{ path: ['number'], wanted: 'text' }]),
  about: (spec) => ({
    exits: exitsOf(spec.exits, ['refused']),
    prompts: [],
    references: [{ path: ['callback'], what: 'lane', id: spec.callback }],
    reads: spec.number === undefined ? [] : readsAt(['number'], spec.number),
  }),
  enter: (_, spec, turn) => {
    const number = spec.number === undefined ? '' : asText(evaluate(spec.number.is, around(turn)))
    return { outcome: 'need', need: { need: 'callback', lane: spec.callback, number: number === '' ? null : number } }
  },
  take: (node, spec, input, turn) => {
    if (input.kind !== 'given') return repeat
    const { result } = input
    const how = result.need !== 'callback' || 'failed' in result ? 'failed' : result.granted ? 'granted' : 'refused'
    emit(turn, { event: 'callback.answered', node, lane: spec.callback, how })
    if (how !== 'granted') return go(spec.exits.refused)
    reach(turn, 'callback')
    return go(spec.exits.granted)
  },
})
