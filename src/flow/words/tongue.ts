/** What the ways of saying numbers, days and times differ in from language to language. */

/** The words of a language that every form uses; `lang/<language>.json` has them. */
export type Words = {
  readonly digits: readonly string[]
  readonly minus: string
  readonly point: string
  /** With `{amount}`. */
  readonly money: string
  /** With `{day}`, `{month}` and `{year}`. */
  readonly date: string
  /** By IANA zone. */
  readonly zones: Readonly<Record<string, { readonly spoken: string; readonly written: string }>>
  /** One and many of each. */
  readonly units: Readonly<Record<'days' | 'hours' | 'minutes' | 'seconds', readonly string[]>>
}

export type Tongue = {
  /** BCP 47, for what `Intl` knows: names of months and days, separators of thousands. */
  readonly locale: string
  readonly words: Words
  /** A whole number from zero on, in words. */
  readonly cardinal: (value: bigint | number) => string
  readonly dayOfMonth: (day: number) => string
  readonly year: (year: number) => string
  /** A time of day as people say it: `pukul setengah delapan pagi`. */
  readonly timeOfDay: (hour: number, minute: number) => string
  /** A time of day in writing: `07.30`. */
  readonly writtenTime: (hour: number, minute: number) => string
}

/** `{name}` filled in; a name without a value stays empty. */
export function filled(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

export const twoDigits = (value: number): string => String(value).padStart(2, '0')
