/** What happened on a call without the database, told to the rooms afterwards. */

import type { CallerAddress } from '../citizens/address.ts'
import { know } from '../citizens/service.ts'
import { hasEnded } from '../conversations/call.ts'
import type { Entry, StatusReport } from '../conversations/call-store.ts'
import { isNews, mark } from '../conversations/diverted-service.ts'
import { beginCall, findCall, noteMany } from '../conversations/service.ts'
import { leaveDiverted } from '../dispatch/divert-service.ts'
import { tellEmergency } from '../emergency/diverted-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { fillTicket, openTicket } from '../tickets/service.ts'
import { houseKinds } from './effects.ts'
import type { SessionsHouse } from './house.ts'
import { endLine, reportStatus } from './service.ts'
import * as store from './store.ts'

/** One entry of the journal. `entry` is unique with the call; times in milliseconds since 1970. */
export type Told = { readonly callSid: string; readonly entry: string; readonly at: number } & (
  | {
      readonly what: 'turn'
      readonly line: string
      readonly caller: CallerAddress
      readonly emergency: string | null
      readonly isForDuty: boolean
      readonly reached: string | null
      readonly isOver: boolean
      readonly events: readonly Entry[]
    }
  | { readonly what: 'status'; readonly status: StatusReport['status']; readonly durationSeconds: number | null }
)

type ToldTurn = Extract<Told, { what: 'turn' }>

/**
 * Tells one entry, in its own time: the call's record, its mark, its place in no line, its timeline, its ticket and its emergency. What the
 * database knows already wins, and an entry that was told before does nothing.
 */
export async function tellDiverted(tx: Tx, house: SessionsHouse, told: Told): Promise<'told' | 'known'> {
  if (!(await isNews(tx, told))) return 'known'
  const context: Context = { now: told.at, actor: 'journal' }
  if (told.what === 'turn') await tellTurn(tx, house, told, context)
  else await reportStatus(tx, house, told, context)
  return 'told'
}

async function tellTurn(tx: Tx, house: SessionsHouse, told: ToldTurn, context: Context): Promise<void> {
  const { callSid, emergency, reached, events, isForDuty } = told
  // The dialogue first, as everyone takes it.
  const dialogue = await store.lock(tx, callSid)
  const citizenId = dialogue?.caller.citizenId ?? (await enter(tx, house, told, context))
  if (await mark(tx, { callSid, divertedAt: told.at, emergency, reached })) await leaveDiverted(tx, callSid, context)
  if (emergency !== null) {
    const ladder = house.ladderFor(emergency)
    await tellEmergency(tx, house.callbacks, { callSid, kind: emergency, ladder, reached }, context)
  }
  noteMany(tx, { callSid, entries: events }, context)
  if (emergency !== null || isForDuty) {
    const kind = emergency === null ? houseKinds.operator : houseKinds.emergency
    const opened = await openTicket(tx, { contact: callSid, channel: 'voice', citizenId, kind }, context)
    if (opened.outcome === 'known' && emergency !== null)
      await fillTicket(tx, { ticketId: opened.id, fields: { kind } }, context)
  }
  const call = await findCall(tx, callSid)
  // Its end may have been told before: what is told now of a call that is over is settled at once.
  if (call !== null && hasEnded(call.status)) await endLine(tx, house, callSid, null, context)
  else if (told.isOver)
    await reportStatus(tx, house, { callSid, at: told.at, status: 'completed', durationSeconds: null }, context)
}

async function enter(tx: Tx, house: SessionsHouse, told: ToldTurn, context: Context): Promise<string | null> {
  const { callSid, line, caller } = told
  const { citizenId } = await know(tx, { caller }, house.sealer, context)
  await beginCall(tx, { callSid, line, citizenId, callerKind: caller.kind, status: 'in-progress' }, context)
  return citizenId
}
