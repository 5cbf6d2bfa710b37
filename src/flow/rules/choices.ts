/** Choices that can be told apart and remembered: at most five, and no word for two of them. */

import { wordsOf } from '../choice.ts'
import type { Rule } from '../draft.ts'
import type { Flow, Prompt } from '../flow.ts'
import type { OptionsSpec } from '../options.ts'
import { findPrompt } from '../speech.ts'
import { told } from './told.ts'

const MOST_CHOICES = 5

const optionsOf = (spec: unknown): OptionsSpec | undefined => (spec as { readonly options?: OptionsSpec }).options

/** A menu has at most five choices, and at least one. */
export const choicesAreFew: Rule = ({ flow, problem }) =>
  Object.values(flow.nodes).flatMap(({ id, kind, spec }) => {
    const options = optionsOf(spec)
    if (options === undefined) return []
    const choices = Object.keys(options).length
    const at = ['nodes', id, 'options']
    if (choices > MOST_CHOICES) return [problem(at, told('few-choices', 'many'))]
    return choices === 0 && kind === 'menu' ? [problem(at, told('few-choices', 'none'))] : []
  })

/** In no language the same words stand for two keys: neither would ever be chosen by them. */
export const wordsAreClear: Rule = ({ flow, problem }) =>
  Object.values(flow.nodes).flatMap(({ id, spec }) =>
    flow.languages.flatMap((language) => {
      const keys = new Map<string, string>()
      return labels(optionsOf(spec)).flatMap(({ key, label }) =>
        phrases(flow, language, label).flatMap((words) => {
          const first = keys.get(words) ?? key
          keys.set(words, first)
          if (first === key) return []
          const at = ['nodes', id, 'options', key, 'label']
          return [problem(at, told('one-exit-a-key', 'words', { words, first, second: key }))]
        }),
      )
    }),
  )

function labels(options: OptionsSpec | undefined): readonly { readonly key: string; readonly label: string }[] {
  return Object.entries(options ?? {}).flatMap(([key, option]) =>
    typeof option === 'string' || option.label === undefined ? [] : [{ key, label: option.label }],
  )
}

const said = new WeakMap<Prompt, readonly string[]>()

/** What may be said for a label: its text and its words, each once. */
function phrases(flow: Flow, language: string, label: string): readonly string[] {
  const prompt = findPrompt(flow, language, label)?.prompt
  if (prompt === undefined) return []
  const known = said.get(prompt)
  if (known !== undefined) return known
  const found = [...new Set([prompt.text, ...(prompt.words ?? [])].map(wordsOf))].filter((words) => words !== '')
  said.set(prompt, found)
  return found
}
