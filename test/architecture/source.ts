import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

export type Import = {
  /** Path below src for our own files, the module's name for libraries. */
  readonly target: string
  readonly isOurs: boolean
  readonly isTypeOnly: boolean
  readonly names: readonly string[]
}

export type Module = {
  /** Path below src: `tickets/store.ts`. */
  readonly path: string
  readonly room: string
  readonly imports: readonly Import[]
  /** The source without comments. */
  readonly code: string
  readonly lines: number
}

const withoutComments = (source: string) =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1')

const statements = /^\s*(import|export)\s+(type\s+)?([\w*{][^'"`;]*?\bfrom\s*)?['"]([^'"]+)['"]/gm
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g

/** Files beside app.ts put rooms together, as it does; these few have work of their own. */
const outside = new Set(['config', 'site', 'welcome', 'simulator-process', 'main'])

/** The room in which a file lies: a folder of src, the browser's part of the console, or the composition. */
export function roomOf(path: string): string {
  if (path.startsWith('console/web/')) return 'console/web'
  const [folder = ''] = path.split('/')
  const name = folder.replace(/\.tsx?$/, '')
  return path.includes('/') || outside.has(name) ? name : 'app'
}

/** `{ type A, b as c }, d` -> names, and whether all of them are types. */
function readNames(clause: string): { names: string[]; isTypeOnly: boolean } {
  const inner = /\{([\s\S]*)\}/.exec(clause)?.[1] ?? ''
  const items = inner
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
  const names = items.map((item) => item.replace(/^type\s+/, '').split(/\s+as\s+/)[0] ?? '')
  const hasMore = clause.replace(/\{[\s\S]*\}/, '').replace(/\bfrom\b|[\s,]/g, '') !== ''
  return { names, isTypeOnly: !hasMore && items.length > 0 && items.every((item) => item.startsWith('type ')) }
}

function toImport(from: string, specifier: string, clause: string, isType: boolean): Import {
  const isOurs = specifier.startsWith('.')
  const { names, isTypeOnly } = readNames(clause)
  return {
    target: isOurs ? posix.normalize(posix.join(posix.dirname(from), specifier)) : specifier,
    isOurs,
    isTypeOnly: isType || isTypeOnly,
    names,
  }
}

/** Reads one file's imports, exports-from and dynamic imports. */
export function toModule(path: string, source: string): Module {
  const code = withoutComments(source)
  const imports = [...code.matchAll(statements)].map(([, , type, clause = '', specifier = '']) =>
    toImport(path, specifier, clause, type !== undefined),
  )
  for (const [, specifier = ''] of code.matchAll(dynamic)) imports.push(toImport(path, specifier, '*', false))
  return { path, room: roomOf(path), imports, code, lines: source.trimEnd().split('\n').length }
}

/** Every file of the house. */
export function readHouse(folder = join(import.meta.dirname, '../../src')): readonly Module[] {
  return globSync('**/*.{ts,tsx}', { cwd: folder })
    .filter((path) => !path.endsWith('.d.ts'))
    .sort()
    .map((path) => toModule(path, readFileSync(join(folder, path), 'utf8')))
}
