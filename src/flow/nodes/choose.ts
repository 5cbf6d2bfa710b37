/** `choose:` goes on by the first condition that holds; the last branch is `else`. */

import Type, { type Static } from 'typebox'
import { holds } from '../expression/evaluate.ts'
import { ConditionSchema, readsAt, referencesAt } from '../expression/formula.ts'
import { type About, complaint, type Exit, Id, nodeKind } from '../node-kind.ts'
import { own } from '../speech.ts'
import { around, go, type Turn } from '../turn.ts'

const one = { additionalProperties: false }
/** An expression; the maps say the same for what is asked most. */
const Condition = Type.Union([
  ConditionSchema,
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

function isTrue(condition: ConditionSpec, turn: Turn): boolean {
  const { session, facts } = turn
  if ('is' in condition) return holds(condition.is, around(turn))
  if ('open' in condition) return own(facts.open, condition.open) === true
  if ('set' in condition) return (own(session.variables, condition.set) ?? '') !== ''
  if ('equals' in condition) return own(session.variables, condition.equals.variable) === condition.equals.value
  if ('staffed' in condition) return facts.wait.staffed === condition.staffed
  if ('withheld' in condition) return facts.caller.withheld === condition.withheld
  return facts.caller.canBeTexted === condition.can_be_texted
}

/** What a condition reads, and what it names of the site. */
function looksAt(condition: ConditionSpec, path: readonly (string | number)[]): Pick<About, 'reads' | 'references'> {
  if ('is' in condition) return { reads: readsAt(path, condition), references: referencesAt(path, condition) }
  if ('open' in condition) {
    return { references: [{ path: [...path, 'open'], what: 'calendar', id: condition.open }] }
  }
  if ('set' in condition) return { reads: [{ path: [...path, 'set'], variable: condition.set }] }
  if ('equals' in condition) return { reads: [{ path: [...path, 'equals'], variable: condition.equals.variable }] }
  return {}
}

export const chooseNode = nodeKind({
  kind: 'choose',
  gives: 'nothing',
  fields: { choose: Type.Array(Branch, { minItems: 1 }) },
  formulas: (spec) =>
    spec.choose.flatMap((branch, index) =>
      'when' in branch ? [{ path: ['choose', index, 'when'], wanted: 'yes_no' as const }] : [],
    ),
  about: (spec) => {
    const last = spec.choose.length - 1
    const looks = spec.choose.map((branch, index) =>
      'when' in branch ? looksAt(branch.when, ['choose', index, 'when']) : {},
    )
    return {
      exits: spec.choose.map(
        (branch, index): Exit => ({
          path: ['choose', index, 'else' in branch ? 'else' : 'go'],
          to: 'else' in branch ? branch.else : branch.go,
          why: 'follows',
        }),
      ),
      prompts: [],
      references: looks.flatMap(({ references = [] }) => references),
      reads: looks.flatMap(({ reads = [] }) => reads),
      complaints: spec.choose.flatMap((branch, index) =>
        'else' in branch === (index === last) ? [] : [complaint(['choose', index], 'last_else')],
      ),
    }
  },
  enter: (_, spec, turn) => {
    for (const branch of spec.choose) {
      if ('else' in branch) return go(branch.else)
      if (isTrue(branch.when, turn)) return go(branch.go)
    }
    throw new Error('a choose node without else passed the parser')
  },
})
