/**
 * Words and signs to a tree. From loosest to tightest: `or`, `and`, `not`, one comparison or `in`, `+ -`, a single value.
 * Comparisons do not chain: `1 < x < 3` is told, never guessed.
 */

import { fault, type Token, tokens } from './lexer.ts'
import type { Comparison, Written } from './tree.ts'

const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['==', '!=', '<', '<=', '>', '>='])
/** Words that are no names. */
const RESERVED: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'yes', 'no'])

/** Throws an `ExpressionFault` for a text that is no expression. */
export function parse(source: string): Written {
  const reader = new Reader(tokens(source))
  if (reader.isAt('end')) throw fault('nothing', 1)
  const tree = either(reader)
  reader.end()
  return tree
}

class Reader {
  readonly #tokens: readonly Token[]
  #next = 0

  constructor(found: readonly Token[]) {
    this.#tokens = found
  }

  get token(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 1 }
  }

  isAt(kind: Token['kind'], text?: string): boolean {
    return this.token.kind === kind && (text === undefined || this.token.text === text)
  }

  /** The present token, if it is the one asked for; then the next is present. */
  take(kind: Token['kind'], text?: string): Token | null {
    const { token } = this
    if (!this.isAt(kind, text)) return null
    this.#next += 1
    return token
  }

  need(sign: string): void {
    if (this.take('sign', sign) === null) throw fault('expected', this.token.at, { sign, found: shown(this.token) })
  }

  end(): void {
    if (!this.isAt('end')) throw fault('too_much', this.token.at, { found: shown(this.token) })
  }
}

const shown = ({ kind, text }: Token): string => (kind === 'end' ? 'nothing' : text)

function either(reader: Reader): Written {
  let left = both(reader)
  for (let word = reader.take('name', 'or'); word !== null; word = reader.take('name', 'or')) {
    left = { op: 'or', left, right: both(reader), at: word.at }
  }
  return left
}

function both(reader: Reader): Written {
  let left = negated(reader)
  for (let word = reader.take('name', 'and'); word !== null; word = reader.take('name', 'and')) {
    left = { op: 'and', left, right: negated(reader), at: word.at }
  }
  return left
}

function negated(reader: Reader): Written {
  const word = reader.take('name', 'not')
  return word === null ? compared(reader) : { op: 'not', of: negated(reader), at: word.at }
}

function compared(reader: Reader): Written {
  const left = sum(reader)
  const { at, text } = reader.token
  if (reader.take('name', 'in') !== null) return { op: 'in', left, list: list(reader), at }
  const no = reader.isAt('name', 'not') ? reader.take('name') : null
  if (no !== null) {
    if (reader.take('name', 'in') === null) throw fault('too_much', no.at, { found: 'not' })
    return { op: 'not', of: { op: 'in', left, list: list(reader), at }, at }
  }
  if (!reader.isAt('sign') || !COMPARISONS.has(text)) return left
  reader.take('sign')
  const right = sum(reader)
  if (reader.isAt('sign') && COMPARISONS.has(reader.token.text)) throw fault('chained', reader.token.at)
  return { op: text as Comparison, left, right, at }
}

function list(reader: Reader): readonly Written[] {
  reader.need('[')
  const items: Written[] = [sum(reader)]
  while (reader.take('sign', ',') !== null) items.push(sum(reader))
  reader.need(']')
  return items
}

function sum(reader: Reader): Written {
  let left = single(reader)
  while (reader.isAt('sign', '+') || reader.isAt('sign', '-')) {
    const { at, text } = reader.token
    reader.take('sign')
    left = { op: text === '+' ? '+' : '-', left, right: single(reader), at }
  }
  return left
}

function single(reader: Reader): Written {
  const { kind, text, at } = reader.token
  if (reader.take('sign', '(') !== null) {
    const inside = either(reader)
    reader.need(')')
    return inside
  }
  if (reader.take('sign', '-') !== null) return { op: 'minus', of: single(reader), at }
  if (reader.take('number') !== null) return { op: 'number', value: Number(text), at }
  if (reader.take('text') !== null) return { op: 'text', value: text, at }
  if (kind !== 'name') throw fault('value', at, { found: shown(reader.token) })
  reader.take('name')
  if (text === 'yes' || text === 'no') return { op: 'yes_no', value: text === 'yes', at }
  if (RESERVED.has(text)) throw fault('value', at, { found: text })
  return reader.isAt('sign', '(') ? { op: 'call', name: text, of: given(reader), at } : { op: 'name', name: text, at }
}

function given(reader: Reader): readonly Written[] {
  reader.need('(')
  const items: Written[] = [either(reader)]
  while (reader.take('sign', ',') !== null) items.push(either(reader))
  reader.need(')')
  return items
}
