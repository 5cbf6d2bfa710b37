/** What an operator's phone hears: one sentence of what waits, and the key that accepts. Pure. */

import type { Say, Verb } from '../flow/verbs.ts'

/** Rounds of the sentence before a phone that presses nothing (a voicemail, a pocket) is let go. */
export const sentencesBeforeLetGo = 3

const hangup: Verb = { verb: 'hangup' }

export type OfferKind = 'caller' | 'emergency' | 'callback'

const offered = {
  caller: 'petugas_tawaran',
  emergency: 'petugas_tawaran_darurat',
  callback: 'petugas_tawaran_panggil_balik',
} as const satisfies Record<OfferKind, string>

export function offerVerbs(say: Say, lane: string, kind: OfferKind, again: boolean): readonly Verb[] {
  const sentence = say(offered[kind], kind === 'emergency' ? {} : { lane })
  return [
    {
      verb: 'gather',
      spoken: again ? [say('petugas_tekan_satu'), sentence] : [sentence],
      maxDigits: 1,
      finishOnKey: '',
      timeoutSeconds: 4,
    },
  ]
}

export function joinVerbs(
  say: Say,
  join: {
    readonly conference: string
    readonly label: string
    readonly shared: boolean
    readonly isEmergency: boolean
  },
): readonly Verb[] {
  return [
    { verb: 'say', spoken: [say(join.isEmergency ? 'petugas_tersambung_darurat' : 'petugas_tersambung')] },
    {
      verb: 'join',
      conference: join.conference,
      label: join.label,
      endsOnExit: !join.shared,
      leavesOnStar: true,
    },
  ]
}

export const farewellVerbs = (
  say: Say,
  prompt: 'petugas_diambil' | 'petugas_ditolak' | 'petugas_selesai',
): readonly Verb[] => [{ verb: 'say', spoken: [say(prompt)] }, hangup]
