/** What an import adds and says, in one language. The texts come from `lang/`. */

import eng from './lang/eng.json' with { type: 'json' }
import ind from './lang/ind.json' with { type: 'json' }

type Texts = Readonly<typeof ind>
const languages: Readonly<Record<'ind' | 'eng', Texts>> = { ind, eng: eng satisfies Texts }
export type ImportLanguage = keyof typeof languages

/** `waiting`: sentences for callers, in the flow's language; `why`: remarks for whoever imports. */
export type ImportWords = Texts

/** Callers' sentences in one language, remarks in another. */
export function importWords(callers: ImportLanguage, reader: ImportLanguage): ImportWords {
  return { waiting: languages[callers].waiting, why: languages[reader].why }
}

/** ISO 639-1, as Studio writes it, to ISO 639-3. */
const codes: Readonly<Record<string, string>> = {
  id: 'ind',
  en: 'eng',
  jv: 'jav',
  su: 'sun',
  ms: 'zsm',
  es: 'spa',
  fr: 'fra',
  de: 'deu',
  pt: 'por',
  tr: 'tur',
  it: 'ita',
  nl: 'nld',
  ja: 'jpn',
  ko: 'kor',
  zh: 'zho',
  ar: 'ara',
  hi: 'hin',
  da: 'dan',
  sv: 'swe',
  pl: 'pol',
  ru: 'rus',
  vi: 'vie',
  th: 'tha',
}

/** `en-US` to `eng`; null for what we have no code for. */
export function languageOf(tag: string): string | null {
  const short = tag.toLowerCase().split(/[-_]/)[0] ?? ''
  return Object.hasOwn(codes, short) ? (codes[short] ?? null) : null
}
