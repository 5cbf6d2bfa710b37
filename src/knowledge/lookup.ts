/** What a flow's `lookup: knowledge` asks and hears. */

import { type Answer, hasExpired, inLanguage, isCurrent } from './answer.ts'
import { answerTo } from './question.ts'

export type Asking = {
  readonly answers: readonly Answer[]
  /** ISO 639-3. */
  readonly language: string
  readonly defaultLanguage: string
  /** The region's ISO date. */
  readonly today: string
  /** The end of an ISO date by the region's clock, in milliseconds since 1970. */
  readonly endOf: (date: string) => number
}

export type Looked =
  | { readonly outcome: 'found'; readonly values: Readonly<Record<string, string>> }
  /** `expired`: ids of what would have been the answer, had somebody kept it up. */
  | { readonly outcome: 'not_found'; readonly expired: readonly string[] }

type Input = Readonly<Record<string, string>>

const given = (value: string | undefined): value is string => value !== undefined && value !== ''

/** By id, by topic, by question, or a question within a topic; the order of the file. */
function wanted(answers: readonly Answer[], { id, topic, text }: Input): readonly Answer[] {
  if (given(id)) return answers.filter((answer) => answer.id === id)
  const within = given(topic) ? answers.filter((answer) => answer.topic === topic) : answers
  if (!given(text)) return given(topic) ? within : []
  const meant = answerTo(within, text)
  return meant === null ? [] : [meant]
}

/**
 * `input`: `id`; or `topic` and, of its current answers, the `number` (from 1; the first without it); or `text`, a question. Gives the
 * values by name, all as text: `valid_until` in milliseconds since 1970; `number` and `count` tell the place among the answers of a topic.
 * What has expired, or is yet to begin, is never given.
 */
export function lookUpAnswer(asking: Asking, input: Input): Looked {
  const { answers, today } = asking
  const current = wanted(
    answers.filter((answer) => isCurrent(answer, today)),
    input,
  )
  const number = given(input.number) ? Number(input.number) : 1
  const answer = Number.isInteger(number) ? current[number - 1] : undefined
  if (answer === undefined) {
    const expired = wanted(
      answers.filter((one) => hasExpired(one, today)),
      input,
    )
    return { outcome: 'not_found', expired: current.length > 0 ? [] : expired.map(({ id }) => id) }
  }
  return { outcome: 'found', values: { ...valuesOf(answer, asking), number: `${number}`, count: `${current.length}` } }
}

function valuesOf(answer: Answer, { language, defaultLanguage, endOf }: Asking): Readonly<Record<string, string>> {
  const say = (said: Answer['text'] | undefined) => inLanguage(said, language, defaultLanguage)
  return {
    id: answer.id,
    title: say(answer.title),
    text: say(answer.text),
    sms: say(answer.sms ?? answer.text),
    way: say(answer.way),
    cost: say(answer.cost),
    valid_until: String(endOf(answer.validUntil)),
  }
}
