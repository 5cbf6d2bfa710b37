/** `ask:` asks for a number in keys, or for words in a recording. */

import Type from 'typebox'
import { Id, nodeKind, SaidSchema, saidAt } from '../node-kind.ts'
import { record, takeWords, WordsFields } from '../recording.ts'
import { emit, go, missed, type Outcome, remember, repeat, say, type Turn } from '../turn.ts'

export const askNode = nodeKind({
  kind: 'ask',
  gives: 'keys',
  listens: true,
  fields: {
    ask: SaidSchema,
    kind: Type.Union([Type.Literal('digits'), Type.Literal('recording')]),
    save: Id,
    next: Id,
    /** Digits: shortest and longest number; the hash key ends it early. */
    length: Type.Optional(
      Type.Object(
        { min: Type.Integer({ minimum: 1, maximum: 20 }), max: Type.Integer({ minimum: 1, maximum: 20 }) },
        { additionalProperties: false },
      ),
    ),
    timeout_seconds: Type.Optional(Type.Integer({ minimum: 2, maximum: 15 })),
    /** Digits: never shown in a timeline or a log. */
    sensitive: Type.Optional(Type.Boolean()),
    ...WordsFields,
  },
  about: (spec) => {
    const complaints: { path: string[]; message: string }[] = []
    if (spec.kind === 'digits' && spec.length === undefined) {
      complaints.push({
        path: ['kind'],
        message: '"length" is missing: how many digits, for example { min: 6, max: 8 }',
      })
    }
    if (spec.length !== undefined && spec.length.min > spec.length.max) {
      complaints.push({ path: ['length'], message: '"min" is more than "max"' })
    }
    const foreign =
      spec.kind === 'digits'
        ? (['max_seconds', 'silence_seconds'] as const)
        : (['length', 'timeout_seconds', 'sensitive'] as const)
    for (const key of foreign) {
      if (spec[key] !== undefined) complaints.push({ path: [key], message: `means nothing for kind: ${spec.kind}` })
    }
    return {
      exits: [{ path: ['next'], to: spec.next, why: 'follows' }],
      prompts: saidAt(['ask'], spec.ask),
      saves: [spec.save],
      complaints,
    }
  },
  enter: (_, spec, turn) => {
    say(turn, spec.ask)
    if (spec.kind === 'recording') return record(spec)
    const maxDigits = spec.length?.max ?? 20
    const timeoutSeconds = spec.timeout_seconds ?? 6
    return { outcome: 'wait', verb: { verb: 'gather', spoken: [], maxDigits, finishOnKey: '#', timeoutSeconds } }
  },
  take: (node, spec, input, turn) => {
    if (spec.kind === 'recording') return takeWords(node, spec.save, input, turn) ?? go(spec.next)
    if (input.kind === 'silence') return missed('no_input')
    if (input.kind !== 'digits') return repeat
    return takeDigits(node, spec, input.digits, turn)
  },
})

function takeDigits(
  node: string,
  spec: { save: string; next: string; length?: { min: number; max: number }; sensitive?: boolean },
  pressed: string,
  turn: Turn,
): Outcome {
  const digits = pressed.replaceAll(/[\s#]/g, '')
  const { min, max } = spec.length ?? { min: 1, max: 20 }
  if (digits === '') return missed('no_input')
  if (!/^[0-9]+$/.test(digits) || digits.length < min || digits.length > max) return missed('no_match')
  remember(turn, { [spec.save]: digits })
  const value = spec.sensitive === true ? '*'.repeat(digits.length) : digits
  emit(turn, { event: 'answer.given', node, variable: spec.save, value })
  return go(spec.next)
}
