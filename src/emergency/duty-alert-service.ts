/** Duty officers are texted while the phones ring, and say by a link that they know. */

import type { Sealer } from '../citizens/seal.ts'
import { note } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import { publish } from '../platform/outbox.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { noteTicket, ticketById, ticketOfContact } from '../tickets/service.ts'
import { alertWords, wallTime } from './alert-words.ts'
import {
  alertLifeMilliseconds,
  alertPath,
  alertText,
  type DutyAlert,
  placeWords,
  type ShownAlert,
  tokenHash,
  tokenOf,
} from './duty-alert.ts'
import * as alerts from './duty-alert-store.ts'
import type { Emergency } from './emergency.ts'
import type { Officer } from './ladder.ts'
import * as emergencies from './store.ts'
import * as texted from './text-emergency-store.ts'

export type AlertHouse = {
  readonly sealer: Sealer
  /** The house's own address, without a slash at its end. */
  readonly publicUrl: string
  /** The region's name, and its IANA zone. */
  readonly region: string
  readonly zone: string
  readonly kindLabel: (kind: string) => string
  readonly districtName: (id: string) => string | null
}

/** The fact by which a text goes out: number and words, sealed, since the words hold a link that acts. */
export const dutyTextTopic = 'duty.text_wanted'
export const dutyTextPurpose = 'sms.duty_text'

type About = {
  readonly emergencyId: string | null
  readonly ticketId: string | null
  readonly kind: string
  readonly where: string | null
  readonly raisedAt: number
}

async function alertOfficers(
  tx: Tx,
  house: AlertHouse,
  about: About,
  officers: readonly Officer[],
  { now, actor }: Context,
): Promise<readonly string[]> {
  const { emergencyId, ticketId, kind, where, raisedAt } = about
  const isByText = emergencyId === null
  const facts = { region: house.region, zone: house.zone, kind: house.kindLabel(kind), where, raisedAt, isByText }
  const told: string[] = []
  for (const { name, number } of officers) {
    const id = newId()
    const token = tokenOf(house.sealer.index, id)
    const kept = { id, emergencyId, ticketId, name, number, body: alertText(facts, ''), tokenHash: tokenHash(token) }
    if (!(await alerts.add(tx, { ...kept, sentAt: now, expiresAt: now + alertLifeMilliseconds }))) continue
    const body = alertText(facts, `${house.publicUrl}${alertPath}/${token}`)
    const sealed = house.sealer.seal(JSON.stringify({ to: number, body }), dutyTextPurpose).toString('base64')
    publish(tx, { topic: dutyTextTopic, payload: { alertId: id, kept: kept.body, sealed } }, { now, actor })
    told.push(name)
  }
  return told
}

/** The ladder starts: each of its duty officers is texted once an emergency, whichever ladders it comes to. */
export async function alertForEmergency(
  tx: Tx,
  house: AlertHouse,
  emergency: Emergency,
  officers: readonly Officer[],
  context: Context,
): Promise<void> {
  if (officers.length === 0) return
  const { id, callSid, kind, raisedAt } = emergency
  const ticket = await ticketOfContact(tx, callSid)
  const where = placeWords(districtOf(house, ticket?.district ?? null), ticket?.place ?? null)
  const about = { emergencyId: id, ticketId: null, kind, where, raisedAt }
  for (const name of await alertOfficers(tx, house, about, officers, context)) {
    note(tx, { callSid, kind: 'duty.texted', facts: { name } }, context)
  }
}

/** An emergency that was written: nobody is on the line, so that those who read are all there is. */
export async function alertForTicket(
  tx: Tx,
  house: AlertHouse,
  written: { readonly ticketId: string; readonly kind: string; readonly raisedAt: number },
  officers: readonly Officer[],
  context: Context,
): Promise<void> {
  const ticket = await ticketById(tx, written.ticketId)
  const where = placeWords(districtOf(house, ticket?.district ?? null), ticket?.place ?? null)
  await alertOfficers(tx, house, { ...written, emergencyId: null, where }, officers, context)
}

