/** `set:` gives variables the values of expressions, one after the other, and goes on. */

import Type from 'typebox'
import { FormulaSchema, readsAt, referencesAt } from '../expression/formula.ts'
import { isYesNo, variablesIn } from '../expression/tree.ts'
import { Id, nodeKind } from '../node-kind.ts'
import { go, keep } from '../turn.ts'

export const setNode = nodeKind({
  kind: 'set',
  gives: 'nothing',
  fields: { set: Type.Record(Id, FormulaSchema, { additionalProperties: false, minProperties: 1 }), next: Id },
  formulas: (spec) => Object.keys(spec.set).map((name) => ({ path: ['set', name], wanted: null, fills: name })),
  about: (spec) => {
    const all = Object.entries(spec.set).map(([name, formula]) => ({ path: ['set', name], formula }))
    return {
      exits: [{ path: ['next'], to: spec.next, why: 'follows' }],
      prompts: [],
      saves: Object.keys(spec.set),
      makes: Object.entries(spec.set)
        .filter(([, { is }]) => !isYesNo(is))
        .map(([variable, { is }]) => ({ variable, of: variablesIn(is) })),
      reads: all.flatMap(({ path, formula }) => readsAt(path, formula)),
      references: all.flatMap(({ path, formula }) => referencesAt(path, formula)),
    }
  },
  enter: (_, spec, turn) => {
    for (const [name, formula] of Object.entries(spec.set)) keep(turn, name, formula.is)
    return go(spec.next)
  },
})
