/** What an operator's phone hears: one sentence of what waits, and the key that accepts. Pure. */

import type { Say, Verb } from '../flow/verbs.ts'

/** Rounds of the sentence before a phone that presses nothing (a voicemail, a pocket) is let go. */
export const sentencesBeforeLetGo = 3

const hangup: Verb = { verb: 'hangup' }

export type OfferKind = 'caller' | 'emergency' | 'callback' | 'silent' | 'silent_emergency'

const offered = {
  caller: 'petugas_tawaran',
  emergency: 'petugas_tawaran_darurat',
  callback: 'petugas_tawaran_panggil_balik',
  silent: 'petugas_tawaran_senyap',
  silent_emergency: 'petugas_tawaran_darurat_senyap',
} as const satisfies Record<OfferKind, string>

export function offerVerbs(say: Say, lane: string, kind: OfferKind, again: boolean): readonly Verb[] {
  const sentence = say(offered[kind], kind === 'caller' || kind === 'callback' ? { lane } : {})
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

type Joining = {
  readonly conference: string
  readonly label: string
  readonly shared: boolean
}

const join = ({ conference, label, shared }: Joining): Verb => ({
  verb: 'join',
  conference,
  label,
  endsOnExit: !shared,
  leavesOnStar: true,
})

export function joinVerbs(say: Say, joining: Joining & { readonly isEmergency: boolean }): readonly Verb[] {
  const sentence = say(joining.isEmergency ? 'petugas_tersambung_darurat' : 'petugas_tersambung')
  return [{ verb: 'say', spoken: [sentence] }, join(joining)]
}

/** Whose page shows who calls and how to end is joined at once: the citizen waits for no sentence. */
export const joinAtOnce = (joining: Joining): readonly Verb[] => [join(joining)]

export const farewellVerbs = (
  say: Say,
  prompt: 'petugas_diambil' | 'petugas_ditolak' | 'petugas_selesai',
): readonly Verb[] => [{ verb: 'say', spoken: [say(prompt)] }, hangup]
