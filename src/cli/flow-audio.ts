/** `flow audio`: what must be recorded, and the stamps of what has been recorded. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { stringify } from 'yaml'
import { siteFolder } from '../config.ts'
import { type Stamp, textDigest } from '../flow/audio.ts'
import { problemIn } from '../flow/rules/told.ts'
import { type AudioState, type Line, readStudio, type Studio, secondsOf } from './flow-audio-studio.ts'
import { type Language, type Words, wordsIn } from './words.ts'

export type AudioOptions = {
  readonly language?: string
  readonly all?: boolean
  readonly stamp?: boolean
  readonly again?: readonly string[]
}

/** Mounts `flow audio [folder]`. Exit code 1 when a file is wrong or a recording cannot be read. */
export function audioCommand(flow: Command): void {
  flow
    .command('audio')
    .argument('[folder]', 'folder of flows, or of a library', siteFolder())
    .option('--language <code>', 'only this one (ISO 639-3)')
    .option('--all', 'also what is recorded already')
    .option('--stamp', 'stamp new recordings with the words that they say')
    .option('--again <path...>', 'with --stamp: these still say what is written, although it was changed')
    .description('kalimat yang perlu direkam, dan cap rekaman (what must be recorded, and stamps)')
    .action(async (folder: string, options: AudioOptions) => {
      const language = flow.parent?.opts<{ lang?: Language }>().lang ?? 'ind'
      const { lines, isGood } = await audio(folder, options, language)
      for (const line of lines) console.log(line)
      if (!isGood) process.exitCode = 1
    })
}

/** What the command says; with `stamp` it also writes `audio/manifest.yaml`. */
export async function audio(
  folder: string,
  { language: only, all = false, stamp = false, again = [] }: AudioOptions,
  language: Language,
): Promise<{ readonly lines: readonly string[]; readonly isGood: boolean }> {
  const words = wordsIn(language)
  const studio = await readStudio(folder)
  const problems = studio.problems.map((problem) => problemIn(language, problem))
  if (problems.length > 0) return { lines: problems, isGood: false }
  const wanted = studio.lines.filter((line) => only === undefined || line.language === only)
  if (stamp) return stampAll(folder, studio, wanted, again, words)
  const languages = [...new Set(wanted.map((line) => line.language))]
  const lines = languages.flatMap((one) =>
    listed(
      one,
      wanted.filter((line) => line.language === one),
      all,
      words,
    ),
  )
  return { lines, isGood: true }
}

const names = {
  none: 'audioNone',
  missing: 'audioMissing',
  unstamped: 'audioUnstamped',
  changed: 'audioChanged',
  outdated: 'audioOutdated',
  values: 'audioValues',
  current: 'audioCurrent',
} as const satisfies Record<AudioState, string>

/** A sentence with values in it is said by speech: nothing is to be recorded. */
const isDone = ({ state }: Line): boolean => state === 'current' || state === 'values'

function listed(language: string, lines: readonly Line[], all: boolean, { say }: Words): readonly string[] {
  const open = lines.filter((line) => !isDone(line))
  const seconds = Math.ceil(open.reduce((sum, line) => sum + line.seconds, 0))
  const head = say('audioHead', {
    language,
    total: String(lines.length),
    open: String(open.length),
    seconds: String(seconds),
  })
  const shown = all ? lines : open
  return [
    head,
    ...shown.map(({ path, state, seconds: long, text }) =>
      say('audioLine', { path, state: say(names[state]), seconds: String(Math.ceil(long)), text }),
    ),
  ]
}

const isNew = ({ state }: Line): boolean => state === 'unstamped' || state === 'changed'

async function stampAll(
  folder: string,
  studio: Studio,
  lines: readonly Line[],
  again: readonly string[],
  { say }: Words,
): Promise<{ readonly lines: readonly string[]; readonly isGood: boolean }> {
  const stamps = new Map<string, Stamp>(Object.entries(studio.stamps).filter(([path]) => studio.sounds.has(path)))
  const told: string[] = []
  let isGood = true
  for (const line of lines) {
    const { path, text, sound } = line
    if (sound === null || line.state === 'values' || !(isNew(line) || again.includes(path))) continue
    const seconds = await secondsOf(join(folder, 'audio', path))
    if (seconds === null) {
      isGood = false
      told.push(say('audioUnreadable', { path }))
    } else {
      stamps.set(path, { text: textDigest(text), sound, seconds })
      told.push(say('audioStamped', { path, seconds: seconds.toFixed(1), text }))
    }
  }
  const outdated = lines.filter(({ state, path }) => state === 'outdated' && !again.includes(path))
  for (const { path } of outdated) told.push(say('audioStays', { path }))
  await writeFile(join(folder, 'audio', 'manifest.yaml'), manifestText(stamps, say('audioManifest')))
  return { lines: [...told, say('audioWritten', { count: String(stamps.size) })], isGood }
}

/** The same stamps make the same file. */
function manifestText(stamps: ReadonlyMap<string, Stamp>, about: string): string {
  const sorted = [...stamps].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `# ${about}\n${stringify({ schema: 'hotline-audio/v1', recordings: Object.fromEntries(sorted) })}`
}
