/** `knowledge/<topic>.yaml` to the answers of that topic. Pure. */

import { complaints } from '../flow/check.ts'
import type { Problem } from '../flow/flow.ts'
import { type Told, told, unknown } from '../flow/rules/told.ts'
import { type Path, readYaml, type TextFile, type YamlFile } from '../flow/yaml.ts'
import type { Answer } from '../knowledge/answer.ts'
import type { Agency } from './facts.ts'
import { KnowledgeFile, type KnowledgeFileSpec } from './knowledge-schema.ts'
import { isDate } from './read-hours.ts'

type AnswerSpec = KnowledgeFileSpec['answers'][number]

/** What an answer must agree with. */
export type Keepers = { readonly agencies: readonly Agency[]; readonly defaultLanguage: string }

const inLanguages = ['title', 'text', 'sms', 'way', 'cost'] as const

/** What the schema cannot say: owners and days that do not exist, and words that only some callers could hear. */
function problemsOf(spec: AnswerSpec, at: Path, { agencies, defaultLanguage }: Keepers, file: YamlFile) {
  const problems: Problem[] = []
  const wrong = (field: string, said: Told) => problems.push(file.problem([...at, field], said))
  if (!agencies.some(({ id }) => id === spec.owner))
    wrong(
      'owner',
      unknown(
        'agency',
        spec.owner,
        agencies.map(({ id }) => id),
      ),
    )
  for (const field of ['valid_from', 'valid_until'] as const) {
    const day = spec[field]
    if (day !== undefined && !isDate(day)) wrong(field, told('dates-exist', 'none', { date: day }))
  }
  if ((spec.valid_from ?? '') > spec.valid_until) wrong('valid_until', told('right-form', 'backwards'))
  for (const field of inLanguages) {
    const said = spec[field]
    if (said !== undefined && !Object.hasOwn(said, defaultLanguage))
      wrong(field, told('right-form', 'mute', { language: defaultLanguage }))
  }
  return problems
}

const answerOf = (spec: AnswerSpec, topic: string): Answer => ({
  id: spec.id,
  topic,
  title: spec.title,
  text: spec.text,
  ...(spec.sms === undefined ? {} : { sms: spec.sms }),
  ...(spec.way === undefined ? {} : { way: spec.way }),
  ...(spec.cost === undefined ? {} : { cost: spec.cost }),
  words: spec.words ?? [],
  owner: spec.owner,
  validFrom: spec.valid_from ?? null,
  validUntil: spec.valid_until,
})

type KnowledgeRead = { readonly answers: readonly Answer[]; readonly problems: readonly Problem[] }

/** The topic is the file's name. `taken`: ids of answers in the files before. */
function readOne(source: TextFile, keepers: Keepers, taken: Set<string>): KnowledgeRead {
  const file = readYaml(source)
  if (file.value === undefined) return { answers: [], problems: file.problems }
  const shape = complaints(KnowledgeFile, file.value).map(({ path, ...said }) => file.problem(path, said))
  if (shape.length > 0) return { answers: [], problems: [...file.problems, ...shape] }
  const { answers } = file.value as KnowledgeFileSpec
  const topic = source.file.replace(/^.*\//, '').replace(/\.yaml$/, '')
  const problems = answers.flatMap((spec, index) => {
    const at = ['answers', index]
    const twice = taken.has(spec.id)
      ? [file.problem([...at, 'id'], told('right-form', 'twice', { name: spec.id }))]
      : []
    taken.add(spec.id)
    return [...twice, ...problemsOf(spec, at, keepers, file)]
  })
  return { answers: answers.map((spec) => answerOf(spec, topic)), problems: [...file.problems, ...problems] }
}

/** Ids are unique over all files, because a flow may ask for an answer by its id alone. */
export function readKnowledge(sources: readonly TextFile[], keepers: Keepers): KnowledgeRead {
  const taken = new Set<string>()
  const read = sources.map((source) => readOne(source, keepers, taken))
  return {
    answers: read.flatMap(({ answers }) => answers),
    problems: read.flatMap(({ problems }) => problems),
  }
}
