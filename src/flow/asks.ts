/**
 * Questions that are asked while help is being called: answered by a key or a word, and waited for by nobody. What is not answered is asked
 * again at most `times`; then the caller goes on waiting. Pure.
 */

import Type, { type Static } from 'typebox'
import { keyHeard } from './choice.ts'
import { type Danger, dangersIn, noDangerWords } from './danger.ts'
import type { Flow, WaitMemory } from './flow.ts'
import type { Input } from './input.ts'
import { LEAST_CONFIDENCE } from './listening.ts'
import { Id, PromptId, type PromptUse, type Reference, SaidSchema, saidAt, Title } from './node-kind.ts'
import { findPrompt, own } from './speech.ts'
import { change, emit, list, say, spokenAs, type Turn } from './turn.ts'
import type { Choice, Verb } from './verbs.ts'

const closed = { additionalProperties: false }

const AskOption = Type.Object(
  {
    /** What is kept; absent: the kind. */
    answer: Type.Optional(Id),
    /** From here on it is an emergency of this kind. */
    kind: Type.Optional(Id),
    /** How grave it is with this answer. */
    gravity: Type.Optional(Type.Union([Type.Literal('life'), Type.Literal('urgent')])),
    /** The prompt whose text and words may be said for it. */
    label: Type.Optional(PromptId),
  },
  closed,
)

const Ask = Type.Object(
  {
    id: Id,
    /** What people who read call it; never heard. */
    title: Type.Optional(Title),
    say: SaidSchema,
    options: Type.Record(Type.String({ pattern: '^[0-9]$' }), AskOption, {
      ...closed,
      minProperties: 1,
      maxProperties: 5,
    }),
    /** How often at most; absent: twice. */
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
  },
  closed,
)
export const Asks = Type.Array(Ask, { minItems: 1, maxItems: 6 })
export type AskSpec = Static<typeof Ask>
type AskOptionSpec = Static<typeof AskOption>

const USUAL_TIMES = 2
/** Words of a frightened caller are kept, but not an hour of them. */
const LONGEST_WORDS = 500

export const askPrompts = (asks: readonly AskSpec[]): readonly PromptUse[] =>
  asks.flatMap(({ say, options }, index) => [
    ...saidAt(['asks', index, 'say'], say),
    ...Object.entries(options).flatMap(([key, { label }]) =>
      label === undefined ? [] : [{ path: ['asks', index, 'options', key, 'label'], prompt: label }],
    ),
  ])

export const askReferences = (asks: readonly AskSpec[]): readonly Reference[] =>
  asks.flatMap(({ options }, index) =>
    Object.entries(options).flatMap(([key, { kind }]) =>
      kind === undefined
        ? []
        : [{ path: ['asks', index, 'options', key, 'kind'], what: 'emergency' as const, id: kind }],
    ),
  )

export const askDocuments = (asks: readonly AskSpec[]): string[][] => asks.map(({ say }) => [...list(say)])

const answerOf = ({ answer, kind }: AskOptionSpec, key: string): string => answer ?? kind ?? key

/** The question that comes next: not answered, and not yet asked as often as it may be. */
export function nextAsk(asks: readonly AskSpec[], { asked = {}, answered = [] }: WaitMemory): AskSpec | null {
  return asks.find(({ id, times = USUAL_TIMES }) => !answered.includes(id) && (own(asked, id) ?? 0) < times) ?? null
}

/** Says the question and listens for its answer, for the rest of a document. `hears`: also to speech, where the carrier hears it. */
export function ask(
  question: AskSpec,
  memory: WaitMemory,
  { seconds, hears }: { readonly seconds: number; readonly hears: boolean },
  turn: Turn,
): Verb {
  say(turn, question.say)
  const asked = { ...memory.asked, [question.id]: (own(memory.asked ?? {}, question.id) ?? 0) + 1 }
  change(turn, { wait: { ...memory, asked, asking: question.id, hasJustAsked: true } })
  const verb: Verb = { verb: 'hold', spoken: [], seconds }
  if (!hears) return verb
  const choices = choicesOf(question, turn)
  const hints = choices.flatMap(({ label, words }) => [...(label === null ? [] : [label.text]), ...words])
  return { ...verb, choices, speech: { language: turn.session.language, hints } }
}

