/** YAML text to a plain value, remembering on which line every key stands. */

import type { Problem } from './flow.ts'
import { type Told, toldPlainly } from './rules/told.ts'
import { readTree, type Tree } from './yaml-tree.ts'

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

/** Sentences and sub-flows are shared by flows: each text is read once, however many flows use it. */
const known = new WeakMap<TextFile, YamlFile>()

/** Reads one document. Keys given twice are problems here (`1` and `"1"` are the same key of a phone); aliases are refused. */
export function readYaml(source: TextFile): YamlFile {
  const file = known.get(source) ?? read(source)
  known.set(source, file)
  return file
}

function read({ file, text }: TextFile): YamlFile {
  const { root, faults } = readTree(text)
  const lineAt = linesOf(text)
  const problems = faults.map(({ at, path, said }): Problem => ({ file, line: lineAt(at), path, ...said }))
  return {
    file,
    value: root?.value,
    problems,
    problem: (path, said) => ({
      file,
      line: lineAt(offsetOf(root, path)),
      path: path.join('.'),
      ...(typeof said === 'string' ? toldPlainly(said) : said),
    }),
    keys: (path) => descend(root, path)?.pairs?.map(({ key }) => key) ?? [],
  }
}

/** The line of an offset, from 1. Lines are counted when the first problem is told. */
function linesOf(text: string): (offset: number) => number {
  let starts: readonly number[] | null = null
  return (offset) => {
    starts ??= [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}

function descend(root: Tree | null, path: Path): Tree | null {
  let node = root
  for (const part of path) {
    if (node === null) return null
    node = node.pairs?.find(({ key }) => key === String(part))?.node ?? node.items?.[Number(part)] ?? null
  }
  return node
}

function offsetOf(root: Tree | null, path: Path): number {
  let node = root
  let offset = root?.at ?? 0
  for (const part of path) {
    const pair = node?.pairs?.find(({ key }) => key === String(part))
    const item = node?.items?.[Number(part)]
    if (pair === undefined && item === undefined) return offset
    node = pair?.node ?? item ?? null
    offset = pair?.at ?? item?.at ?? offset
  }
  return offset
}
