/** What an expression is made of: first as written, then with every name known and every type fitting. */

/** What a value is. Variables hold texts; `number` and `yes_no` say how one is read. */
export type ValueType = 'text' | 'number' | 'yes_no'

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

/** As written: names are not yet known. `at` is the column, from 1. */
export type Written = { readonly at: number } & (
  | { readonly op: 'text'; readonly value: string }
  | { readonly op: 'number'; readonly value: number }
  | { readonly op: 'yes_no'; readonly value: boolean }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'call'; readonly name: string; readonly of: readonly Written[] }
  | { readonly op: 'not' | 'minus'; readonly of: Written }
  | { readonly op: 'and' | 'or' | '+' | '-' | Comparison; readonly left: Written; readonly right: Written }
  | { readonly op: 'in'; readonly left: Written; readonly list: readonly Written[] }
)

export type FunctionName = 'length' | 'digits' | 'number' | 'filled'

/** Ready to be evaluated; plain JSON, a part of the flow's document. */
export type Expression =
  | { readonly op: 'value'; readonly value: string | number | boolean }
  | { readonly op: 'variable'; readonly name: string; readonly type: ValueType }
  | { readonly op: 'fact'; readonly name: string }
  | { readonly op: 'open'; readonly calendar: string }
  | { readonly op: 'queue'; readonly lane: string; readonly what: 'waiting' | 'expected_seconds' | 'staffed' }
  | { readonly op: 'call'; readonly name: FunctionName; readonly of: Expression }
  | { readonly op: 'not' | 'minus'; readonly of: Expression }
  | { readonly op: 'and' | 'or' | '+' | '-' | Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly op: 'in'; readonly left: Expression; readonly list: readonly Expression[] }

/** Every part of an expression, itself first. */
export function parts(expression: Expression): readonly Expression[] {
  if ('of' in expression) return [expression, ...parts(expression.of)]
  if ('list' in expression) return [expression, ...parts(expression.left), ...expression.list.flatMap(parts)]
  if ('left' in expression) return [expression, ...parts(expression.left), ...parts(expression.right)]
  return [expression]
}

const answersYesNo: ReadonlySet<string> = new Set(['not', 'and', 'or', 'in', 'open', '==', '!=', '<', '<=', '>', '>='])

/** Whether its value can be nothing but yes or no. */
export function isYesNo(expression: Expression): boolean {
  if (expression.op === 'value') return typeof expression.value === 'boolean'
  if (expression.op === 'variable') return expression.type === 'yes_no'
  if (expression.op === 'call') return expression.name === 'filled'
  return answersYesNo.has(expression.op) || (expression.op === 'queue' && expression.what === 'staffed')
}

/** Variables that it reads. */
export function variablesIn(expression: Expression): readonly string[] {
  return parts(expression).flatMap((part) => (part.op === 'variable' ? [part.name] : []))
}
