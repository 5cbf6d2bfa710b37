/** What whoever the safe flow rings hears, before the caller is heard. Data in, data out. */

import type { Input } from '../flow/input.ts'
import type { Say, Spoken, Verb } from '../flow/verbs.ts'

/** Travels signed in the address. */
export type SafeCallee = {
  /** The citizen's call. */
  readonly call: string
  /** Which of its turns rang. */
  readonly turn: number
  readonly name: string
  readonly accepts: 'key' | 'talk'
  /** What to call the emergency. */
  readonly label: string
  readonly asked: number
}

/** Voicemail and pockets press nothing: they are let go after so many sentences. */
const mostSentences = 3

export type CalleeStep =
  /** The document runs out, and the two are connected. */
  | { readonly step: 'connect'; readonly spoken: readonly Spoken[] }
  | { readonly step: 'ask'; readonly verbs: readonly Verb[]; readonly next: SafeCallee }
  | { readonly step: 'let_go'; readonly verbs: readonly Verb[] }

export function speakToCallee(callee: SafeCallee, input: Input, say: Say, place: string): CalleeStep {
  const values = { place, kind: callee.label }
  if (callee.accepts === 'talk') return { step: 'connect', spoken: [say('aman_mitra_langsung', values)] }
  if (input.kind === 'digits' && input.digits === '1') return { step: 'connect', spoken: [] }
  if (input.kind === 'digits' || callee.asked >= mostSentences) {
    const spoken = [say('mitra_ditolak')]
    return { step: 'let_go', verbs: [{ verb: 'say', spoken }, { verb: 'hangup' }] }
  }
  const question: Verb = {
    verb: 'gather',
    spoken: [say('aman_mitra', values)],
    maxDigits: 1,
    finishOnKey: '',
    timeoutSeconds: 4,
  }
  return { step: 'ask', verbs: [question], next: { ...callee, asked: callee.asked + 1 } }
}
