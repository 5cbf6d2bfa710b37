/** A duty officer is texted that somebody is in danger, with a link that only a press makes act. Pure. */

import { createHash } from 'node:crypto'
import { alertWords, wallTime } from './alert-words.ts'

/** All times in milliseconds since 1970. */
export type DutyAlert = {
  readonly id: string
  readonly emergencyId: string | null
  readonly ticketId: string | null
  /** As the site's files name the officer. */
  readonly name: string
  readonly body: string
  readonly sentAt: number
  readonly expiresAt: number
  readonly acknowledgedAt: number | null
}

/** Longer than any emergency is of interest to whoever was on duty when it began. */
export const alertLifeMilliseconds = 6 * 60 * 60_000

/** Where it opens, below the house's own address. */
export const alertPath = '/siaga'

/** What a browser gives back as the token's place in a link: anything else is no token of ours. */
export const tokenPattern = /^[A-Za-z0-9_-]{22}$/

/** 128 bits of a keyed hash of the alert's id: nobody who has not the house's secret can make one, and the row need not keep it. */
export const tokenOf = (index: (text: string) => Buffer, alertId: string): string =>
  index(`duty alert ${alertId}`).subarray(0, 16).toString('base64url')

export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Where it is, as far as it is known: the landmark and the district. Null when nothing is. */
export function placeWords(district: string | null, place: string | null): string | null {
  const parts = [place, district].filter((part) => part !== null && part.trim() !== '')
  return parts.length === 0 ? null : parts.join(', ')
}

/** Text messages are paid by the piece, and a landmark may be a whole sentence. */
const longestPlace = 60
const shortened = (text: string) => (text.length <= longestPlace ? text : `${text.slice(0, longestPlace - 1)}…`)

export type AlertFacts = {
  readonly region: string
  readonly zone: string
  readonly kind: string
  readonly where: string | null
  readonly raisedAt: number
  readonly isByText: boolean
}

/** What the text says: what, where, since when. Nothing of who calls. `link` empty for what is kept. */
export function alertText(facts: AlertFacts, link: string): string {
  const { region, zone, kind, where, raisedAt, isByText } = facts
  return alertWords('ind', isByText ? 'textByText' : 'text', {
    region,
    kind,
    where: where === null ? alertWords('ind', 'nowhere') : shortened(where),
    time: wallTime(raisedAt, zone),
    link,
  }).trim()
}

/** What the page behind a link shows: as it stands now, and nothing of who calls. Times in milliseconds since 1970. */
export type ShownAlert = {
  readonly name: string
  readonly region: string
  readonly zone: string
  readonly kind: string
  readonly where: string | null
  readonly raisedAt: number
  readonly state: 'raised' | 'acknowledged' | 'closed' | 'dropped' | 'written'
  /** `staff:<id>`, `rung:<name>` or `duty:<name>`. */
  readonly by: string | null
  readonly acknowledgedAt: number | null
  readonly officers: readonly { readonly name: string; readonly acknowledgedAt: number | null }[]
}
