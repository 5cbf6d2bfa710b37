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
    if (wanted !== null) fits(found, wanted, 1)
    return { outcome: 'expression', expression: found.expression, type: known(found, wanted ?? 'text') }
  } catch (error) {
    if (error instanceof ExpressionFault) return { outcome: 'fault', fault: error.fault }
    throw error
  }
}

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
      const left = check(tree.left, scope)
      const type = [left, ...tree.list.map((item) => check(item, scope))].map((one) => one.type)
      const wanted = type.find((one) => one !== 'any') ?? 'text'
      const list = tree.list.map((item) => typed(item, wanted, scope))
      return { expression: { op: 'in', left: typed(tree.left, wanted, scope), list }, type: 'yes_no' }
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
      return { expression: pair(tree, type === 'any' ? 'text' : type, scope), type: 'yes_no' }
    }
    default:
      return { expression: pair(tree, 'number', scope), type: 'yes_no' }
  }
}

type Pair = Extract<Written, { left: Written; right: Written }>

function pair({ op, left, right }: Pair, type: ValueType, scope: Scope): Expression {
  return { op, left: typed(left, type, scope), right: typed(right, type, scope) }
}

/** The part as a value of this type; a variable of which nothing is known is read as one. */
function typed(tree: Written, type: ValueType, scope: Scope): Expression {
  const found = check(tree, scope)
  fits(found, type, tree.at)
  const { expression } = found
  return expression.op === 'variable' ? { ...expression, type } : expression
}

function fits(found: Found, type: ValueType, at: number): void {
  if (found.type !== type && found.type !== 'any') throw fault('type', at, { wanted: type, found: found.type })
}

const known = ({ type }: Found, otherwise: ValueType): ValueType => (type === 'any' ? otherwise : type)

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
