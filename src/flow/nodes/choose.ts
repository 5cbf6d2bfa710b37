/** `choose:` goes on by the first condition that holds; the last branch is `else`. */

import Type, { type Static } from 'typebox'
import type { Facts } from '../input.ts'
import { type Exit, Id, nodeKind, type Reference } from '../node-kind.ts'
import { own } from '../speech.ts'
import { go, type Turn } from '../turn.ts'

const one = { additionalProperties: false }
const Condition = Type.Union([
  /** The calendar is open now. */
  Type.Object({ open: Id }, one),
  /** The variable has a value. */
  Type.Object({ set: Id }, one),
  Type.Object({ equals: Type.Object({ variable: Id, value: Type.String() }, one) }, one),
  /** Somebody is signed in who can take calls. */
  Type.Object({ staffed: Type.Boolean() }, one),
  Type.Object({ withheld: Type.Boolean() }, one),
  Type.Object({ can_be_texted: Type.Boolean() }, one),
])
type ConditionSpec = Static<typeof Condition>

const Branch = Type.Union([Type.Object({ when: Condition, go: Id }, one), Type.Object({ else: Id }, one)])

function holds(condition: ConditionSpec, { session, facts }: { session: Turn['session']; facts: Facts }): boolean {
  if ('open' in condition) return own(facts.open, condition.open) === true
  if ('set' in condition) return (own(session.variables, condition.set) ?? '') !== ''
  if ('equals' in condition) return own(session.variables, condition.equals.variable) === condition.equals.value
  if ('staffed' in condition) return facts.wait.staffed === condition.staffed
  if ('withheld' in condition) return facts.caller.withheld === condition.withheld
  return facts.caller.canBeTexted === condition.can_be_texted
}

export const chooseNode = nodeKind({
  kind: 'choose',
  gives: 'nothing',
  fields: { choose: Type.Array(Branch, { minItems: 1 }) },
  about: (spec) => {
    const last = spec.choose.length - 1
    return {
      exits: spec.choose.map(
        (branch, index): Exit => ({
          path: ['choose', index, 'else' in branch ? 'else' : 'go'],
          to: 'else' in branch ? branch.else : branch.go,
          why: 'follows',
        }),
      ),
      prompts: [],
      references: spec.choose.flatMap((branch, index): Reference[] =>
        'when' in branch && 'open' in branch.when
          ? [{ path: ['choose', index, 'when', 'open'], what: 'calendar', id: branch.when.open }]
          : [],
      ),
      reads: spec.choose.flatMap((branch, index) => {
        if (!('when' in branch)) return []
        if ('set' in branch.when) return [{ path: ['choose', index, 'when', 'set'], variable: branch.when.set }]
        if (!('equals' in branch.when)) return []
        return [{ path: ['choose', index, 'when', 'equals'], variable: branch.when.equals.variable }]
      }),
      complaints: spec.choose.flatMap((branch, index) =>
        'else' in branch === (index === last)
          ? []
          : [{ path: ['choose', index], message: 'the last branch, and only the last, is "else"' }],
      ),
    }
  },
  enter: (_, spec, turn) => {
    for (const branch of spec.choose) {
      if ('else' in branch) return go(branch.else)
      if (holds(branch.when, turn)) return go(branch.go)
    }
    throw new Error('a choose node without else passed the parser')
  },
})