/** Who was texted about each emergency, and whether they have said to know. */
export async function officersOf(
  reader: Reader,
  emergencyIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Pick<DutyAlert, 'name' | 'acknowledgedAt'>[]>> {
  const told = emergencyIds.length === 0 ? [] : await alerts.alertsOf(reader, { emergencyIds })
  return Map.groupBy(told, ({ emergencyId }) => emergencyId ?? '')
}

const districtOf = (house: AlertHouse, id: string | null) => (id === null ? null : house.districtName(id))

/** Looking changes nothing: previews of links look too. Null for a token that is nobody's, or has expired. */
export async function showAlert(
  reader: Reader,
  house: AlertHouse,
  token: string,
  now: number,
): Promise<ShownAlert | null> {
  const alert = await alerts.byToken(reader, tokenHash(token), now)
  if (alert === null) return null
  const [about, others] = await Promise.all([aboutOf(reader, alert), alerts.alertsOf(reader, idsOf(alert))])
  if (about === null) return null
  const { ticket, kind, ...how } = about
  return {
    name: alert.name,
    region: house.region,
    zone: house.zone,
    kind: house.kindLabel(kind),
    where: placeWords(districtOf(house, ticket?.district ?? null), ticket?.place ?? null),
    ...how,
    acknowledgedAt: alert.acknowledgedAt,
    officers: others.map(({ name, acknowledgedAt }) => ({ name, acknowledgedAt })),
  }
}

const idsOf = ({ emergencyId, ticketId }: DutyAlert) =>
  emergencyId === null ? { ticketIds: [ticketId ?? ''] } : { emergencyIds: [emergencyId] }

async function aboutOf(reader: Reader, { emergencyId, ticketId }: DutyAlert) {
  if (emergencyId !== null) {
    const emergency = await emergencies.find(reader, emergencyId)
    if (emergency === null) return null
    const { kind, raisedAt, state, settledBy } = emergency
    const by = state === 'acknowledged' ? settledBy : null
    return { kind, raisedAt, state, by, ticket: await ticketOfContact(reader, emergency.callSid) }
  }
  const written = ticketId === null ? null : await texted.find(reader, ticketId)
  if (written === null) return null
  const { kind, raisedAt, settledBy } = written
  const state = settledBy === null ? ('written' as const) : ('acknowledged' as const)
  return { kind, raisedAt, state, by: settledBy, ticket: await ticketById(reader, written.ticketId) }
}

/**
 * An officer says to know. It is recorded and shown, and stills the alarm for an emergency that nobody has; the ladder of a caller on the
 * line goes on until somebody talks (docs/decisions/20). A written emergency, which has no caller on the line, is that officer's.
 * Saying it twice changes nothing.
 */
export async function acknowledgeAlert(
  tx: Tx,
  house: AlertHouse,
  token: string,
  context: Context,
): Promise<'acknowledged' | 'known' | 'unknown'> {
  const found = await alerts.byToken(tx, tokenHash(token), context.now)
  if (found === null) return 'unknown'
  const alert = await alerts.acknowledge(tx, found.id, context.now)
  if (alert === null) return 'known'
  const by = `duty:${alert.name}`
  if (alert.emergencyId !== null) {
    const emergency = await emergencies.find(tx, alert.emergencyId)
    const facts = { by, how: 'link' }
    if (emergency !== null) note(tx, { callSid: emergency.callSid, kind: 'duty.acknowledged', facts }, context)
  }
  if (alert.ticketId !== null) {
    await texted.settle(tx, alert.ticketId, by, context.now)
    const text = alertWords('ind', 'knows', { name: alert.name, time: wallTime(context.now, house.zone) })
    await noteTicket(tx, { ticketId: alert.ticketId, text }, context)
  }
  return 'acknowledged'
}
