/** What happens on the leg of a duty phone that an operator brought in: asked, joined as a third, gone. */

import type { Leg, LegHandler, LegMoment } from '../conversations/leg.ts'
import { note } from '../conversations/service.ts'
import { admitThird } from '../conversations/third-service.ts'
import type { Say, Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { askVerbs, farewellVerbs, joinVerbs, sentencesBeforeLetGo } from './agency-leg.ts'
import { oneLess } from './shared-service.ts'
import * as waits from './wait-store.ts'

type AgencyHouse = { readonly say: Say; readonly place: string }

const hasJoined = ({ answer, metAt }: Leg): boolean => metAt !== null || answer?.at(-1)?.verb === 'join'

async function speak(
  tx: Tx,
  { say, place }: AgencyHouse,
  leg: Leg,
  moment: LegMoment,
  context: Context,
): Promise<readonly Verb[]> {
  if (moment.kind === 'returned' || (moment.kind === 'let_go' && hasJoined(leg))) {
    await leave(tx, leg, context)
    return farewellVerbs(say, 'mitra_selesai')
  }
  const wait = await waits.lockByConversation(tx, leg.about)
  if (wait === null || moment.kind === 'let_go') return farewellVerbs(say, 'petugas_diambil')
  if (moment.kind === 'digits' && moment.digits === '1') {
    await admitThird(tx, leg.about, context)
    waits.share(tx, wait.id, true)
    note(tx, { callSid: wait.callSid, kind: 'agency.joined', facts: { leg: leg.id } }, context)
    return joinVerbs(say, leg.about, leg.id)
  }
  const isRefused = moment.kind === 'digits' && moment.digits === '2'
  if (isRefused || (moment.kind !== 'answered' && leg.turn >= sentencesBeforeLetGo))
    return farewellVerbs(say, 'petugas_diambil')
  return askVerbs(say, place)
}

/** The others go on; two of them like any conversation of two. */
async function leave(tx: Tx, leg: Leg, context: Context): Promise<void> {
  const wait = await waits.lockByCall(tx, leg.citizenCallSid)
  if (wait?.conversationId === leg.about && wait.shared) await oneLess(tx, wait, leg.id, context)
}

export const agencyLegs = (house: AgencyHouse): LegHandler => ({
  speak: (tx, leg, moment, context) => speak(tx, house, leg, moment, context),
  ended: async (tx, leg, how, context) => {
    const joined = hasJoined(leg)
    const facts = joined ? { leg: leg.id } : { leg: leg.id, how }
    note(tx, { callSid: leg.citizenCallSid, kind: joined ? 'agency.left' : 'agency.not_reached', facts }, context)
    if (joined) await leave(tx, leg, context)
  },
  met: async () => {},
})
