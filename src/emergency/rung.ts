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

/** A duty phone that presses nothing (voicemail, a pocket) is let go after so many sentences, of some fifteen seconds each. */
export const sentencesBeforeLetGo = 2

/** What, where and callback number, as they are said (`spokenHandover`), and the region's name. */
export type Spoken = { readonly place: string; readonly kind: string; readonly where: string; readonly number: string }

export function askVerbs(say: Say, values: Spoken): readonly Verb[] {
  return [{ verb: 'gather', spoken: [say('mitra_tawaran', values)], maxDigits: 1, finishOnKey: '', timeoutSeconds: 4 }]
}

/** Who has pressed a key has heard what it is about; a control room, which is bridged on answer, hears it in one breath before. */
export function joinVerbs(
  say: Say,
  join: {
    readonly conference: string
    readonly label: string
    readonly shared: boolean
    readonly summary: Spoken | null
  },
): readonly Verb[] {
  const { conference, label, shared, summary } = join
  const sentence = summary === null ? say('mitra_tersambung') : say('mitra_tersambung_ringkas', summary)
  return [
    { verb: 'say', spoken: [sentence] },
    { verb: 'join', conference, label, endsOnExit: !shared, leavesOnStar: false },
  ]
}

export const farewellVerbs = (
  say: Say,
  prompt: 'mitra_diambil' | 'mitra_ditolak' | 'mitra_selesai',
): readonly Verb[] => [{ verb: 'say', spoken: [say(prompt)] }, { verb: 'hangup' }]
