/** What whoever takes an emergency over is told: for the ear in a sentence, for the eye as a document after NENA's EIDO. Pure. */

import type { Say } from '../flow/verbs.ts'
import type { SeverityClass, SeverityReason } from './severity.ts'

/**
 * Where the caller can be called back. `withheld`: nobody knows. `confidential`: the caller asked for it. `silent`: the caller cannot speak
 * and may hide, so that nobody may ring that phone.
 */
export type CallbackNumber =
  | { readonly known: 'number'; readonly number: string }
  | { readonly known: 'withheld' | 'confidential' | 'silent' }

/** A number that may be told; of a SIP caller the number in its address. `address` as the citizen's room keeps it. */
export function callbackNumber(
  address: string | null,
  { isOpen, isSilent }: { readonly isOpen: boolean; readonly isSilent: boolean },
): CallbackNumber {
  if (isSilent) return { known: 'silent' }
  if (!isOpen) return { known: 'confidential' }
  const number = address === null ? undefined : /^(?:sips?:)?(\+?[0-9]{3,15})(?:@|$)/i.exec(address)?.[1]
  return number === undefined ? { known: 'withheld' } : { known: 'number', number }
}

/** As it is known at this moment. Times in milliseconds since 1970. */
export type HandoverFacts = {
  readonly emergencyId: string
  readonly callSid: string
  /** The ticket's number; null for an emergency without one. */
  readonly ticketCode: string | null
  /** The site's word for it, and what people call it. */
  readonly kind: string
  readonly kindLabel: string
  readonly state: 'raised' | 'acknowledged' | 'closed' | 'dropped'
  readonly severity: { readonly class: SeverityClass; readonly reasons: readonly SeverityReason[] }
  readonly where: Where | null
  readonly callback: CallbackNumber
  readonly line: string
  readonly arrivedAt: number
  readonly raisedAt: number
  readonly endedAt: number | null
  /** Who has it: `staff:<id>`, `rung:<name>`; null while nobody has. */
  readonly holder: string | null
  /** In the citizen's own words, written; what was recorded stays with us. */
  readonly description: string | null
  readonly rungs: readonly { readonly name: string; readonly state: string; readonly at: number }[]
  readonly timeline: readonly { readonly at: number; readonly kind: string; readonly says: string }[]
}

/** `caller`: chosen by keys or words on the line. What an operator writes into the ticket replaces it. */
export type Where = { readonly district: string | null; readonly place: string | null; readonly source: 'caller' }

const placeOf = (where: Where | null): string | null => {
  const parts =
    where === null ? [] : [where.place, where.district].filter((part) => part !== null && part.trim() !== '')
  return parts.length === 0 ? null : parts.join(', ')
}

type Told = Pick<HandoverFacts, 'kindLabel' | 'where' | 'callback'>

/** The pieces of the sentence: what, where and callback number, as the site's files say them. */
export function spokenHandover(
  say: Say,
  facts: Told,
): { readonly kind: string; readonly where: string; readonly number: string } {
  const { callback } = facts
  const number =
    callback.known === 'number'
      ? say('mitra_nomor', { number: callback.number })
      : say(
          callback.known === 'silent'
            ? 'mitra_nomor_senyap'
            : callback.known === 'confidential'
              ? 'mitra_nomor_rahasia'
              : 'mitra_nomor_tersembunyi',
        )
  return { kind: facts.kindLabel, where: placeOf(facts.where) ?? say('mitra_tanpa_lokasi').text, number: number.text }
}

type Reference = { readonly $ref: string }
type Component = Readonly<Record<string, unknown>> & { readonly $id: string }

export type Handover = Component & {
  readonly eidoVersion: '1.0'
  readonly issuingElementIdentification: string
  readonly incidentComponent: readonly Component[]
  readonly callComponent: readonly Component[]
  readonly callbackComponent: readonly Component[]
  readonly locationComponent: readonly Component[]
  readonly dispatchComponent: readonly Component[]
  readonly notesComponent: readonly Component[]
  readonly agencyComponent: readonly Component[]
}

const priorities: Readonly<Record<SeverityClass, { readonly number: number; readonly call: string }>> = {
  life: { number: 1, call: 'highest' },
  silent: { number: 2, call: 'highest' },
  urgent: { number: 2, call: 'high' },
  unclear: { number: 3, call: 'high' },
}
const states = { raised: 'Received', acknowledged: 'Assigned', closed: 'Closed', dropped: 'Received' } as const

export type Issuer = {
  /** The host of the house's own address, as the sending system's name. */
  readonly element: string
  readonly region: string
}

/** A note is HTML in EIDO: nobody's words are markup. */
const plain = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const named = (name: string): string =>
  JSON.stringify([
    'vcard',
    [
      ['version', {}, 'text', '4.0'],
      ['fn', {}, 'text', name],
    ],
  ])

