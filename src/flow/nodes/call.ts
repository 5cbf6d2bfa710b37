/**
 * `call:` goes through a sub-flow and on by the exit at which it returns. The sub-flow's nodes stand in the same flow as
 * `<this node>/<its node>` (`subflow/inline.ts`) and see nothing but the inputs that it declares.
 */

import Type, { type Static } from 'typebox'
import { asText, evaluate, isSensitive } from '../expression/evaluate.ts'
import { FormulaSchema, readsAt, referencesAt } from '../expression/formula.ts'
import { exitsOf, Id, nodeKind } from '../node-kind.ts'
import { own } from '../speech.ts'
import { around, change, go } from '../turn.ts'

const fields = {
  call: Id,
  /** The sub-flow's inputs. */
  with: Type.Optional(Type.Record(Id, FormulaSchema, { additionalProperties: false })),
  /** Variables here, each from an output of the sub-flow. */
  take: Type.Optional(Type.Record(Id, Id, { additionalProperties: false })),
  exits: Type.Record(Id, Id, { additionalProperties: false }),
}
/** What inlining adds. `secret`: inputs declared sensitive; `taken`: variables here that take an output declared so. */
export type CallSpec = Static<Type.TObject<typeof fields>> & {
  readonly inside?: { readonly start: string; readonly secret: readonly string[]; readonly taken: readonly string[] }
}

export const callNode = nodeKind({
  kind: 'call',
  gives: 'nothing',
  fields,
  formulas: (spec, signatures) =>
    Object.keys(spec.with ?? {}).map((name) => ({
      path: ['with', name],
      wanted: own(signatures.get(spec.call)?.inputs ?? {}, name)?.type ?? null,
    })),
  types: (spec, signatures) => {
    const outputs = signatures.get(spec.call)?.outputs ?? {}
    const taken = Object.entries(spec.take ?? {})
    return Object.fromEntries(taken.map(([name, output]) => [name, own(outputs, output)?.type ?? 'text']))
  },
  about: (spec: CallSpec) => {
    const given = Object.entries(spec.with ?? {})
    const { inside } = spec
    return {
      exits:
        inside === undefined ? exitsOf(spec.exits) : [{ path: ['call'], to: inside.start, why: 'follows' as const }],
      prompts: [],
      saves: Object.keys(spec.take ?? {}),
      reads: given.flatMap(([name, formula]) => readsAt(['with', name], formula)),
      references: given.flatMap(([name, formula]) => referencesAt(['with', name], formula)),
      ...(inside === undefined
        ? {}
        : {
            secret: inside.taken,
            hands: { start: inside.start, variables: given.map(([name]) => name), secret: inside.secret },
          }),
    }
  },
  enter: (node, spec: CallSpec, turn) => {
    if (spec.inside === undefined) throw new Error('a call whose sub-flow is not there passed the parser')
    const { variables, sensitive, frames } = turn.session
    const given = Object.entries(spec.with ?? {}).map(([name, { is }]) => {
      const value = evaluate(is, around(turn))
      return { name, text: asText(value), isSecret: isSensitive(is, value, sensitive) }
    })
    const tainted = given.flatMap(({ name, isSecret }) => (isSecret ? [name] : []))
    change(turn, {
      frames: [...frames, { node, variables, sensitive }],
      variables: Object.fromEntries(given.map(({ name, text }) => [name, text])),
      sensitive: [...new Set([...tainted, ...spec.inside.secret])],
    })
    return go(spec.inside.start)
  },
})
