/** A site's folder on the disk. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Problem } from '../flow/flow.ts'
import { told, toldPlainly } from '../flow/rules/told.ts'
import { type Bundle, librariesIn } from './bundle.ts'

/** Folders of a site or a library that hold YAML files. */
const parts = ['', 'prompts', 'audio', 'danger-words', 'holidays', 'knowledge', 'places'] as const
/** What a site does not take from a library. */
const ownParts = ['overlays'] as const

export type FolderRead = {
  readonly bundle: Bundle
  /** Files that cannot be read. What the readable ones say is not looked at here. */
  readonly problems: readonly Problem[]
}

/** Reads the folder and the libraries that its `site.yaml` names. Never throws. */
export async function readFolder(folder: string): Promise<FolderRead> {
  const paths = await pathsOf(folder, await librariesAt(folder))
  const problems: Problem[] = []
  const read = async (file: string): Promise<readonly [string, string] | null> => {
    try {
      // Editors on Windows put a mark at the beginning, which is no letter of the text.
      return [file, (await readFile(join(folder, file), 'utf8')).replace(/^\uFEFF/, '')]
    } catch {
      problems.push({ file, line: 1, path: '', ...toldPlainly(`${join(folder, file)} cannot be read`) })
      return null
    }
  }
  if (!paths.texts.includes('site.yaml')) {
    const missing = told('right-form', 'absent', { file: join(folder, 'site.yaml') })
    return { bundle: { files: {}, recordings: [] }, problems: [{ file: 'site.yaml', line: 1, path: '', ...missing }] }
  }
  const texts = await Promise.all(paths.texts.map(read))
  const files = Object.fromEntries(texts.filter((text) => text !== null))
  return { bundle: { files, recordings: paths.recordings }, problems }
}

/**
 * Gives what changes with every change of a file that `readFolder` reads: cheap enough to be asked each second, since `site.yaml`
 * is read again only when it was changed.
 */
export function signing(folder: string): () => Promise<string> {
  let seen = ''
  let libraries: readonly string[] = []
  return async () => {
    const site = await stampOf(folder, 'site.yaml')
    if (site !== seen) libraries = await librariesAt(folder)
    seen = site
    const { texts, recordings } = await pathsOf(folder, libraries)
    const stamps = await Promise.all(texts.map((file) => stampOf(folder, file)))
    return [...stamps, ...recordings].join('\n')
  }
}

async function stampOf(folder: string, file: string): Promise<string> {
  const found = await stat(join(folder, file)).catch(() => null)
  return `${file} ${found?.mtimeMs ?? ''} ${found?.size ?? ''} ${found?.ino ?? ''}`
}

type Paths = { readonly texts: readonly string[]; readonly recordings: readonly string[] }

async function pathsOf(folder: string, libraries: readonly string[]): Promise<Paths> {
  const texts = [
    ...(await yamlIn(folder, '', [...parts, ...ownParts])),
    ...(await Promise.all(libraries.map((library) => yamlIn(folder, library, parts)))).flat(),
  ]
  const recordings = await Promise.all(['', ...libraries].map((root) => recordingsIn(join(folder, root, 'audio'))))
  return { texts, recordings: [...new Set(recordings.flat())].sort() }
}

async function librariesAt(folder: string): Promise<readonly string[]> {
  return librariesIn(await readFile(join(folder, 'site.yaml'), 'utf8').catch(() => ''))
}

async function yamlIn(folder: string, root: string, folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    folders.map(async (part) => {
      const names = await readdir(join(folder, root, part)).catch(() => [])
      return names.filter((name) => name.endsWith('.yaml')).map((name) => [root, part, name].filter(Boolean).join('/'))
    }),
  )
  // A library may itself be somebody's site: its facts are not ours.
  return found
    .flat()
    .filter((file) => root === '' || file !== `${root}/site.yaml`)
    .sort()
}

async function recordingsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.yaml'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}
