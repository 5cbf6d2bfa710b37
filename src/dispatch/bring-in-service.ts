/** A conversation as its operator leads it: whose it is, and who else is brought in. */

import { legsOf, note, placeLeg } from '../conversations/service.ts'
import type { Target } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { DispatchHouse } from './hooks.ts'
import { offer as offerTo } from './match-service.ts'
import { colleague, type Offer } from './offer.ts'
import * as offers from './offer-store.ts'
import * as operators from './operator-store.ts'
import type { Wait } from './wait.ts'
import * as waits from './wait-store.ts'

/** A conversation that goes on, its caller's wait locked, and the offers by which operators of ours are in it. */
export type Led = { readonly wait: Wait; readonly conversationId: string; readonly operators: readonly Offer[] }

/** Null when it is over, or never was. */
export async function lockConversation(tx: Tx, conversationId: string): Promise<Led | null> {
  const wait = await waits.lockByConversation(tx, conversationId)
  if (wait === null) return null
  const accepted = (await offers.liveFor(tx, wait.id)).filter(({ state }) => state === 'accepted')
  return { wait, conversationId, operators: accepted }
}

/** The leg of this person in it; null for somebody who is not there. */
export const legOf = ({ operators }: Led, staffId: string): string | null =>
  operators.find((offer) => offer.staffId === staffId)?.legId ?? null

/** Rings a colleague who is free, to join as a third. False when that one is not free, or rings already. */
export async function bringInColleague(
  tx: Tx,
  house: DispatchHouse,
  { wait }: Led,
  staffId: string,
  context: Context,
): Promise<boolean> {
  const device = await operators.lockFreeOne(tx, staffId)
  if (device === null) return false
  const waiting = { lane: wait.lane, emergency_id: wait.emergencyId, call_sid: wait.callSid }
  await offerTo(tx, house, { waitId: wait.id, staffId, reason: colleague }, waiting, { device }, context)
  return true
}

const ringSeconds = 30

/** Rings a duty phone, which joins as a third when somebody there presses 1. False while it rings already. */
export async function bringInContact(
  tx: Tx,
  { wait, conversationId }: Led,
  contact: { readonly name: string; readonly target: Target },
  context: Context,
): Promise<boolean> {
  const there = (await legsOf(tx, wait.callSid)).filter(
    ({ purpose, about, endedAt, endWantedAt }) =>
      purpose === 'agency' && about === conversationId && endedAt === null && endWantedAt === null,
  )
  // One at a time: whom a second press meant is not known, and two who pick up at once talk to each other.
  if (there.some(({ answer }) => answer?.at(-1)?.verb !== 'join')) return false
  const { callSid: citizenCallSid } = wait
  const leg = { purpose: 'agency', about: conversationId, citizenCallSid, target: contact.target } as const
  const legId = placeLeg(tx, { ...leg, ringSeconds, urgent: wait.emergencyId !== null }, context)
  note(tx, { callSid: citizenCallSid, kind: 'agency.called', facts: { leg: legId, name: contact.name } }, context)
  return true
}
