/** What a text dialogue gets where only a call can go on: words, a human who is told, and the way that the flow names. */

import type { CallOnlySpec } from './node-kind.ts'
import { emit, go, type Outcome, say, type Turn } from './turn.ts'

/**
 * The node's own way, else the flow's. `whom` is who should follow it up, null when no human of ours was asked for. A flow that names
 * no way apologises and ends; the follow-up stands.
 */
export function wantHuman(
  node: string,
  { text }: CallOnlySpec,
  whom: { readonly lane: string; readonly emergency?: string } | null,
  turn: Turn,
): Outcome {
  if (whom !== null) emit(turn, { event: 'human.wanted', node, ...whom })
  const variant = text ?? turn.flow.defaults.text
  if (variant !== undefined) {
    say(turn, variant.say)
    return go(variant.go)
  }
  say(turn, turn.flow.defaults.error.say)
  return { outcome: 'end' }
}
