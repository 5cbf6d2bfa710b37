/** YAML text to a plain value, remembering on which line every key stands. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { Problem } from './flow.ts'
import { type Told, told, toldPlainly } from './rules/told.ts'

export type TextFile = { readonly file: string; readonly text: string }
export type Path = readonly (string | number)[]

export type YamlFile = {
  readonly file: string
  /** `undefined` when the text is not YAML at all. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** The problem at the line of the path's key, or of its nearest parent that exists. */
  readonly problem: (path: Path, said: Told | string) => Problem
  /** Keys of a map in the order in which they were written (numbers too, which a JavaScript object would sort). */
  readonly keys: (path: Path) => readonly string[]
}

/** Reads one document. Keys given twice are problems here (`1` and `"1"` are the same key of a phone); aliases are refused. */
export function readYaml({ file, text }: TextFile): YamlFile {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false, prettyErrors: false })
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line)
  const problems: Problem[] = document.errors.map((error) => ({
    file,
    line: lineAt(error.pos[0]),
    path: '',
    ...told('valid-yaml', 'unreadable', { why: error.message }),
  }))
  visit(document, {
    Alias: (_, alias) => {
      problems.push({
        file,
        line: lineAt(alias.range?.[0] ?? 0),
        path: '',
        ...told('valid-yaml', 'alias'),
      })
    },
    Map: (_, map) => {
      const seen = new Set<string>()
      for (const pair of map.items) {
        const key = keyOf(pair.key)
        const offset = (pair.key as Node | null)?.range?.[0] ?? 0
        if (seen.has(key))
          problems.push({ file, line: lineAt(offset), path: key, ...told('one-exit-a-key', 'twice', { key }) })
        seen.add(key)
      }
    },
  })
  const root = document.contents
  const hasAlias = problems.some(({ said }) => said?.text === 'alias')
  const value = hasAlias ? undefined : plain(document)
  return {
    file,
    value,
    problems,
    problem: (path, said) => ({
      file,
      line: lineAt(offsetOf(root, path)),
      path: path.join('.'),
      ...(typeof said === 'string' ? toldPlainly(said) : said),
    }),
    keys: (path) => {
      const node = descend(root, path)
      return isMap(node) ? node.items.map((pair) => keyOf(pair.key)) : []
    },
  }
}

function plain(document: ReturnType<typeof parseDocument>): unknown {
  return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 })
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key)
}

function descend(root: unknown, path: Path): unknown {
  let node: unknown = root
  for (const part of path) {
    if (isMap(node)) node = node.items.find((pair) => keyOf(pair.key) === String(part))?.value
    else if (isSeq(node)) node = node.items[Number(part)]
    else return undefined
  }
  return isAlias(node) ? undefined : node
}

function offsetOf(root: unknown, path: Path): number {
  let node: unknown = root
  let offset = (root as Node | null)?.range?.[0] ?? 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => keyOf(item.key) === String(part))
      if (pair === undefined) return offset
      offset = (pair.key as Node | null)?.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      offset = (node as Node | null)?.range?.[0] ?? offset
    } else return offset
  }
  return offset
}
