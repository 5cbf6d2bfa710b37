import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'

type HeardLanguage = NonNullable<VoiceResponse.GatherAttributes['language']>

/**
 * What the carrier's speech recognition hears, by ISO 639-3; also Javanese and Sundanese, which it cannot speak. In a language that is
 * not here (Minangkabau, Madurese) a caller answers with keys.
 */
export const heardLanguages = {
  ind: 'id-ID',
  eng: 'en-US',
  jav: 'jv-ID',
  sun: 'su-ID',
} as const satisfies Readonly<Record<string, HeardLanguage>>

export const heardTags: readonly HeardLanguage[] = Object.values(heardLanguages)

/** The carrier's name of a language that it hears; null for one that it does not. */
export function heardAs(language: string): HeardLanguage | null {
  return Object.hasOwn(heardLanguages, language) ? heardLanguages[language as keyof typeof heardLanguages] : null
}

/** More or longer hints make the carrier drop them all (warning 13330). */
const mostHints = 500
const longestHint = 100

/** Words to expect, as the carrier wants them: separated by commas, each a phrase of words separated by single blanks. */
export function hintsOf(hints: readonly string[]): string {
  const phrases = hints.map((hint) =>
    hint
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{N}'’-]+/gu, ' ')
      .trim(),
  )
  return [...new Set(phrases)]
    .filter((phrase) => phrase !== '' && phrase.length <= longestHint)
    .slice(0, mostHints)
    .join(',')
}
