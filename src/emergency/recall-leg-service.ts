/** A rung of the ladder that takes a caller who is being called back: it waits while the citizen's phone rings. */

import type { Leg, LegHandler } from '../conversations/leg.ts'
import type { CallbackHouse } from '../dispatch/callback-house.ts'
import { noAnswerVerbs } from '../dispatch/callback-leg.ts'
import { tellRecalled } from '../dispatch/callback-line-service.ts'
import { meetPartner, partnerLeft, takenByPartner } from '../dispatch/callback-partner-service.ts'
import type { Verb } from '../flow/verbs.ts'
import type { Tx } from '../platform/postgres.ts'
import * as attempts from './attempt-store.ts'
import * as emergencies from './store.ts'

/** The rung's leg as it is, and what it does beside that for a caller who is not on the line. */
export function withRecalls(house: CallbackHouse, rung: LegHandler): LegHandler {
  const waiting = (verbs: readonly Verb[]): readonly Verb[] => [
    { verb: 'say', spoken: [house.say('mitra_memanggil_warga')] },
    ...verbs.filter(({ verb }) => verb === 'join'),
  ]
  return {
    speak: async (tx, leg, moment, context) => {
      if (moment.kind === 'let_go' && (await wasInVain(tx, leg))) return noAnswerVerbs(house.say)
      const before = await takenByPartner(tx, leg)
      const verbs = await rung.speak(tx, leg, moment, context)
      if (before !== null || verbs.at(-1)?.verb !== 'join') return verbs
      const taken = await takenByPartner(tx, leg)
      if (taken === null) return verbs
      await tellRecalled(tx, house, taken.callback, { what: 'calling' }, context)
      return waiting(verbs)
    },
    ended: async (tx, leg, how, context) => {
      const taken = await takenByPartner(tx, leg)
      if (taken !== null) await partnerLeft(tx, house, taken, context)
      await rung.ended(tx, leg, how, context)
    },
    met: async (tx, leg, context) => {
      if (await isHuman(tx, leg)) meetPartner(tx, leg, context)
      await rung.met(tx, leg, context)
    },
  }
}

/** The rung has taken the caller, whose phone rang in vain then. */
async function wasInVain(tx: Tx, leg: Leg): Promise<boolean> {
  const attempt = await attempts.find(tx, leg.about)
  if (attempt?.state !== 'accepted' && attempt?.state !== 'talking') return false
  return (await emergencies.find(tx, attempt.emergencyId))?.state === 'dropped'
}

/** Whoever pressed a key is no machine; of a control room only the length of the talk tells. */
async function isHuman(tx: Tx, leg: Leg): Promise<boolean> {
  return (await attempts.find(tx, leg.about))?.accepts === 'key'
}
