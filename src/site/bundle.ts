/** Everything that a site's folder and its libraries say, as texts: what is published, and what the site is made of. Pure. */

import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import type { TextFile } from '../flow/yaml.ts'
import { libraryPath } from './schema.ts'

export type Bundle = {
  /** By the path from the site's folder: `site.yaml`, `prompts/ind.yaml`, `../bersama/tanya.yaml`. */
  readonly files: Readonly<Record<string, string>>
  /** Recordings that are there, by their path below the site's or a library's `audio/`. */
  readonly recordings: readonly string[]
}

/** The libraries that a `site.yaml` names, as far as they can be told: also from one with mistakes elsewhere. */
export function librariesIn(site: string): readonly string[] {
  try {
    const { libraries = [] } = (parse(site, { logLevel: 'silent' }) ?? {}) as { readonly libraries?: unknown }
    const isPath = (library: unknown): library is string =>
      typeof library === 'string' && new RegExp(libraryPath).test(library)
    return Array.isArray(libraries) ? libraries.filter(isPath) : []
  } catch {
    return []
  }
}

/** Of a file that the site or a library may have: the own one wins, then the libraries in their order. */
export function fileOf(bundle: Bundle, libraries: readonly string[], name: string): TextFile | null {
  return filesOf(bundle, libraries, name)[0] ?? null
}

/** The same file of the site and of every library that has it, the own one first. */
export function filesOf({ files }: Bundle, libraries: readonly string[], name: string): readonly TextFile[] {
  return ['', ...libraries.map((library) => `${library}/`)].flatMap((root) => {
    const file = `${root}${name}`
    return Object.hasOwn(files, file) ? [{ file, text: files[file] ?? '' }] : []
  })
}

/** Names of the YAML files of one folder of the site and its libraries (`''` is the top), without `.yaml`, each once, in order. */
export function namesIn({ files }: Bundle, libraries: readonly string[], folder: string): readonly string[] {
  const roots = ['', ...libraries.map((library) => `${library}/`)].map((root) =>
    folder === '' ? root : `${root}${folder}/`,
  )
  const names = Object.keys(files).flatMap((file) => {
    const root = roots.find((one) => file.startsWith(one) && !file.slice(one.length).includes('/'))
    return root === undefined || file === 'site.yaml' ? [] : [file.slice(root.length, -'.yaml'.length)]
  })
  return [...new Set(names)].sort()
}

/** sha-256 of the content: the same texts have the same one, wherever the folder lies. */
export function contentOf({ files, recordings }: Bundle): string {
  const texts = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([texts, recordings.toSorted()]))
    .digest('hex')
}
