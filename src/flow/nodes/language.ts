/** `language:` offers languages, one key each. Its words are said once in each of them, with `{key}`: "For English, press 2." */

import Type from 'typebox'
import { keyHeard } from '../choice.ts'
import { heardIn, listen } from '../listening.ts'
import { Id, nodeKind, PromptId } from '../node-kind.ts'
import { LanguageCode, speakIn } from '../options.ts'
import { own } from '../speech.ts'
import { emit, go, missed, remember, spokenAs, type Turn } from '../turn.ts'
import type { Choice } from '../verbs.ts'

type Languages = Readonly<Record<string, string>>

export const languageNode = nodeKind({
  kind: 'language',
  gives: 'keys',
  listens: true,
  fields: {
    /** Said in every language of the options, in the order of the keys. */
    language: PromptId,
    options: Type.Record(Type.String({ pattern: '^[0-9*#]$' }), LanguageCode, { additionalProperties: false }),
    /** The language chosen, by its ISO 639-3 code. */
    save: Type.Optional(Id),
    timeout_seconds: Type.Optional(Type.Integer({ minimum: 2, maximum: 15 })),
    next: Id,
  },
  types: (spec) => (spec.save === undefined ? {} : { [spec.save]: 'text' }),
  about: (spec) => ({
    exits: [{ path: ['next'], to: spec.next, why: 'chosen' }],
    prompts: [{ path: ['language'], prompt: spec.language, gives: ['key'] }],
    saves: spec.save === undefined ? [] : [spec.save],
    languages: Object.entries(spec.options).map(([key, language]) => ({ path: ['options', key], language })),
  }),
  enter: (_, spec, turn) => {
    for (const [key, language] of Object.entries(spec.options)) {
      const spoken = spokenAs(turn, spec.language, { key }, language)
      if (spoken !== null) turn.spoken.push(spoken)
    }
    const keys = { maxDigits: 1, finishOnKey: '', timeoutSeconds: spec.timeout_seconds ?? 5 } as const
    return listen(keys, spec, turn, () => choicesAt(spec.options, turn))
  },
  take: (node, spec, input, turn) => {
    const heard = heardIn(input)
    if ('outcome' in heard) return heard
    const said = turn.session.language
    const key = heard.by === 'keys' ? heard.text : keyHeard(heard.text, choicesAt(spec.options, turn), said)
    const language = key === null ? undefined : own(spec.options, key)
    if (key === null || language === undefined) return missed('no_match')
    emit(turn, { event: 'choice.made', node, option: spec.next, digits: key })
    speakIn(node, language, turn)
    if (spec.save !== undefined) remember(turn, { [spec.save]: language })
    return go(spec.next)
  },
})

/** A language by its own name, as the prompt `language.<code>` calls it, where there is one. */
function choicesAt(options: Languages, turn: Turn): readonly Choice[] {
  return Object.entries(options).map(([key, language]) => {
    const label = spokenAs(turn, `language.${language}`, {}, language)
    return { key, label, words: [language] }
  })
}
