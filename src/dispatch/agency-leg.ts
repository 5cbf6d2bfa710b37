/** What a duty phone hears that is brought into a conversation. Pure. */

import type { Say, Verb } from '../flow/verbs.ts'

/** A phone that presses nothing (a voicemail, a pocket) is let go after so many sentences. */
export const sentencesBeforeLetGo = 3

export const askVerbs = (say: Say, place: string): readonly Verb[] => [
  { verb: 'gather', spoken: [say('dinas_tawaran', { place })], maxDigits: 1, finishOnKey: '', timeoutSeconds: 4 },
]

export const joinVerbs = (say: Say, conference: string, label: string): readonly Verb[] => [
  { verb: 'say', spoken: [say('dinas_tersambung')] },
  { verb: 'join', conference, label, endsOnExit: false, leavesOnStar: true },
]

export const farewellVerbs = (say: Say, prompt: 'petugas_diambil' | 'mitra_selesai'): readonly Verb[] => [
  { verb: 'say', spoken: [say(prompt)] },
  { verb: 'hangup' },
]
