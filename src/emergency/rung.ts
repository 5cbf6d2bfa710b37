/** What a rung of the ladder hears. Pure. */

import type { Say, Verb } from '../flow/verbs.ts'

export type AttemptState = 'ringing' | 'talking' | 'accepted' | 'refused' | 'failed' | 'withdrawn' | 'ended'

export type Attempt = {
  readonly id: string
  readonly emergencyId: string
  readonly rung: string
  /** As `rungAddress` gives it. */
  readonly address: string
  readonly round: number
  readonly ringUntil: number
  readonly accepts: 'key' | 'talk'
  readonly state: AttemptState
  readonly legId: string | null
  readonly conversationId: string | null
  readonly talkingSince: number | null
}

/** It rings, talks, or has taken the caller. */
export const isLive = (state: AttemptState): state is 'ringing' | 'talking' | 'accepted' =>
  state === 'ringing' || state === 'talking' || state === 'accepted'

/** A duty phone that presses nothing (voicemail, a pocket) is let go after so many sentences. */
export const sentencesBeforeLetGo = 3

export function askVerbs(say: Say, values: { readonly place: string; readonly kind: string }): readonly Verb[] {
  return [{ verb: 'gather', spoken: [say('mitra_tawaran', values)], maxDigits: 1, finishOnKey: '', timeoutSeconds: 4 }]
}

export function joinVerbs(
  say: Say,
  join: {
    readonly conference: string
    readonly label: string
    readonly shared: boolean
    readonly place: string
    readonly kind: string
  },
): readonly Verb[] {
  return [
    { verb: 'say', spoken: [say('mitra_tersambung', { place: join.place, kind: join.kind })] },
    { verb: 'join', conference: join.conference, label: join.label, endsOnExit: !join.shared, leavesOnStar: false },
  ]
}

export const farewellVerbs = (
  say: Say,
  prompt: 'mitra_diambil' | 'mitra_ditolak' | 'mitra_selesai',
): readonly Verb[] => [{ verb: 'say', spoken: [say(prompt)] }, { verb: 'hangup' }]
