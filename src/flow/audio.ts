/** Recorded sentences and their stamps: a recording is played only while the words are still those that were recorded. Pure. */

import { createHash } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { complaints } from './check.ts'
import type { Problem, Prompt } from './flow.ts'
import { told } from './rules/told.ts'
import { placeholders } from './speech.ts'
import type { YamlFile } from './yaml.ts'

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' })
const StampSchema = Type.Object(
  {
    /** sha-256 of the words that were recorded. */
    text: Digest,
    /** sha-256 of the recording itself. */
    sound: Digest,
    /** Its length. */
    seconds: Type.Number({ minimum: 0.1, maximum: 600 }),
  },
  { additionalProperties: false },
)
export type Stamp = Static<typeof StampSchema>

/** `audio/manifest.yaml`: by the path of a recording below `audio/`, what was stamped. Written by `flow audio --stamp`. */
export const StampsFile = Type.Object(
  { schema: Type.Literal('hotline-audio/v1'), recordings: Type.Record(Type.String(), StampSchema) },
  { additionalProperties: false },
)

/** What a site and its libraries have of recordings. */
export type Recordings = {
  readonly stamps: Readonly<Record<string, Stamp>>
  /** Paths of the files that are there. */
  readonly present: ReadonlySet<string>
}

export const noRecordings: Recordings = { stamps: {}, present: new Set() }

/** The stamps of one folder; without those, its recordings are not played. */
export function readStamps(file: YamlFile): {
  readonly stamps: Recordings['stamps']
  readonly problems: readonly Problem[]
} {
  const form = file.value === undefined ? [] : complaints(StampsFile, file.value)
  const problems = [...file.problems, ...form.map(({ path, ...said }) => file.problem(path, said))]
  const isUsable = problems.length === 0
  return { stamps: isUsable ? (file.value as Static<typeof StampsFile>).recordings : {}, problems }
}

/** The checksum of a sentence; blanks and line breaks are not heard. */
export const textDigest = (text: string): string =>
  createHash('sha256').update(text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()).digest('hex')

const ENDINGS = ['wav', 'mp3'] as const

/** Where the recording of a sentence is looked for: where the prompt says, else `<language>/<id>.wav` or `.mp3`. */
export function recordingPath(language: string, id: string, prompt: Prompt, present: ReadonlySet<string>): string {
  const usual = ENDINGS.map((ending) => `${language}/${id}.${ending}`)
  return prompt.audio ?? usual.find((path) => present.has(path)) ?? `${language}/${id}.wav`
}

/** `none`: nothing is there and nothing was promised. Only what is `current` is played. */
export type Currency = 'current' | 'none' | 'missing' | 'unstamped' | 'outdated' | 'values'

/** How a sentence stands with its recording. One with values in it cannot be recorded: a recording cannot say them. */
export function currencyOf(path: string, prompt: Prompt, { stamps, present }: Recordings): Currency {
  if (!present.has(path)) return prompt.audio === undefined ? 'none' : 'missing'
  if (placeholders(prompt.text).length > 0) return 'values'
  const stamp = Object.hasOwn(stamps, path) ? stamps[path] : undefined
  if (stamp === undefined) return 'unstamped'
  return stamp.text === textDigest(prompt.text) ? 'current' : 'outdated'
}

/** The sentences of one language with the recordings that are current, and a warning for each that is not: speech says those. */
export function withRecordings(
  language: string,
  prompts: Readonly<Record<string, Prompt>>,
  recordings: Recordings,
  file: Pick<YamlFile, 'problem'>,
): { readonly prompts: Readonly<Record<string, Prompt>>; readonly warnings: readonly Problem[] } {
  const warnings: Problem[] = []
  const spoken = Object.entries(prompts).map(([id, prompt]): [string, Prompt] => {
    const path = recordingPath(language, id, prompt, recordings.present)
    const currency = currencyOf(path, prompt, recordings)
    const { audio: _, ...words } = prompt
    if (currency === 'current') return [id, { ...words, audio: path, seconds: recordings.stamps[path]?.seconds ?? 0 }]
    if (currency !== 'none') warnings.push(file.problem([id, 'audio'], told('recordings-current', currency, { path })))
    return [id, words]
  })
  return { prompts: Object.fromEntries(spoken), warnings }
}
