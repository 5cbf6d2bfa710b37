import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import type { Bundle } from '../../src/site/bundle.ts'
import { housePrompts } from '../../src/site/phrases.ts'
import { loadSite, type Site } from '../../src/site.ts'

export const shipped = new URL('../../ivr-flows', import.meta.url).pathname
const small = new URL('small', import.meta.url).pathname
const own = ['site.yaml', 'utama.yaml', 'prompts/ind.yaml', 'prompts/eng.yaml']
const lent = ['bersama/holidays/2026.yaml', 'bersama/holidays/2027.yaml']

/** A small site with everything that a site must have; its library has the shipped lists of holidays. */
export async function smallSite(): Promise<Bundle> {
  const texts = await Promise.all([
    ...own.map(async (file) => [file, await readFile(join(small, file), 'utf8')] as const),
    ...lent.map(async (file) => [file, await readFile(join(shipped, file), 'utf8')] as const),
  ])
  const files = Object.fromEntries(texts)
  const house = housePrompts.map((id) => `${id}: "${id.replaceAll('_', ' ')}"\n`).join('')
  return { files: { ...files, 'prompts/ind.yaml': `${files['prompts/ind.yaml']}${house}` }, recordings: [] }
}

/** A file's new text, or a change of the one that is there. */
export type Changes = Readonly<Record<string, string | ((text: string) => string)>>

/** A folder of one's own with the small site in it, changed; gone when the test ends. */
export async function changedFolder(t: Test, changes: Changes = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-site-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await change(folder, (await smallSite()).files)
  await change(folder, changes)
  return folder
}

/** The same of the shipped site. */
export async function changedShipped(t: Test, changes: Changes): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-site-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await cp(shipped, folder, { recursive: true })
  await change(folder, changes)
  return folder
}

/** Changes files of a folder; throws when a change changes nothing. */
export async function change(folder: string, changes: Changes): Promise<void> {
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    if (typeof change === 'string') {
      await writeFile(path, change)
      continue
    }
    const before = await readFile(path, 'utf8')
    const after = change(before)
    if (after === before) throw new Error(`${file} stays as it was`)
    await writeFile(path, after)
  }
}

export async function load(folder: string, now?: number): Promise<Site> {
  const loaded = await loadSite(folder, now)
  if (loaded.outcome === 'problems') throw new Error(loaded.problems.map(problemText).join('\n'))
  return loaded.site
}

/** What loading refuses, one line a problem; nothing when the site is in order. */
export async function refused(folder: string, now?: number): Promise<readonly string[]> {
  const loaded = await loadSite(folder, now)
  return loaded.outcome === 'problems' ? loaded.problems.map(problemText) : []
}
