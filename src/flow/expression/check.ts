/** What every name means and whether the parts fit together. Told with the column, in words of `rules/lang/`. */

import { nearest } from '../rules/told.ts'
import { factTypes } from './facts.ts'
import { ExpressionFault, type Fault, fault } from './lexer.ts'
import { parse } from './parser.ts'
import type { Expression, FunctionName, ValueType, Written } from './tree.ts'

/** What is known of variables where the expression stands; one that is not there is told by another rule and fits anywhere. */
export type Scope = { readonly variables: ReadonlyMap<string, ValueType> }

/** `any`: a variable of which nothing is known. */
type Found = { readonly expression: Expression; readonly type: ValueType | 'any' }

export type Compiled =
  | { readonly outcome: 'expression'; readonly expression: Expression; readonly type: ValueType }
  | { readonly outcome: 'fault'; readonly fault: Fault }

/** Names that begin so are facts; variables cannot be called so. */
export const factRoots: readonly string[] = ['vars', 'caller', 'now', 'open', 'queue', 'channel', 'incident']

/** Parses and checks; `wanted` is the type that the place asks for, null for any. */
export function compile(source: string, scope: Scope, wanted: ValueType | null): Compiled {
  try {
    const found = check(parse(source), scope)
    const type = wanted ?? (found.type === 'any' ? 'text' : found.type)
    return { outcome: 'expression', expression: fitted(found, type, 1), type }
  } catch (error) {
    if (error instanceof ExpressionFault) return { outcome: 'fault', fault: error.fault }
    throw error
  }
}

const nothing: Expression = { op: 'value', value: '' }

function check(tree: Written, scope: Scope): Found {
  switch (tree.op) {
    case 'text':
    case 'number':
    case 'yes_no':
      return { expression: { op: 'value', value: tree.value }, type: tree.op }
    case 'name':
      return named(tree.name, tree.at, scope)
    case 'call':
      return called(tree.name, tree.of, tree.at, scope)
    case 'not':
      return { expression: { op: 'not', of: typed(tree.of, 'yes_no', scope) }, type: 'yes_no' }
    case 'minus':
      return { expression: { op: 'minus', of: typed(tree.of, 'number', scope) }, type: 'number' }
    case 'in': {
      const all = [tree.left, ...tree.list].map((part) => ({ at: part.at, ...check(part, scope) }))
      const type = all.map((one) => one.type).find((one) => one !== 'any') ?? 'text'
      const [left, ...list] = all.map((one) => fitted(one, type, one.at))
      return { expression: { op: 'in', left: left ?? nothing, list }, type: 'yes_no' }
    }
    case 'and':
    case 'or':
      return { expression: pair(tree, 'yes_no', scope), type: 'yes_no' }
    case '+':
    case '-':
      return { expression: pair(tree, 'number', scope), type: 'number' }
    case '==':
    case '!=': {
      const [left, right] = [check(tree.left, scope), check(tree.right, scope)]
      const type = left.type === 'any' ? right.type : left.type
      const isUneven = left.type !== 'any' && right.type !== 'any' && left.type !== right.type
      if (isUneven) throw fault('uneven', tree.at, { left: left.type, right: right.type })
      const kind = type === 'any' ? 'text' : type
      const [one, other] = [fitted(left, kind, tree.left.at), fitted(right, kind, tree.right.at)]
      return { expression: { op: tree.op, left: one, right: other }, type: 'yes_no' }
    }
    default:
      return { expression: pair(tree, 'number', scope), type: 'yes_no' }
  }
}

type Pair = Extract<Written, { left: Written; right: Written }>

function pair({ op, left, right }: Pair, type: ValueType, scope: Scope): Expression {
  return { op, left: typed(left, type, scope), right: typed(right, type, scope) }
}

const typed = (tree: Written, type: ValueType, scope: Scope): Expression => fitted(check(tree, scope), type, tree.at)

/** The part as a value of this type; a variable of which nothing is known is read as one. */
function fitted({ expression, type: found }: Found, type: ValueType, at: number): Expression {
  if (found !== type && found !== 'any') throw fault('type', at, { wanted: type, found })
  return expression.op === 'variable' ? { ...expression, type } : expression
}

function named(name: string, at: number, { variables }: Scope): Found {
  const [root = '', ...rest] = name.split('.')
  if (root === 'open' && rest.length === 1)
    return { expression: { op: 'open', calendar: rest[0] ?? '' }, type: 'yes_no' }
  if (root === 'queue' && rest.length === 2) return queued(rest[0] ?? '', rest[1] ?? '', at)
  const fact = factTypes.get(name)
  if (fact !== undefined) return { expression: { op: 'fact', name }, type: fact }
  if (factRoots.includes(root) && (root !== 'vars' || rest.length === 0)) {
    const near = nearest(name, [...factTypes.keys()])
    throw near === undefined ? fault('no_fact', at, { name }) : fault('near_fact', at, { name, near })
  }
  const variable = root === 'vars' ? rest.join('.') : name
  const type = variables.get(variable)
  return { expression: { op: 'variable', name: variable, type: type ?? 'text' }, type: type ?? 'any' }
}

const QUEUE = { waiting: 'number', expected_seconds: 'number', staffed: 'yes_no' } as const

function queued(lane: string, what: string, at: number): Found {
  if (what !== 'waiting' && what !== 'expected_seconds' && what !== 'staffed') {
    throw fault('no_fact', at, { name: `queue.${lane}.${what}` })
  }
  return { expression: { op: 'queue', lane, what }, type: QUEUE[what] }
}

const FUNCTIONS: Readonly<Record<FunctionName, { readonly of: ValueType | 'variable'; readonly gives: ValueType }>> = {
  length: { of: 'text', gives: 'number' },
  digits: { of: 'text', gives: 'text' },
  number: { of: 'text', gives: 'number' },
  filled: { of: 'variable', gives: 'yes_no' },
}

function called(name: string, given: readonly Written[], at: number, scope: Scope): Found {
  const names = Object.keys(FUNCTIONS)
  if (!names.includes(name)) throw fault('no_function', at, { name, known: names.join(', ') })
  const { of, gives } = FUNCTIONS[name as FunctionName]
  const [only] = given
  if (only === undefined || given.length !== 1) throw fault('one_value', at, { name })
  const inside = of === 'variable' ? check(only, scope).expression : typed(only, of, scope)
  if (of === 'variable' && inside.op !== 'variable') throw fault('variable', only.at, { name })
  return { expression: { op: 'call', name: name as FunctionName, of: inside }, type: gives }
}
