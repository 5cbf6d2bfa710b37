/** Words taken from the caller, recorded on a call and written in a text: what `ask` (a recording) and `voicemail` share. */

import Type from 'typebox'
import type { Input } from './input.ts'
import { emit, go, missed, type Outcome, reach, remember, repeat, type Turn } from './turn.ts'

export const WordsFields = {
  max_seconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 600 })),
  /** So much silence ends the recording. */
  silence_seconds: Type.Optional(Type.Integer({ minimum: 2, maximum: 10 })),
}

/** A text is no longer than this in all its parts. */
const LONGEST_TEXT = 1600

type Limits = { readonly max_seconds?: number; readonly silence_seconds?: number }

export function record(spec: Limits, { session }: Turn): Outcome {
  if (session.channel === 'text') {
    return { outcome: 'wait', verb: { verb: 'gather', spoken: [], maxDigits: 1, finishOnKey: '', timeoutSeconds: 15 } }
  }
  const maxSeconds = spec.max_seconds ?? 60
  const silenceSeconds = spec.silence_seconds ?? 4
  return { outcome: 'wait', verb: { verb: 'record', spoken: [], maxSeconds, silenceSeconds } }
}

type Keeping = { readonly save?: string; readonly next?: string }

/** Keeps the words and goes on. Less than a second is silence. */
export function takeWords(node: string, { save, next }: Keeping, input: Input, turn: Turn): Outcome {
  if (save === undefined || next === undefined) throw new Error('words without a name or a way on passed the parser')
  if (input.kind === 'silence') return missed('no_input')
  if (input.kind === 'digits') return missed('no_match')
  if (input.kind === 'text') return written(node, save, input.text, turn) ?? go(next)
  if (input.kind !== 'recorded') return repeat
  if (!(input.seconds >= 1)) return missed('no_input')
  const { recordingSid, seconds } = input
  remember(turn, { [save]: recordingSid })
  emit(turn, { event: 'words.recorded', node, variable: save, recordingSid, seconds })
  reach(turn, 'recorded')
  return go(next)
}

function written(node: string, variable: string, words: string, turn: Turn): Outcome | null {
  const text = words.trim().slice(0, LONGEST_TEXT).toWellFormed()
  if (text === '') return missed('no_input')
  remember(turn, { [variable]: text })
  emit(turn, { event: 'words.written', node, variable, text })
  reach(turn, 'recorded')
  return null
}
