import { DateTime } from 'luxon'
import eng from './lang/eng.json' with { type: 'json' }
import ind from './lang/ind.json' with { type: 'json' }

/** The sentences that duty officers read in texts and on the page behind the link. */

export type AlertSentence = keyof typeof ind
export type AlertLanguage = 'ind' | 'eng'

const languages = { ind, eng } satisfies Record<AlertLanguage, Record<AlertSentence, string>>

/** Placeholders without a value stay empty. */
export const alertWords = (
  language: AlertLanguage,
  id: AlertSentence,
  values: Readonly<Record<string, string>> = {},
): string =>
  languages[language][id].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : '',
  )

const zoneNames: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
}

/** `10.25 WIB`, by the clock on the region's wall. */
export const wallTime = (at: number, zone: string): string =>
  `${DateTime.fromMillis(at, { zone }).toFormat('HH.mm')} ${zoneNames[zone] ?? ''}`.trim()
