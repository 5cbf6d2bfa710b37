/** The sentences of a folder and the recordings that lie there, side by side. */

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseFile } from 'music-metadata'
import { type Currency, currencyOf, readStamps, recordingPath, type Stamp } from '../flow/audio.ts'
import type { Problem, Prompt } from '../flow/flow.ts'
import { placeholders, promptSeconds } from '../flow/speech.ts'
import { readPromptsFile } from '../flow/well-formed.ts'
import { readYaml, type YamlFile } from '../flow/yaml.ts'

/** `changed`: another recording than the one that was stamped. */
export type AudioState = Currency | 'changed'

/** One sentence in one language. */
export type Line = {
  readonly language: string
  readonly id: string
  readonly text: string
  /** Below `audio/`: where its recording is, or belongs. */
  readonly path: string
  readonly state: AudioState
  /** How long it takes: of its stamp, else of its words. */
  readonly seconds: number
  /** sha-256 of the recording; null when there is none. */
  readonly sound: string | null
}

export type Studio = {
  readonly lines: readonly Line[]
  readonly stamps: Readonly<Record<string, Stamp>>
  /** By path: sha-256 of every recording that is there. */
  readonly sounds: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
}

/** Reads `prompts/`, `audio/` and its manifest; a folder without recordings is one that has none yet. */
export async function readStudio(folder: string): Promise<Studio> {
  const sounds = await soundsOf(join(folder, 'audio'))
  const manifest = await yamlAt(folder, 'audio/manifest.yaml')
  const { stamps, problems } = manifest === null ? { stamps: {}, problems: [] } : readStamps(manifest)
  const files = (await readdir(join(folder, 'prompts')).catch(() => [])).filter((file) => file.endsWith('.yaml')).sort()
  const read = await Promise.all(
    files.map(async (file) => {
      const yaml = await yamlAt(folder, `prompts/${file}`)
      const words = yaml === null ? { prompts: {}, problems: [] } : readPromptsFile(yaml)
      return { language: file.slice(0, -'.yaml'.length), ...words }
    }),
  )
  const lines = read.flatMap(({ language, prompts }) =>
    Object.entries(prompts).map(([id, prompt]) => lineOf(language, id, prompt, stamps, sounds)),
  )
  return { lines, stamps, sounds, problems: [...problems, ...read.flatMap((one) => one.problems)] }
}

function lineOf(
  language: string,
  id: string,
  prompt: Prompt,
  stamps: Studio['stamps'],
  sounds: Studio['sounds'],
): Line {
  const present = new Set(sounds.keys())
  const path = recordingPath(language, id, prompt, present)
  const sound = sounds.get(path) ?? null
  const stamp = Object.hasOwn(stamps, path) ? stamps[path] : undefined
  // Also before anything lies there: speech says the values, so nothing is to be recorded.
  const currency = placeholders(prompt.text).length > 0 ? 'values' : currencyOf(path, prompt, { stamps, present })
  const isChanged = stamp !== undefined && sound !== null && stamp.sound !== sound && currency !== 'values'
  const seconds = currency === 'current' && stamp !== undefined ? stamp.seconds : promptSeconds({ text: prompt.text })
  return { language, id, text: prompt.text, path, state: isChanged ? 'changed' : currency, seconds, sound }
}

/** Seconds that a recording lasts; null for a file that is none. */
export async function secondsOf(file: string): Promise<number | null> {
  try {
    const { format } = await parseFile(file, { duration: true })
    return format.duration === undefined || format.duration < 0.1 ? null : Math.round(format.duration * 100) / 100
  } catch {
    return null
  }
}

async function soundsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.yaml'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  const digests = paths.sort().map(async (path): Promise<[string, string]> => {
    const sound = await readFile(join(folder, path))
    return [path, createHash('sha256').update(sound).digest('hex')]
  })
  return new Map(await Promise.all(digests))
}

async function yamlAt(folder: string, file: string): Promise<YamlFile | null> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => null)
  return text === null ? null : readYaml({ file, text })
}