function choicesOf({ options }: AskSpec, turn: Turn): readonly Choice[] {
  const { flow, session } = turn
  return Object.entries(options).map(([key, { label }]) => ({
    key,
    label: label === undefined ? null : spokenAs(turn, label),
    words: [session.language, flow.defaultLanguage].flatMap(
      (language) => (label === undefined ? null : findPrompt(flow, language, label))?.prompt.words ?? [],
    ),
  }))
}

/**
 * Takes what came in as the answer to the question asked last. Words are told in any case: whoever answers the call reads them, and a
 * danger that they name is the answer to a question for its kind. Gives whether something was answered.
 */
export function hearAnswer(node: string, asks: readonly AskSpec[], input: Input, turn: Turn): boolean {
  const { wait } = turn.session
  if (wait === null) return false
  if (input.kind === 'speech') return hearWords(node, asks, wait, input, turn)
  if (input.kind !== 'digits') return false
  const question = asks.find(({ id }) => id === wait.asking)
  const key = input.digits.trim()
  return question === undefined ? false : answer(node, question, key, turn)
}

function hearWords(
  node: string,
  asks: readonly AskSpec[],
  { asking }: WaitMemory,
  { text, confidence }: Extract<Input, { kind: 'speech' }>,
  turn: Turn,
): boolean {
  const words = text.trim().slice(0, LONGEST_WORDS).toWellFormed()
  if (words === '') return false
  emit(turn, { event: 'words.heard', node, text: words })
  if (confidence < LEAST_CONFIDENCE) return false
  const question = asks.find(({ id }) => id === asking)
  const key = question === undefined ? null : keyHeard(words, choicesOf(question, turn), turn.session.language)
  if (question !== undefined && key !== null) return answer(node, question, key, turn)
  return tellKinds(node, asks, dangersIn(turn.flow.dangerWords ?? noDangerWords, words), turn)
}

/** What somebody has said already need not be asked: the first kind that was named answers the question for it. */
export function tellKinds(node: string, asks: readonly AskSpec[], dangers: readonly Danger[], turn: Turn): boolean {
  for (const { kind } of dangers) {
    if (kind === null) continue
    for (const question of asks) {
      const key = Object.keys(question.options).find((one) => question.options[one]?.kind === kind)
      if (key !== undefined && answer(node, question, key, turn)) return true
    }
  }
  return false
}

function answer(node: string, question: AskSpec, key: string, turn: Turn): boolean {
  const option = own(question.options, key)
  const { wait } = turn.session
  if (option === undefined || wait === null || wait.answered?.includes(question.id) === true) return false
  const { kind, gravity } = option
  emit(turn, {
    event: 'emergency.told',
    node,
    question: question.id,
    answer: answerOf(option, key),
    ...(kind === undefined ? {} : { kind }),
    ...(gravity === undefined ? {} : { gravity }),
  })
  const { asking: _, ...others } = wait
  change(turn, { wait: { ...others, answered: [...(wait.answered ?? []), question.id] } })
  return true
}

/**
 * What the flow's questions and their answers are called, for those who read them: `?<question>` and `?<question>=<answer>`, by language.
 * One without a title is called by its id.
 */
export function questionNames(flow: Flow): readonly { readonly id: string; readonly names: Names }[] {
  const asks = Object.values(flow.nodes).flatMap(({ kind, spec }) =>
    kind === 'emergency' ? ((spec as { readonly asks?: readonly AskSpec[] }).asks ?? []) : [],
  )
  return asks.flatMap(({ id, title, options }) => [
    ...(title === undefined
      ? []
      : [{ id: `?${id}`, names: typeof title === 'string' ? { [flow.defaultLanguage]: title } : title }]),
    ...Object.entries(options).flatMap(([key, option]) => {
      const { label } = option
      if (label === undefined) return []
      const names = flow.languages.map((language) => [language, findPrompt(flow, language, label)?.prompt.text ?? key])
      return [{ id: `?${id}=${answerOf(option, key)}`, names: Object.fromEntries(names) as Names }]
    }),
  ])
}

type Names = Readonly<Record<string, string>>
