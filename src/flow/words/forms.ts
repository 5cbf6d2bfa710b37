/** The forms in which a prompt may say a value: `{kode:digits}`, `{n:number}`, `{t:date}`. One row a form. */

import { spokenDigits, spokenPhone, writtenPhone } from './digits.ts'
import { spokenDuration, writtenDuration } from './durations.ts'
import { type Place, spokenDate, spokenTime, weekday, writtenDate, writtenTime, zoneName } from './moments.ts'
import { spokenMoney, spokenNumber, writtenMoney, writtenNumber } from './numbers.ts'

export type Form = {
  readonly speak: (value: string, place: Place) => string
  readonly write: (value: string, place: Place) => string
  /** A long value, for estimates of how long a prompt takes. */
  readonly sample: string
  /** What it is for, in the words of the documentation. */
  readonly about: string
}

/** `word` is not here: it says another prompt, by the value. */
export const forms = {
  digits: {
    speak: (value, { language }) => spokenDigits(value, language),
    write: (value) => value,
    sample: '12345678',
    about: 'a code, digit by digit in groups of four',
  },
  number: {
    speak: (value, { language }) => spokenNumber(value, language),
    write: (value, { language }) => writtenNumber(value, language),
    sample: '275',
    about: 'a number in words',
  },
  money: {
    speak: (value, { language }) => spokenMoney(value, language),
    write: (value, { language }) => writtenMoney(value, language),
    sample: '275000',
    about: 'an amount of rupiah',
  },
  date: {
    speak: spokenDate,
    write: writtenDate,
    sample: '2027-09-28',
    about: 'a day, with month and year; of milliseconds since 1970 or an ISO date',
  },
  weekday: { speak: weekday, write: weekday, sample: '2026-11-18', about: 'the day of the week' },
  time: {
    speak: spokenTime,
    write: writtenTime,
    sample: '17:27',
    about: 'a time of day, "pukul" included; of a moment or of 07:30',
  },
  zone: {
    speak: (_, place) => zoneName(place, 'spoken'),
    write: (_, place) => zoneName(place, 'written'),
    sample: '',
    about: 'the zone of the region: WIB, WITA or WIT',
  },
  duration: {
    speak: (value, { language }) => spokenDuration(value, language),
    write: (value, { language }) => writtenDuration(value, language),
    sample: '4995',
    about: 'how long something takes; of seconds',
  },
  phone: {
    speak: (value, { language }) => spokenPhone(value, language),
    write: (value) => writtenPhone(value),
    sample: '+6281234567890',
    about: 'a phone number, digit by digit in the groups in which it is written',
  },
} as const satisfies Readonly<Record<string, Form>>

/** Names that may stand behind the colon. */
export const formNames: readonly string[] = [...Object.keys(forms), 'word']

export function formOf(name: string): Form | undefined {
  return Object.hasOwn(forms, name) ? forms[name as keyof typeof forms] : undefined
}
