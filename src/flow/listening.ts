/** What a node hears: keys on the phone, speech beside them, or the words of a text; and the verb that listens for it. */

import type { Input } from './input.ts'
import type { ListeningSpec } from './node-kind.ts'
import { missed, type Outcome, repeat, type Turn } from './turn.ts'
import type { Choice, Verb } from './verbs.ts'

/** The carrier is less sure than this of what it heard: then nothing was understood. */
export const LEAST_CONFIDENCE = 0.4

export type Keys = {
  readonly maxDigits: number
  readonly finishOnKey: '#' | ''
  readonly timeoutSeconds: number
}

/** What came in, when it was something that a question can be answered by. `keys` are of the phone. */
export type Heard = { readonly text: string; readonly by: 'keys' | 'words' }

/** An answer to read, or what becomes of the turn when there is none. */
export function heardIn(input: Input): Heard | Outcome {
  switch (input.kind) {
    case 'digits':
      return { text: input.digits.trim(), by: 'keys' }
    case 'speech':
      if (input.text.trim() === '') return missed('no_input')
      return input.confidence >= LEAST_CONFIDENCE ? { text: input.text, by: 'words' } : missed('no_match')
    case 'text':
      return input.text.trim() === '' ? missed('no_input') : { text: input.text, by: 'words' }
    case 'silence':
      return missed('no_input')
    default:
      return repeat
  }
}

/** Whether speech counts here: the node says so, or else the flow; a text has no voice. */
export function hearsSpeech({ speech }: ListeningSpec, { flow, session }: Turn): boolean {
  return session.channel === 'voice' && (speech ?? flow.defaults.speech ?? false)
}

/** Waits for an answer. The names of choices go along where they are shown or may be said; on plain keys nobody needs them. */
export function listen(
  keys: Keys,
  spec: ListeningSpec,
  turn: Turn,
  choices: () => readonly Choice[],
  hints: readonly string[] = [],
): Outcome {
  const verb: Verb = { verb: 'gather', spoken: [], ...keys }
  const speech = hearsSpeech(spec, turn)
  if (!speech && turn.session.channel === 'voice') return { outcome: 'wait', verb }
  const named = choices()
  const full: Verb = named.length === 0 ? verb : { ...verb, choices: named }
  if (!speech) return { outcome: 'wait', verb: full }
  const heard = { language: turn.session.language, hints: hintsOf(named, hints) }
  return { outcome: 'wait', verb: { ...full, speech: heard } }
}

/** Words to expect: those that the question names, and what its choices are called. */
function hintsOf(choices: readonly Choice[], named: readonly string[]): readonly string[] {
  const hints = [...named]
  for (const { label, words } of choices) {
    if (label !== null) hints.push(label.text)
    hints.push(...words)
  }
  return hints
}
