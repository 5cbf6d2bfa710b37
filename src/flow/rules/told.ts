/** What a broken rule says: in English for programs and logs, in the reader's language for people. The texts are in `lang/`. */

import { closestMatch } from 'leven'
import { type Problem, problemText } from '../flow.ts'
import { own } from '../speech.ts'
import eng from './lang/eng.json' with { type: 'json' }
import ind from './lang/ind.json' with { type: 'json' }
import engTerms from './lang/terms-eng.json' with { type: 'json' }
import indTerms from './lang/terms-ind.json' with { type: 'json' }

type Texts = typeof eng
export type RuleName = keyof Texts
export type ToldLanguage = 'ind' | 'eng'
type Text = { readonly is: string; readonly do: string }
type Tree = Readonly<Record<string, Readonly<Record<string, Text>>>>

const texts: Readonly<Record<ToldLanguage, Tree>> = { eng, ind: ind satisfies Texts as Texts }
const terms: Readonly<Record<ToldLanguage, Readonly<Record<string, string>>>> = {
  eng: engTerms,
  ind: indTerms satisfies typeof engTerms,
}
/** Facts that are words of ours, translated with the text; alternatives stand between bars. */
const termFacts: ReadonlySet<string> = new Set(['form', 'what'])

/** Every rule that has a name, and so a page under `docs/flows/rules/`. */
export const ruleNames = Object.keys(eng) as readonly RuleName[]

/** These are told and refuse nothing. */
const warnings: ReadonlySet<string> = new Set<RuleName>([
  'prompts-used',
  'recordings-current',
  'holidays-decreed',
  'holidays-plausible',
  'overlay-over',
])

/** All of a problem but the place where it stands. */
export type Told = Omit<Problem, 'file' | 'line' | 'path'>

/** The rule's text `what` (`rules/lang/*.json`), filled with facts. */
export function told<R extends RuleName>(
  rule: R,
  what: keyof Texts[R] & string,
  facts: Readonly<Record<string, string>> = {},
): Told {
  const text = (texts.eng[rule] as Readonly<Record<string, Text>>)[what] ?? { is: what, do: '' }
  return {
    message: filled('eng', text.is, facts),
    help: filled('eng', text.do, facts),
    rule,
    severity: warnings.has(rule) ? 'warning' : 'error',
    said: { text: what, facts },
  }
}

/** Words of ours without a rule's text: they are told as they are, in every language. */
export function toldPlainly(message: string, rule = 'right-form'): Told {
  return { message, help: '', rule, severity: 'error' }
}

/** `utama.yaml:12 nodes.sapaan: what is wrong; what to do [rule]`, in the reader's language where the rule has words. */
export function problemIn(language: ToldLanguage, problem: Problem): string {
  const { rule, said } = problem
  const text = said === undefined ? undefined : texts[language][rule]?.[said.text]
  if (said === undefined || text === undefined) return problemText(problem)
  const message = filled(language, text.is, said.facts)
  return problemText({ ...problem, message, help: filled(language, text.do, said.facts) })
}

/** A name that the site does not know, with the one that was probably meant, or all that there are. */
export function unknown(what: string, name: string, known: readonly string[]): Told {
  const near = nearest(name, known)
  return near === undefined
    ? told('site-knows', 'unknown', { what, name, known: known.join(', ') })
    : told('site-knows', 'near', { what, name, near })
}

/** The known name that was probably meant; at most a third of its letters are wrong. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  return closestMatch(written, known, { maxDistance: Math.max(1, Math.floor(written.length / 3)) })
}

/** `{name}` by the fact of that name; `{{name}}` keeps its braces around it. */
function filled(language: ToldLanguage, text: string, facts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    if (!Object.hasOwn(facts, name)) return whole
    const fact = facts[name] ?? ''
    return termFacts.has(name) ? termsOf(language, fact) : fact
  })
}

const termsOf = (language: ToldLanguage, fact: string): string =>
  fact
    .split('|')
    .map((term) => own(terms[language], term) ?? term)
    .join(` ${terms[language].or} `)
