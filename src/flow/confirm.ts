/**
 * One spoken question before a lane, to a caller whose number was used for pranks lately: is help really wanted? Any key that means nothing
 * else is a yes; the lane's own keys do what they do, the emergency's first of all; and silence, asked twice, is a yes as well: nobody is
 * locked out.
 */

import type { Input } from './input.ts'
import { choose, type OptionsSpec } from './options.ts'
import { findPrompt } from './speech.ts'
import { change, emit, type Outcome, say, type Turn } from './turn.ts'

/** The house's own sentence; says `{key}`. */
export const confirmPrompt = 'antre_pastikan'

const timesAsked = 2

/** A key that the lane has no other use for. */
const keyFor = (options: OptionsSpec | undefined): string =>
  ['5', '6', '7', '8', '4', '3', '2', '0'].find((key) => options === undefined || !Object.hasOwn(options, key)) ?? '5'

const hasWords = ({ flow, session }: Turn): boolean =>
  [session.language, flow.defaultLanguage].some((language) => findPrompt(flow, language, confirmPrompt) !== null)

/** Whether the question comes before this lane. Asked once a call. */
export const mustConfirm = (turn: Turn): boolean =>
  turn.session.confirming === undefined && hasWords(turn) && turn.facts.friction === 'asked'

export const isConfirming = (node: string, { session }: Turn): boolean => session.confirming?.node === node

export function askToConfirm(node: string, options: OptionsSpec | undefined, turn: Turn): Outcome {
  const asked = isConfirming(node, turn) ? (turn.session.confirming?.asked ?? 0) + 1 : 1
  change(turn, { confirming: { node, asked } })
  if (asked === 1) emit(turn, { event: 'friction.asked', node })
  say(turn, confirmPrompt, { key: keyFor(options) })
  return { outcome: 'wait', verb: { verb: 'gather', spoken: [], maxDigits: 1, finishOnKey: '', timeoutSeconds: 5 } }
}

/** `enter`: into the lane now. */
export function hearConfirmation(
  node: string,
  options: OptionsSpec | undefined,
  input: Input,
  turn: Turn,
): Outcome | { readonly outcome: 'enter' } {
  const answered = (how: 'confirmed' | 'chose' | 'unanswered') => {
    change(turn, { confirming: { node: '', asked: 0 } })
    emit(turn, { event: 'friction.answered', node, how })
  }
  if (input.kind === 'digits') {
    const chosen = choose(node, options, input.digits, turn)
    answered(chosen === null ? 'confirmed' : 'chose')
    return chosen ?? { outcome: 'enter' }
  }
  if (input.kind === 'speech' && input.text.trim() !== '') {
    answered('confirmed')
    return { outcome: 'enter' }
  }
  if ((turn.session.confirming?.asked ?? timesAsked) < timesAsked) return askToConfirm(node, options, turn)
  answered('unanswered')
  return { outcome: 'enter' }
}
