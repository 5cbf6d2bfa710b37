/**
 * The value of an expression. Never throws: a variable that nothing has filled is an empty text, no, or a number that is equal to
 * nothing and neither more nor less than anything.
 */

import { own } from '../speech.ts'
import { factAt, queueAt, type Surroundings } from './facts.ts'
import { type Expression, type ValueType, variablesIn } from './tree.ts'

export type Value = string | number | boolean

export function evaluate(expression: Expression, around: Surroundings): Value {
  switch (expression.op) {
    case 'value':
      return expression.value
    case 'variable':
      return read(own(around.session.variables, expression.name) ?? '', expression.type)
    case 'fact':
      return factAt(expression.name, around)
    case 'open':
      return own(around.facts.open, expression.calendar) === true
    case 'queue':
      return queueAt(expression.lane, expression.what, around)
    case 'call':
      return called(expression.name, expression.of, around)
    case 'not':
      return evaluate(expression.of, around) !== true
    case 'minus':
      return -Number(evaluate(expression.of, around))
    case 'and':
      return holds(expression.left, around) && holds(expression.right, around)
    case 'or':
      return holds(expression.left, around) || holds(expression.right, around)
    case 'in': {
      const value = evaluate(expression.left, around)
      return expression.list.some((item) => evaluate(item, around) === value)
    }
    default:
      return paired(expression.op, evaluate(expression.left, around), evaluate(expression.right, around))
  }
}

/** Whether a condition holds. */
export function holds(expression: Expression, around: Surroundings): boolean {
  return evaluate(expression, around) === true
}

/** A value as a variable keeps it: `yes` or `no`, a number in numerals, nothing for an unknown number. */
export function asText(value: Value): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  return value
}

/** Something given in confidence stands in the value. A mere yes or no betrays nothing that is said. */
export function isSensitive(expression: Expression, value: Value, sensitive: readonly string[]): boolean {
  if (sensitive.length === 0 || typeof value === 'boolean') return false
  return variablesIn(expression).some((name) => sensitive.includes(name))
}

function read(text: string, type: ValueType): Value {
  if (type === 'number') return text.trim() === '' ? Number.NaN : Number(text)
  return type === 'yes_no' ? text === 'yes' : text
}

function called(name: string, of: Expression, around: Surroundings): Value {
  if (name === 'filled') return of.op === 'variable' && (own(around.session.variables, of.name) ?? '') !== ''
  const text = asText(evaluate(of, around))
  if (name === 'length') return [...text].length
  if (name === 'number') return read(text, 'number')
  return text.replaceAll(/[^0-9]/g, '')
}

type Paired = Extract<Expression, { left: Expression; right: Expression }>['op']

function paired(op: Paired, left: Value, right: Value): Value {
  switch (op) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return Number(left) < Number(right)
    case '<=':
      return Number(left) <= Number(right)
    case '>':
      return Number(left) > Number(right)
    case '>=':
      return Number(left) >= Number(right)
    case '+':
      return Number(left) + Number(right)
    default:
      return Number(left) - Number(right)
  }
}
