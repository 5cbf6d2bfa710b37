/** What the commands say, in the language that was asked for. Events are called as on the console's pages. */
import pagesEng from '../console/web/lang/eng.json' with { type: 'json' }
import pagesInd from '../console/web/lang/ind.json' with { type: 'json' }
import eng from './lang/eng.json' with { type: 'json' }
import ind from './lang/ind.json' with { type: 'json' }

type Texts = Readonly<typeof ind>
type Flat = { readonly [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts]
type Tree = { readonly [key: string]: string | Tree }

const languages = {
  ind: { texts: ind, pages: pagesInd as Tree },
  eng: { texts: eng satisfies Texts as Texts, pages: pagesEng as Tree },
} as const
export type Language = keyof typeof languages
export const languageNames = Object.keys(languages) as readonly Language[]

export type Words = {
  readonly language: Language
  /** A sentence with its placeholders filled in. */
  readonly say: (name: Flat, facts?: Readonly<Record<string, string>>) => string
  readonly column: (name: keyof Texts['column']) => string
  /** What is wrong, for a stable word; the word itself when there are none. */
  readonly problem: (word: string) => string
  /** What happened, for an event's kind; the kind itself when there are no words. */
  readonly event: (kind: string) => string
  readonly fact: (name: string) => string
  readonly stage: (stage: string) => string
}

function lookUp(tree: Tree, path: readonly string[]): string | undefined {
  let at: string | Tree | undefined = tree
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined
  return typeof at === 'string' ? at : undefined
}

export function wordsIn(language: Language): Words {
  const { texts, pages } = languages[language]
  return {
    language,
    say: (name, facts = {}) => texts[name].replace(/\{(\w+)\}/g, (whole, fact: string) => facts[fact] ?? whole),
    column: (name) => texts.column[name],
    problem: (word) => lookUp(texts.problem, [word]) ?? word,
    event: (kind) => lookUp(pages, ['event', ...kind.split('.')]) ?? kind,
    fact: (name) => lookUp(pages, ['fact', name]) ?? name,
    stage: (stage) => lookUp(pages, ['ticket', 'stages', stage]) ?? stage,
  }
}
