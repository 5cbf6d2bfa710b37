/** Words taken from the caller: what `ask` (a recording) and `voicemail` share. */

import Type from 'typebox'
import type { Input } from './input.ts'
import { emit, missed, type Outcome, reach, remember, repeat, type Turn } from './turn.ts'

export const WordsFields = {
  max_seconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 600 })),
  /** So much silence ends the recording. */
  silence_seconds: Type.Optional(Type.Integer({ minimum: 2, maximum: 10 })),
}

export function record(spec: { readonly max_seconds?: number; readonly silence_seconds?: number }): Outcome {
  const maxSeconds = spec.max_seconds ?? 60
  const silenceSeconds = spec.silence_seconds ?? 4
  return { outcome: 'wait', verb: { verb: 'record', spoken: [], maxSeconds, silenceSeconds } }
}

/** Keeps the recording; `null` when words were taken and the node goes on. Less than a second is silence. */
export function takeWords(node: string, variable: string, input: Input, turn: Turn): Outcome | null {
  if (input.kind === 'silence') return missed('no_input')
  if (input.kind === 'digits') return missed('no_match')
  if (input.kind !== 'recorded') return repeat
  if (!(input.seconds >= 1)) return missed('no_input')
  remember(turn, { [variable]: input.recordingSid })
  emit(turn, { event: 'words.recorded', node, variable, recordingSid: input.recordingSid, seconds: input.seconds })
  reach(turn, 'recorded')
  return null
}
