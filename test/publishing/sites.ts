import type { Test } from 'tap'
import type { Start } from '../../src/publishing/follower.ts'
import { examine, type Sound } from '../../src/publishing/service.ts'
import { buildSite } from '../../src/site/build.ts'
import type { Bundle } from '../../src/site/bundle.ts'
import type { Site } from '../../src/site/facts.ts'
import { smallSite } from '../site/changed-site.ts'

/** A Monday morning. */
export const monday = Date.parse('2026-11-23T03:00:00Z')
export const context = (now = monday, actor = 'staff:rina') => ({ now, actor })

let reading: Promise<Bundle> | undefined
const small = (): Promise<Bundle> => {
  reading ??= smallSite()
  return reading
}

/** The small site with other words while a caller waits: what tells one publication from the next. */
export async function bundleSaying(words: string): Promise<Bundle> {
  const bundle = await small()
  const prompts = bundle.files['prompts/ind.yaml'] ?? ''
  const files = { ...bundle.files, 'prompts/ind.yaml': prompts.replace('"Mohon tunggu."', `"${words}"`) }
  return { ...bundle, files }
}

/** A bundle in which a step leads nowhere. */
export async function brokenBundle(): Promise<Bundle> {
  const bundle = await small()
  const flow = (bundle.files['utama.yaml'] ?? '').replace('3: antre_umum\n', '3: antri\n')
  return { ...bundle, files: { ...bundle.files, 'utama.yaml': flow } }
}

const sounds = new Map<string, Sound>()

/** Examined once for each words: playing every example takes a while. */
export async function soundSaying(words: string): Promise<Sound> {
  const known = sounds.get(words)
  if (known !== undefined) return known
  const examined = examine(await bundleSaying(words), monday)
  if (examined.outcome === 'refused') throw new Error(examined.problems.join('\n'))
  sounds.set(words, examined.sound)
  return examined.sound
}

export const wordsOf = ({ flows }: Site): string | undefined => flows[0]?.prompts.ind?.mohon_tunggu?.text

/** What a process begins with that has the small site in its folder. */
export async function startOf(): Promise<Start> {
  const bundle = await small()
  return { bundle, built: buildSite(bundle, monday) }
}

/** Real time passes until it is true. */
export async function eventually(t: Test, what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await isSo())) {
    if (performance.now() > deadline) return void t.fail(`never came true: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  t.pass(what)
}
