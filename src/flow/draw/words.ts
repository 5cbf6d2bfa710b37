/** What a picture says beside the flow's own words, in one language. The texts come from `lang/`. */

import eng from './lang/eng.json' with { type: 'json' }
import ind from './lang/ind.json' with { type: 'json' }

type DrawTexts = Readonly<typeof ind>
const languages = { ind, eng: eng satisfies DrawTexts as DrawTexts } as const
export type DrawLanguage = keyof typeof languages

export type DrawWords = {
  /** A kind of node, in words; the kind itself when there are none. */
  readonly kind: (name: string) => string
  /** An exit or a condition. */
  readonly way: (name: string) => string
  readonly rule: (name: keyof DrawTexts['rule'], facts: Readonly<Record<string, string>>) => string
  readonly legend: DrawTexts['legend']
  /** Counts of real calls. */
  readonly count: (name: keyof DrawTexts['count'], facts: Readonly<Record<string, string>>) => string
}

const filled = (text: string, facts: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole)

const word = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] ?? name) : name

export function drawWords(language: DrawLanguage): DrawWords {
  const texts: DrawTexts = languages[language]
  return {
    kind: (name) => word(texts.kind, name),
    way: (name) => word(texts.way, name),
    rule: (name, facts) => filled(texts.rule[name], facts),
    legend: texts.legend,
    count: (name, facts) => filled(texts.count[name], facts),
  }
}
