/** What a citizen who is called back hears, and the operator who waits for it. Pure. */

import type { Say, Verb } from '../flow/verbs.ts'

const hangup: Verb = { verb: 'hangup' }

/** The operator hears whether the citizen picks up at most so much later; the citizen's greeting lasts longer. */
const operatorLooksSeconds = 2
/** Between a conversation that ended on the wire and the record of how it ended. */
const citizenLooksSeconds = 2
/** A citizen who waits for another operator hears something at least so often. */
const holdSeconds = 10

const hold = (seconds: number, spoken: readonly ReturnType<Say>[] = []): readonly Verb[] => [
  { verb: 'hold', spoken, seconds },
]

/** To the operator, who has accepted: the citizen's phone rings. */
export const callingVerbs = (say: Say): readonly Verb[] => hold(operatorLooksSeconds, [say('petugas_memanggil_warga')])
export const stillCallingVerbs = (): readonly Verb[] => hold(operatorLooksSeconds)
export const noAnswerVerbs = (say: Say): readonly Verb[] => [
  { verb: 'say', spoken: [say('petugas_warga_tidak_menjawab')] },
  hangup,
]

/** Puts the citizen into the conversation, greeted or with a word of regret. */
export const citizenJoins = (
  say: Say,
  conference: string,
  prompt: 'panggil_balik_salam' | 'darurat_panggil_balik' | 'sedang_disambungkan',
): readonly Verb[] => [
  { verb: 'say', spoken: [say(prompt)] },
  // Nobody of ours is the citizen's label in this conference: the citizen is, as in any other.
  { verb: 'join', conference, label: 'citizen', endsOnExit: true, leavesOnStar: false },
]

/** The conversation is over or has broken off: which one, will be known in a moment. */
export const citizenLooks = (): readonly Verb[] => hold(citizenLooksSeconds)
export const citizenWaits = (say: Say, prompt: 'panggil_balik_terputus' | 'sedang_disambungkan'): readonly Verb[] =>
  hold(holdSeconds, [say(prompt)])
export const citizenGoes = (say: Say, prompt: 'panggil_balik_selesai' | 'panggil_balik_nanti'): readonly Verb[] => [
  { verb: 'say', spoken: [say(prompt)] },
  hangup,
]
