/**
 * How grave an emergency is before a human has heard it, and why. Pure.
 *
 * The classes say what is known, not what is true: a caller of whom nothing is known is `unclear`, and may be dying. So a class only orders
 * those who wait for the same operators, and age overtakes it (src/dispatch/match.ts, docs/decisions/21). Nothing makes an emergency less
 * grave than what it was found to be: words, keys and answers only raise it.
 */

/** What a word or an answer makes of it; the site's files say so (src/flow/danger.ts). */
export type Gravity = 'life' | 'urgent'

/** A danger that the caller has named. */
export type NamedDanger = { readonly word: string; readonly gravity: Gravity }

/**
 * `life`: a life may be ending now. `urgent`: help is needed at once. `silent`: the caller cannot speak, and perhaps hides. `unclear`: the
 * emergency key was pressed, and nothing else is known. After the triage that dispatchers know (immediate, urgent, unknown), with the
 * silent call as a class of its own as in NENA-STA-020 and EENA's procedures for silent calls.
 */
export const severityClasses = ['unclear', 'silent', 'urgent', 'life'] as const
export type SeverityClass = (typeof severityClasses)[number]

/** Greater is graver, and 0 is nothing known. */
export const rankOf = (severity: SeverityClass): number => severityClasses.indexOf(severity)

const graver = (a: SeverityClass, b: SeverityClass): SeverityClass => (rankOf(b) > rankOf(a) ? b : a)

/** The answer to a question that was asked while help was being called. */
export type Answer = { readonly question: string; readonly answer: string; readonly gravity: Gravity | null }

export type Evidence = {
  /** The site's word for what it is, as far as the caller has told; null: not told. */
  readonly kind: string | null
  /** Dangers that the caller has named, at any time of the call. */
  readonly words: readonly NamedDanger[]
  readonly answers: readonly Answer[]
  /** The caller cannot speak, or has given no sign but a key that says so. */
  readonly silent: boolean
  /** The same caller has another emergency of the last hour that nobody has had, or that was dropped. */
  readonly hasAnother: boolean
  /** Other emergencies of the same district in the last minutes. */
  readonly nearby: number
}

/** Why; words, kinds and answers are the site's own, `class` what this alone would make of it. */
export type SeverityReason =
  | { readonly because: 'words'; readonly words: readonly string[]; readonly class: SeverityClass }
  | { readonly because: 'kind'; readonly kind: string; readonly class: SeverityClass }
  | {
      readonly because: 'answer'
      readonly question: string
      readonly answer: string
      readonly class: SeverityClass
    }
  | { readonly because: 'cannot_speak'; readonly class: SeverityClass }
  | { readonly because: 'called_before'; readonly class: SeverityClass }
  | { readonly because: 'nearby'; readonly count: number; readonly class: SeverityClass }
  | { readonly because: 'key'; readonly class: SeverityClass }

export type Severity = { readonly class: SeverityClass; readonly reasons: readonly SeverityReason[] }

/** So many calls from one district within minutes are an event that many see. */
export const clusterSize = 3

/** Words of one gravity are one reason: what is said twice is not graver. */
function ofWords(words: readonly NamedDanger[]): readonly SeverityReason[] {
  return (['life', 'urgent'] as const).flatMap((gravity) => {
    const said = words.filter((danger) => danger.gravity === gravity).map(({ word }) => word)
    return said.length === 0 ? [] : [{ because: 'words' as const, words: [...new Set(said)], class: gravity }]
  })
}

/** Only answers that tell how grave it is are reasons; the others stand in the record beside them. */
function ofAnswers(answers: readonly Answer[]): readonly SeverityReason[] {
  return answers.flatMap(({ question, answer, gravity }) =>
    gravity === null ? [] : [{ because: 'answer' as const, question, answer, class: gravity }],
  )
}

/** The gravest of what is known, and every reason, the gravest first. */
export function severityOf({ kind, words, answers, silent, hasAnother, nearby }: Evidence): Severity {
  const reasons: readonly SeverityReason[] = [
    ...ofWords(words),
    ...ofAnswers(answers),
    ...(kind === null ? [] : [{ because: 'kind' as const, kind, class: 'urgent' as const }]),
    ...(hasAnother ? [{ because: 'called_before' as const, class: 'urgent' as const }] : []),
    ...(nearby >= clusterSize ? [{ because: 'nearby' as const, count: nearby, class: 'urgent' as const }] : []),
    ...(silent ? [{ because: 'cannot_speak' as const, class: 'silent' as const }] : []),
  ]
  if (reasons.length === 0) return { class: 'unclear', reasons: [{ because: 'key', class: 'unclear' }] }
  const severity = reasons.map((reason) => reason.class).reduce(graver, 'unclear')
  return { class: severity, reasons: reasons.toSorted((a, b) => rankOf(b.class) - rankOf(a.class)) }
}
