import eng from './lang/eng.json' with { type: 'json' }
import ind from './lang/ind.json' with { type: 'json' }

/** The sentences of text messages, per language; a sentence that a language lacks is said in Indonesian. */

export type Sentence = keyof typeof ind
type Sentences = Readonly<Record<string, string>>

const languages: Readonly<Record<string, Sentences>> = { ind, eng } satisfies Record<string, Record<Sentence, string>>

/** `language` is ISO 639-3. Placeholders without a value stay empty. */
export function sentence(language: string, id: Sentence, values: Readonly<Record<string, string>> = {}): string {
  const sentences = Object.hasOwn(languages, language) ? languages[language] : ind
  const text = sentences?.[id] ?? ind[id]
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''))
}

const locales: Readonly<Record<string, string>> = { ind: 'id-ID', eng: 'en-GB' }

/** A day as people write it, by the region's wall clock. */
export function writtenDay(at: number, language: string, zone: string): string {
  const locale = (Object.hasOwn(locales, language) ? locales[language] : undefined) ?? 'id-ID'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone }).format(at)
}