/** What is told beside the fields: the caller's own words, why there is no number, who was called, what was pressed, in time's order. */
function notesOf({ description, raisedAt, callback, arrivedAt, rungs, timeline }: HandoverFacts) {
  const words = description === null || description.trim() === '' ? [] : [{ at: raisedAt, says: description }]
  const number = callback.known === 'number' ? [] : [{ at: arrivedAt, says: `callback=${callback.known}` }]
  const called = rungs.map(({ name, state, at }) => ({ at, says: `rung=${name} state=${state}` }))
  return [...number, ...words, ...called, ...timeline].toSorted((one, other) => one.at - other.at)
}

/**
 * The document: components and names of NENA-STA-021 (EIDO-JSON), each with the prologue that it wants. Kinds and classes are the site's
 * own, in the fields for a local agency's words; positions are words, since nobody here has coordinates of a caller. A callback number
 * stands in it only when it may be told.
 */
export function eidoOf(facts: HandoverFacts, { element, region }: Issuer, now: number): Handover {
  const at = (moment: number) => new Date(moment).toISOString()
  const agency: Reference = { $ref: `urn:emergency:uid:agencyid:own:${element}` }
  const idOf = (kind: string, name: string) => `urn:emergency:uid:${kind}:${name}:${element}`
  const component = (
    kind: string,
    name: string,
    moment: number,
    more: Readonly<Record<string, unknown>>,
  ): Component => ({
    $id: idOf(kind, name),
    lastUpdateTimeStamp: at(moment),
    updatedByAgencyReference: agency,
    ...more,
  })
  const references = (of: readonly Component[]) => of.map(({ $id }): Reference => ({ $ref: $id }))
  const { emergencyId, callSid, severity, callback } = facts
  const place = placeOf(facts.where)
  const where = { locationTypeDescriptionRegistryText: 'Caller', locationDescriptionText: place }
  const locations = place === null ? [] : [component('locationid', emergencyId, now, where)]
  const callbacks =
    callback.known === 'number'
      ? [component('callbackid', callSid, facts.arrivedAt, { callBackInformationUri: [`tel:${callback.number}`] })]
      : []
  const notes = notesOf(facts).map((note, index) =>
    component('noteid', `${emergencyId}-${index + 1}`, note.at, { notesActionComments: plain(note.says) }),
  )
  const partners = facts.rungs.map(({ name, at: since }, index) =>
    component('agencyid', `${emergencyId}-${index + 1}`, since, {
      agencyRoleDescriptionRegistryText: ['Dispatching'],
      agencyType: ['other'],
      agencyJcard: named(name),
      incidentOwningAgencyIndicator: facts.holder === `rung:${name}`,
    }),
  )
  const [own, ...others] = [
    component('agencyid', 'own', now, {
      agencyRoleDescriptionRegistryText: ['CallReceiving'],
      agencyType: ['psap'],
      agencyJcard: named(region),
      incidentOwningAgencyIndicator: facts.holder?.startsWith('rung:') !== true,
    }),
    ...partners,
  ]
  const incident = component('incidentid', emergencyId, now, {
    incidentTypeCommonRegistryText: 'Other',
    incidentTypeInternalCode: facts.kind,
    incidentTypeInternalText: facts.kindLabel,
    incidentStatusCommonRegistryText: [states[facts.state]],
    incidentStatusInternalText: [facts.state],
    incidentPriorityInternalText: severity.class,
    incidentCommonPriorityNumber: priorities[severity.class].number,
    ...(facts.ticketCode === null ? {} : { internalIncidentId: facts.ticketCode }),
    locationReference: references(locations),
    notesReference: references(notes),
  })
  const call = component('callid', callSid, facts.endedAt ?? now, {
    standardPrimaryCallType: 'emergency',
    direction: 'incoming',
    priorityIdentifier: priorities[severity.class].call,
    queueIdentifier: facts.line,
    callStartTimestamp: at(facts.arrivedAt),
    callStateRegistryText: facts.endedAt === null ? 'callInProgress' : 'callEnded',
    ...(callbacks[0] === undefined ? {} : { callBackReference: { $ref: callbacks[0].$id } }),
    locationReference: references(locations),
  })
  return {
    ...component('eidoid', emergencyId, now, {}),
    eidoVersion: '1.0',
    issuingElementIdentification: element,
    incidentComponent: [incident],
    callComponent: [call],
    callbackComponent: callbacks,
    locationComponent: locations,
    dispatchComponent: others.map(({ $id }, index) =>
      component('dispatchid', `${emergencyId}-${index + 1}`, now, { agencyReference: { $ref: $id } }),
    ),
    notesComponent: notes,
    agencyComponent: own === undefined ? [] : [own, ...others],
  }
}
