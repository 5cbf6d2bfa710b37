/** `ask:` asks for something in keys or speech (`answers/answer.ts`), or for words in a recording. */

import { answerKinds, isAnswerKind } from '../answers/answer.ts'
import { type AskSpec, askFields } from '../answers/fields.ts'
import { NO_KEY, YES_KEY, yesNoWords } from '../answers/yes-no.ts'
import { type Heard, heardIn, listen } from '../listening.ts'
import { type About, complaint, missing, nodeKind, saidAt } from '../node-kind.ts'
import {
  choicesOf,
  choose,
  chooseByWords,
  optionExits,
  optionLanguages,
  optionPrompts,
  optionSets,
  optionTypes,
} from '../options.ts'
import { record, takeWords } from '../recording.ts'
import { findPrompt, own } from '../speech.ts'
import { emit, go, masked, missed, type Outcome, remember, say, type Turn } from '../turn.ts'
import type { Choice } from '../verbs.ts'

export const askNode = nodeKind({
  kind: 'ask',
  gives: 'keys',
  listens: true,
  fields: askFields,
  types: (spec) => ({
    ...optionTypes(spec.options),
    ...(spec.save === undefined ? {} : { [spec.save]: own(answerKinds, spec.kind)?.type ?? 'text' }),
  }),
  about: (spec) => {
    const isSecret = spec.sensitive === true || own(answerKinds, spec.kind)?.isSecret === true
    const saves = spec.save === undefined ? [] : [spec.save]
    return {
      exits: [
        ...(spec.next === undefined ? [] : [{ path: ['next'], to: spec.next, why: 'follows' as const }]),
        ...Object.entries(spec.exits ?? {}).map(([name, to]) => ({
          path: ['exits', name],
          to,
          why: 'chosen' as const,
        })),
        ...optionExits(spec.options),
      ],
      prompts: [
        ...saidAt(['ask'], spec.ask),
        ...optionPrompts(spec.options),
        ...(spec.hints === undefined ? [] : [{ path: ['hints'], prompt: spec.hints }]),
      ],
      saves,
      secret: isSecret ? saves : [],
      sets: optionSets(spec.options),
      languages: optionLanguages(spec.options),
      complaints: complaintsOf(spec),
    }
  },
  enter: (_, spec, turn) => {
    say(turn, spec.ask)
    if (!isAnswerKind(spec.kind)) return record(spec, turn)
    const { maxDigits, timeoutSeconds } = answerKinds[spec.kind]
    const most = maxDigits(spec)
    const keys = {
      maxDigits: most,
      finishOnKey: most === 1 ? ('' as const) : ('#' as const),
      timeoutSeconds: spec.timeout_seconds ?? timeoutSeconds,
    }
    return listen(keys, spec, turn, () => choicesAt(spec, turn), hintsAt(spec, turn))
  },
  take: (node, spec, input, turn) => {
    if (!isAnswerKind(spec.kind)) return takeWords(node, spec, input, turn)
    const heard = heardIn(input)
    if ('outcome' in heard) return heard
    return (
      (heard.by === 'keys'
        ? choose(node, spec.options, heard.text, turn)
        : chooseByWords(node, spec.options, heard.text, turn)) ?? answered(node, spec, heard, turn)
    )
  },
})

function answered(node: string, spec: AskSpec, heard: Heard, turn: Turn): Outcome {
  const text = heard.by === 'keys' ? heard.text.replaceAll(/[\s#]/g, '') : heard.text
  if (text === '') return missed('no_input')
  const kind = answerKinds[spec.kind as keyof typeof answerKinds]
  const value = kind.read({ ...heard, text }, spec, turn.session.language)
  if (value === null) return missed('no_match')
  if (spec.save !== undefined) {
    const isSecret = spec.sensitive === true || kind.isSecret
    remember(turn, { [spec.save]: value }, isSecret)
    emit(turn, { event: 'answer.given', node, variable: spec.save, value: isSecret ? masked(value) : value })
  }
  const to = spec.exits === undefined ? spec.next : spec.exits[value === 'yes' ? 'yes' : 'no']
  if (to === undefined) throw new Error('a question without a way on passed the parser')
  // An answer that nothing keeps is a choice: the way that is taken tells it in any case.
  if (spec.save === undefined) {
    emit(turn, { event: 'choice.made', node, option: to, digits: value === 'yes' ? YES_KEY : NO_KEY })
  }
  return go(to)
}

/** Yes and no are choices by nature; their words are the language's own. */
function choicesAt(spec: AskSpec, turn: Turn): readonly Choice[] {
  if (spec.kind !== 'yes_no') return choicesOf(spec.options, turn)
  const { yes, no } = yesNoWords(turn.session.language)
  return [
    { key: YES_KEY, label: null, words: yes },
    { key: NO_KEY, label: null, words: no },
  ]
}

const hintsAt = ({ hints }: AskSpec, { flow, session }: Turn): readonly string[] =>
  hints === undefined ? [] : (findPrompt(flow, session.language, hints)?.prompt.words ?? [])

/** What the schema cannot say, because it depends on the kind of the question. */
function complaintsOf(spec: AskSpec): NonNullable<About['complaints']> {
  const { kind, length, range, options, exits, next, save } = spec
  const isChoice = kind === 'yes_no' && exits !== undefined
  const means = ['ask', 'kind', ...fieldsOf(kind), ...SHARED]
  const taken = kind === 'speech' ? [] : Object.keys(options ?? {}).filter((key) => key !== '*')
  const crossed = ({ min, max }: { min: number; max: number } = { min: 0, max: 0 }): boolean => min > max
  return [
    ...(isChoice || next !== undefined ? [] : [missing('next', 'next: selesai')]),
    ...(isChoice || save !== undefined ? [] : [missing('save', 'save: jawaban')]),
    ...(kind === 'digits' && length === undefined ? [missing('length', 'length: { min: 6, max: 8 }')] : []),
    ...(exits === undefined || next === undefined ? [] : [complaint(['next'], 'beside', { other: 'exits' })]),
    ...(crossed(length) ? [complaint(['length'], 'crossed')] : []),
    ...(crossed(range) ? [complaint(['range'], 'crossed')] : []),
    ...(kind === 'speech' && options === undefined ? [complaint(['kind'], 'no_keys')] : []),
    ...taken.map((key) => complaint(['options', key], 'taken_key')),
    ...Object.keys(spec)
      .filter((key) => !means.includes(key))
      .map((key) => complaint([key], 'foreign', { kind })),
  ]
}

const fieldsOf = (kind: string): readonly string[] =>
  isAnswerKind(kind) ? answerKinds[kind].fields : ['max_seconds', 'silence_seconds', 'save', 'next']

/** Every node, or every node that listens, may have these. */
const SHARED = ['title', 'at_most', 'no_input', 'no_match']
