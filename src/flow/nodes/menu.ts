/** `menu:` offers at most five choices, one key each; by text as numbers or words, by speech as words. */

import Type from 'typebox'
import { heardIn, listen } from '../listening.ts'
import { nodeKind, SaidSchema, saidAt } from '../node-kind.ts'
import {
  choicesOf,
  choose,
  chooseByWords,
  Options,
  optionExits,
  optionLanguages,
  optionPrompts,
  optionSets,
  optionTypes,
} from '../options.ts'
import { missed, say } from '../turn.ts'

export const menuNode = nodeKind({
  kind: 'menu',
  gives: 'keys',
  listens: true,
  fields: {
    menu: SaidSchema,
    options: Options,
    timeout_seconds: Type.Optional(Type.Integer({ minimum: 2, maximum: 15 })),
  },
  types: (spec) => optionTypes(spec.options),
  about: (spec) => ({
    exits: optionExits(spec.options),
    prompts: [...saidAt(['menu'], spec.menu), ...optionPrompts(spec.options)],
    sets: optionSets(spec.options),
    languages: optionLanguages(spec.options),
  }),
  enter: (_, spec, turn) => {
    say(turn, spec.menu)
    const keys = { maxDigits: 1, finishOnKey: '', timeoutSeconds: spec.timeout_seconds ?? 5 } as const
    return listen(keys, spec, turn, () => choicesOf(spec.options, turn))
  },
  take: (node, spec, input, turn) => {
    const heard = heardIn(input)
    if ('outcome' in heard) return heard
    const take = heard.by === 'keys' ? choose : chooseByWords
    return take(node, spec.options, heard.text, turn) ?? missed('no_match')
  },
})
