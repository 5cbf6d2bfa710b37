/** Answers that the region gives by itself, each with an owner and an end: what nobody looks after any more is not said. */

/** By ISO 639-3 language; the site's default language is always there. */
export type InLanguages = Readonly<Record<string, string>>

export type Answer = {
  readonly id: string
  /** What it belongs to, for example `wisata`; the answers of a topic keep the order of the file. */
  readonly topic: string
  readonly title: InLanguages
  /** As it is said on the line. */
  readonly text: InLanguages
  /** As it is sent in a text message; absent: `text`. */
  readonly sms?: InLanguages
  /** How to get there, or what to do. */
  readonly way?: InLanguages
  /** What it costs. */
  readonly cost?: InLanguages
  /** What people call it when they ask. */
  readonly words: readonly string[]
  /** The agency that answers for it. */
  readonly owner: string
  /** ISO dates by the region's clock, both days included. */
  readonly validFrom: string | null
  readonly validUntil: string
}

/** `today`: the region's ISO date. */
export const isCurrent = ({ validFrom, validUntil }: Answer, today: string): boolean =>
  (validFrom ?? '') <= today && today <= validUntil

export const hasExpired = ({ validUntil }: Answer, today: string): boolean => validUntil < today

/** In the language, or in the default one. Empty when it is said in neither. */
export const inLanguage = (said: InLanguages | undefined, language: string, defaultLanguage: string): string => {
  const found = [language, defaultLanguage].find((one) => said !== undefined && Object.hasOwn(said, one))
  return found === undefined ? '' : (said?.[found] ?? '')
}

export type Upkeep = {
  /** Not said any more. The owner renews or removes it. */
  readonly expired: readonly Answer[]
  /** To be looked at soon. */
  readonly ending: readonly Answer[]
}

/** Which answers their owners have to look at: those that have ended, and those that end before the ISO date `soon`. */
export const upkeepOf = (answers: readonly Answer[], today: string, soon: string): Upkeep => ({
  expired: answers.filter((answer) => hasExpired(answer, today)),
  ending: answers.filter((answer) => !hasExpired(answer, today) && answer.validUntil < soon),
})
