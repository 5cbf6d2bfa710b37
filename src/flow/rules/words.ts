/** What is said: sentences that exist, in languages that are spoken, with nothing left open in them. */

import type { Draft, Rule } from '../draft.ts'
import type { Problem } from '../flow.ts'
import { saidAt } from '../node-kind.ts'
import { own, placeholders, strayBraces, valuesIn } from '../speech.ts'
import { scopeOf } from '../subflow/place.ts'
import { formNames } from '../words/forms.ts'
import type { Path } from '../yaml.ts'
import { filledVariables } from './names.ts'
import { nearest, type Told, told } from './told.ts'

type Use = { readonly path: Path; readonly prompt: string; readonly gives: readonly string[] }

/** Several rules look at them. */
const usesIn = new WeakMap<Draft, readonly Use[]>()

/** Every sentence that the flow says, with the place that names it. */
export function promptUses(draft: Draft): readonly Use[] {
  const uses = usesIn.get(draft) ?? findUses(draft)
  usesIn.set(draft, uses)
  return uses
}

function findUses({ flow, abouts }: Draft): readonly Use[] {
  const nodes = [...abouts].flatMap(([id, about]) =>
    about.prompts.map(({ path, prompt, gives = [] }) => ({ prompt, gives, path: ['nodes', id, ...path] })),
  )
  const misses = Object.entries(flow.nodes).flatMap(([id, { spec }]) => missSays(spec, ['nodes', id]))
  const error = { prompt: flow.defaults.error.say, gives: [], path: ['defaults', 'error', 'say'] }
  const { text } = flow.defaults
  const written = saidAt(['defaults', 'text', 'say'], text?.say).map(({ path, prompt }) => ({
    path,
    prompt,
    gives: [],
  }))
  const { danger } = flow.defaults
  const asked = saidAt(['defaults', 'danger', 'say'], danger?.say).map(({ path, prompt }) => ({
    path,
    prompt,
    gives: [],
  }))
  return [...nodes, ...misses, ...missSays(flow.defaults, ['defaults']), ...written, ...asked, error]
}

/** Every sentence exists in the default language. */
export const promptsExist: Rule = (draft) => {
  const { flow, problem, unclearPrompts } = draft
  const language = flow.defaultLanguage
  const words = own(flow.prompts, language)
  if (words === undefined) return [] // told of the language
  const known = Object.keys(words)
  return promptUses(draft).flatMap(({ prompt, path }) => {
    if (prompt === '' || own(words, prompt) !== undefined || unclearPrompts.has(prompt)) return []
    const near = nearest(prompt, known)
    const facts = { prompt, language }
    const said =
      near === undefined ? told('prompts-exist', 'missing', facts) : told('prompts-exist', 'near', { ...facts, near })
    return [problem(path, said)]
  })
}

/** Every placeholder, in any language, gets a value. */
export const placeholdersAreFilled: Rule = (draft) => {
  const { flow, problem } = draft
  const savedIn = filledVariables(draft)
  return promptUses(draft).flatMap(({ prompt, gives, path }) => {
    const saved = savedIn(path[0] === 'nodes' ? scopeOf(String(path[1])) : '')
    return flow.languages.flatMap((language) => {
      const found = own(own(flow.prompts, language) ?? {}, prompt)
      return (found === undefined ? [] : valuesIn(found))
        .filter(({ name }) => !saved.has(name) && !gives.includes(name))
        .map(({ name }) => problem(path, told('placeholders-filled', 'empty', { prompt, language, name })))
    })
  })
}

/** Who speaks a language hears of it in that language: an offer without its own words would be said in the default one, twice. */
export const offersAreUnderstood: Rule = ({ flow, abouts, problem }) =>
  [...abouts].flatMap(([id, { prompts, languages = [] }]) => {
    const [offer] = prompts
    if (offer === undefined || flow.nodes[id]?.kind !== 'language') return []
    return languages
      .filter(({ language }) => flow.languages.includes(language) && own(flow.prompts, language) !== undefined)
      .filter(({ language }) => own(own(flow.prompts, language) ?? {}, offer.prompt) === undefined)
      .map(({ path, language }) =>
        problem(['nodes', id, ...path], told('languages-spoken', 'unoffered', { language, prompt: offer.prompt })),
      )
  })

/** Every language of the flow has sentences, and the default language is one of them. */
export function languagesAreSpoken({ flow, abouts, problem }: Draft, spoken: readonly string[]): readonly Problem[] {
  const mute = flow.languages.flatMap((language, index) =>
    spoken.includes(language) ? [] : [problem(['languages', index], told('languages-spoken', 'mute', { language }))],
  )
  const { defaultLanguage: language, languages } = flow
  const unknown = [...abouts].flatMap(([id, about]) =>
    (about.languages ?? [])
      .filter((change) => !languages.includes(change.language))
      .map((change) => {
        const facts = { language: change.language, languages: languages.join(', ') }
        return problem(['nodes', id, ...change.path], told('languages-spoken', 'unknown', facts))
      }),
  )
  if (languages.includes(language)) return [...mute, ...unknown]
  const said = told('languages-spoken', 'default', { language, languages: languages.join(', ') })
  return [...mute, problem(['default_language'], said)]
}

function missSays(holder: unknown, at: Path): readonly Use[] {
  const spec = holder as Readonly<Record<string, { readonly say?: string } | undefined>>
  return ['no_input', 'no_match'].flatMap((why) => {
    const prompt = spec[why]?.say
    return prompt === undefined ? [] : [{ path: [...at, why, 'say'], prompt, gives: [] }]
  })
}

/** Values in a sentence have a form that exists, and what stands in braces is a value. Told in the file of the sentence. */
export function valueForms(text: string): readonly Told[] {
  const unknown = placeholders(text).filter(({ form }) => form !== 'plain' && !formNames.includes(form))
  const stray = strayBraces(text).map((piece) => told('value-forms', 'stray', { piece }))
  return [...unknown.map(({ name, form }) => unknownForm(name, form)), ...stray]
}

function unknownForm(name: string, form: string): Told {
  const value = `{${name}:${form}}`
  const near = nearest(form, formNames)
  if (near === undefined) return told('value-forms', 'unknown', { value, known: formNames.join(', ') })
  return told('value-forms', 'near', { value, near: `{${name}:${near}}` })
}
