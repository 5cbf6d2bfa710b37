/** The text of an expression to its words and signs. Pure. */

export type Token = {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end'
  /** Of a quoted text what stands between the quotes; of the end nothing. */
  readonly text: string
  /** Column of its first character, from 1. */
  readonly at: number
}

/** Why an expression is none. `what` names a text in `rules/lang/` under `typed-expressions`. */
export type Fault = { readonly what: string; readonly facts: Readonly<Record<string, string>>; readonly at: number }

export class ExpressionFault extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.what)
    this.fault = fault
  }
}

export function fault(what: string, at: number, facts: Readonly<Record<string, string>> = {}): ExpressionFault {
  return new ExpressionFault({ what, facts, at })
}

/** Longer is a program, and nests deeper than anybody reads. */
export const longestExpression = 500

/** A name may have parts: `caller.withheld`. Text stands between quotes of either kind. */
const WORDS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['name', /[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*/y],
  ['number', /[0-9]+(?:\.[0-9]+)?/y],
  ['text', /'[^']*'|"[^"]*"/y],
  ['sign', /==|!=|<=|>=|[<>()[\],+-]/y],
]

/** Throws an `ExpressionFault` for what is no word. */
export function tokens(source: string): readonly Token[] {
  if (source.length > longestExpression) throw fault('long', 1, { most: String(longestExpression) })
  const found: Token[] = []
  let at = 0
  while (at < source.length) {
    const token = tokenAt(source, at)
    if (token === null) throw strange(source, at)
    if (token.kind !== 'space') found.push({ kind: token.kind, text: plain(token), at: at + 1 })
    at += token.text.length
  }
  return [...found, { kind: 'end', text: '', at: source.length + 1 }]
}

function tokenAt(source: string, at: number): { kind: Token['kind'] | 'space'; text: string } | null {
  for (const [kind, pattern] of WORDS) {
    pattern.lastIndex = at
    const text = pattern.exec(source)?.[0]
    if (text !== undefined) return { kind, text }
  }
  return null
}

const plain = ({ kind, text }: { kind: Token['kind'] | 'space'; text: string }): string =>
  kind === 'text' ? text.slice(1, -1) : text

/** Signs that other languages have are told with what they are here. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['===', '=='],
  ['&&', 'and'],
  ['&', 'and'],
  ['||', 'or'],
  ['|', 'or'],
  ['=', '=='],
  ['<>', '!='],
  ['!', 'not'],
]

function strange(source: string, at: number): ExpressionFault {
  const rest = source.slice(at)
  if (/^['"]/.test(rest)) return fault('open_quote', at + 1)
  const meant = FOREIGN.find(([sign]) => rest.startsWith(sign))
  if (meant !== undefined) return fault('foreign', at + 1, { sign: meant[0], meant: meant[1] })
  return fault('strange', at + 1, { sign: [...rest][0] ?? '' })
}
