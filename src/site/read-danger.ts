/** `danger-words/<language>.yaml` of all languages, to the words of danger. Pure. */

import { complaints } from '../flow/check.ts'
import type { DangerWords } from '../flow/danger.ts'
import type { Problem } from '../flow/flow.ts'
import { readYaml, type TextFile } from '../flow/yaml.ts'
import { DangerWordsFile, type DangerWordsFileSpec } from './danger-schema.ts'

type Read = { readonly spec: DangerWordsFileSpec | null; readonly problems: readonly Problem[] }

function readOne(source: TextFile): Read {
  const file = readYaml(source)
  if (file.value === undefined) return { spec: null, problems: file.problems }
  const shape = complaints(DangerWordsFile, file.value).map(({ path, ...said }) => file.problem(path, said))
  if (shape.length > 0) return { spec: null, problems: [...file.problems, ...shape] }
  return { spec: file.value as DangerWordsFileSpec, problems: file.problems }
}

/** All languages count at once. A site without such files knows no words of danger; keys work all the same. */
export function readDangerWords(sources: readonly TextFile[]): {
  readonly dangerWords: DangerWords
  readonly problems: readonly Problem[]
} {
  const read = sources.map(readOne)
  const specs = read.flatMap(({ spec }) => spec ?? [])
  return {
    dangerWords: {
      danger: specs.flatMap(({ danger, endings = [] }) =>
        danger.map(({ words, ...rest }) => ({ ...rest, phrases: words, ...(endings.length === 0 ? {} : { endings }) })),
      ),
      harmless: specs.flatMap(({ harmless = [] }) => harmless),
    },
    problems: read.flatMap(({ problems }) => problems),
  }
}
