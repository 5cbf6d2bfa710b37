/** What stands beside a way: its key, its exit, its condition. */

import type { Edge } from '../draft.ts'
import type { DrawWords } from './words.ts'

/** Characters of a condition that fit beside a line. */
const CONDITION_LENGTH = 36

/** Empty when there is nothing to say of it: the way simply follows. `spec` is that of the node where it begins. */
export function labelOf(spec: unknown, { why, path }: Edge, words: DrawWords): string {
  const [first = '', second = ''] = path.slice(2).map(String)
  if (why === 'bound') return words.way('bound')
  if (first === 'options') return second
  if (first === 'exits') return words.way(second)
  if (first === 'choose') return condition(spec, Number(second), words)
  if (first === 'return') return words.way(String((spec as { readonly return?: string }).return ?? ''))
  return first === 'next' || first === 'call' ? '' : words.way(first)
}

/** `kantor`, `sandi = 1234`, an expression as it is written, or the word for "otherwise". */
function condition(spec: unknown, index: number, words: DrawWords): string {
  const branches = (spec as { readonly choose?: readonly Readonly<Record<string, unknown>>[] }).choose ?? []
  const when = branches[index]?.when
  if (typeof when === 'string') return cut(when)
  const { source } = (when ?? {}) as { readonly source?: unknown }
  if (typeof source === 'string') return cut(source)
  const [name, value] = Object.entries((when ?? {}) as Readonly<Record<string, unknown>>)[0] ?? []
  if (name === undefined) return words.way('else')
  if (name === 'equals') {
    const { variable, value: wanted } = value as { readonly variable: string; readonly value: string }
    return `${variable} = ${wanted}`
  }
  return typeof value === 'boolean' ? words.way(value ? name : `not_${name}`) : `${words.way(name)} ${String(value)}`
}

const cut = (text: string): string =>
  text.length <= CONDITION_LENGTH ? text : `${text.slice(0, CONDITION_LENGTH - 1).trimEnd()}…`
