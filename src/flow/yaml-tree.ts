/** YAML text to a tree that knows where everything stands. One pass over the parser's events: a folder has thousands of lines. */

import {
  boolCoreTag,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'
import { parseDocument, type YAMLParseError } from 'yaml'
import { type Told, told } from './rules/told.ts'

/** A map has pairs, a list items, anything else only its value. `at` is the offset where it begins. */
export type Tree = {
  readonly at: number
  readonly value: unknown
  readonly pairs?: readonly Pair[]
  readonly items?: readonly Tree[]
}
export type Pair = { readonly key: string; readonly at: number; readonly node: Tree }

/** A mistake of the text itself. */
export type Fault = { readonly at: number; readonly path: string; readonly said: Told }

/** `root` is null for what is not YAML, and for what repeats itself by aliases. */
export function readTree(text: string): { readonly root: Tree | null; readonly faults: readonly Fault[] } {
  const events = eventsOf(text)
  if (events === null) return { root: null, faults: syntaxFaults(text) }
  const reader: Reader = { text, events, next: 0, faults: [] }
  const documents = events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length
  if (documents > 1) return { root: null, faults: [{ at: 0, path: '', said: told('valid-yaml', 'documents') }] }
  reader.next = 1
  const root = documents === 0 || events[1]?.type === EVENT_ID.POP ? { at: 0, value: null } : readNode(reader, 0)
  const isWhole = !reader.faults.some(({ said }) => said.said?.text === 'alias')
  return { root: isWhole ? root : null, faults: reader.faults }
}

type Reader = { readonly text: string; readonly events: readonly Event[]; next: number; readonly faults: Fault[] }

function eventsOf(text: string): readonly Event[] | null {
  try {
    return parseEvents(text, {})
  } catch (error) {
    if (error instanceof YAMLException) return null
    throw error
  }
}

/** The other parser goes on after the first mistake, and so tells all of them; it is slower, and asked only then. */
function syntaxFaults(text: string): readonly Fault[] {
  const { errors } = parseDocument(text, { uniqueKeys: false, prettyErrors: false })
  if (errors.length > 0) return worthTelling(errors, text).map(syntaxFault)
  try {
    parseEvents(text, {})
    return []
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return [unreadable(error.mark?.position ?? 0, error.reason)]
  }
}

/** One a line; and where there are tabs, these alone: the rest follows from them. */
function worthTelling(errors: readonly YAMLParseError[], text: string): readonly YAMLParseError[] {
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT')
  const lines = Map.groupBy(tabs.length > 0 ? tabs : errors, ({ pos }) => text.lastIndexOf('\n', pos[0] - 1))
  return [...lines.values()].flatMap(([first]) => first ?? [])
}

/** What the parser's codes mean to who wrote the text; others are told in its own words. */
const meant: Readonly<Record<string, 'indent' | 'tab' | 'open' | 'colon'>> = {
  BAD_INDENT: 'indent',
  TAB_AS_INDENT: 'tab',
  MISSING_CHAR: 'open',
  BLOCK_AS_IMPLICIT_KEY: 'colon',
}

function syntaxFault({ code, pos, message }: YAMLParseError): Fault {
  const text = meant[code]
  return text === undefined ? unreadable(pos[0], message) : { at: pos[0], path: '', said: told('valid-yaml', text) }
}

const unreadable = (at: number, why: string): Fault => ({
  at,
  path: '',
  said: told('valid-yaml', 'unreadable', { why }),
})

/** The node of the next event; `near` is where it stands when it is empty. */
function readNode(reader: Reader, near: number): Tree {
  const event = reader.events[reader.next]
  reader.next += 1
  switch (event?.type) {
    case EVENT_ID.MAPPING:
      return readMap(reader, event.start)
    case EVENT_ID.SEQUENCE:
      return readList(reader, event.start)
    case EVENT_ID.SCALAR:
      return { at: event.valueStart < 0 ? near : event.valueStart, value: scalarOf(reader.text, event) }
    case EVENT_ID.ALIAS:
      reader.faults.push({ at: event.anchorStart, path: '', said: told('valid-yaml', 'alias') })
      return { at: event.anchorStart, value: null }
    default:
      return { at: near, value: null }
  }
}

function readMap(reader: Reader, at: number): Tree {
  const pairs: Pair[] = []
  const seen = new Set<string>()
  while (reader.events[reader.next]?.type !== EVENT_ID.POP) {
    const name = readNode(reader, at)
    const isName = name.pairs === undefined && name.items === undefined
    const key = String(name.value)
    const node = readNode(reader, name.at)
    if (!isName) {
      reader.faults.push(unreadable(name.at, 'a list or a map cannot be a name'))
      continue
    }
    if (seen.has(key)) reader.faults.push({ at: name.at, path: key, said: told('one-exit-a-key', 'twice', { key }) })
    seen.add(key)
    pairs.push({ key, at: name.at, node })
  }
  reader.next += 1
  return { at, value: toObject(pairs), pairs }
}

/** Own properties only: a key called __proto__ is a key. */
function toObject(pairs: readonly Pair[]): object {
  if (pairs.some(({ key }) => key === '__proto__'))
    return Object.fromEntries(pairs.map(({ key, node }) => [key, node.value]))
  const value: Record<string, unknown> = {}
  for (const { key, node } of pairs) value[key] = node.value
  return value
}

function readList(reader: Reader, at: number): Tree {
  const items: Tree[] = []
  while (reader.events[reader.next]?.type !== EVENT_ID.POP) items.push(readNode(reader, at))
  reader.next += 1
  return { at, value: items.map(({ value }) => value), items }
}

/** What a text without quotes means in YAML 1.2, in this order. */
const meanings = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag] as const

function scalarOf(text: string, event: ScalarEvent): unknown {
  const written = event.valueStart < 0 ? '' : getScalarValue(text, event)
  if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart >= 0) return written
  for (const { resolve, tagName } of meanings) {
    const value = resolve(written, false, tagName)
    if (value !== NOT_RESOLVED) return value
  }
  return written
}
