/** What one regency or city says about itself, after reading and checking. */

import type { LadderPlan } from '../emergency/ladder.ts'
import type { Case } from '../flow/case-schema.ts'
import type { DangerWords } from '../flow/danger.ts'
import type { Flow, Problem } from '../flow/flow.ts'
import type { Target } from '../flow/verbs.ts'
import type { Answer } from '../knowledge/answer.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import type { Calendar } from './calendar.ts'
import type { Holidays } from './holidays.ts'
import type { SiteOverlay } from './overlay.ts'

export type Site = {
  readonly name: string
  /** IANA zone of the region: WIB, WITA or WIT. */
  readonly zone: string
  readonly languages: readonly string[]
  readonly defaultLanguage: string
  /** Folders, from the site's own, that lend it flows, prompts and holidays. */
  readonly libraries: readonly string[]
  /** The first one answers every line that no other flow is named for. */
  readonly flows: readonly Flow[]
  /** The scripted calls of each flow, by its id. */
  readonly cases: Readonly<Record<string, readonly Case[]>>
  /** By flow, then by language: the share of the default language's prompts that it has, from 0 to 1. */
  readonly coverage: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly lines: readonly Line[]
  readonly lanes: readonly Lane[]
  /** By the emergency's kind. */
  readonly ladders: Readonly<Record<string, LadderPlan>>
  /** Where callers go when everything else fails. */
  readonly dutyLine: Duty
  /** By name: what flows may dial. */
  readonly targets: Readonly<Record<string, Duty>>
  /** Duty phones of agencies, by the agency's id. */
  readonly duties: readonly Duty[]
  readonly agencies: readonly Agency[]
  readonly topics: readonly Topic[]
  readonly districts: readonly District[]
  readonly carrier: Carrier
  /** Hours of each week, by name; whether one is open at a moment say `isOpen` and `open`. */
  readonly calendars: readonly Calendar[]
  readonly holidays: Holidays
  /** Districts, villages and landmarks, as people name them. */
  readonly gazetteer: Gazetteer
  /** What callers say and write when somebody is in danger. */
  readonly dangerWords: DangerWords
  /** What the line can answer by itself, also what has expired. */
  readonly answers: readonly Answer[]
  /** Temporary changes, also those whose time is over or yet to come. */
  readonly overlays: readonly SiteOverlay[]
  /** What is told and refuses nothing. */
  readonly warnings: readonly Problem[]
  /** When the supervisors' pages ring the alarm; `staffed` is the calendar in which somebody has to be signed in, null: any that is open. */
  readonly alarms: { readonly emergencySeconds: number; readonly staffed: string | null }
  /** How the line watches itself: minutes between two calls of our own through it, days between two drills of a ladder; null: never. */
  readonly watch: { readonly everyMinutes: number | null; readonly drillDays: number | null }
  /** How citizens are called back; what is not said here is as usual. */
  readonly callbacks: { readonly times?: number; readonly restSeconds?: readonly number[]; readonly keepHours?: number }
  /** What may be dialled at all: prefixes of E.164 numbers, hosts of SIP addresses, trunks for short codes. */
  readonly dialling: Dialling
  /** Is the calendar open at this moment (milliseconds since 1970)? Throws on an id that the site does not have. */
  readonly isOpen: (calendarId: string, nowMs: number) => boolean
  /** Every calendar at once, as `Facts.open` wants it. */
  readonly open: (nowMs: number) => Readonly<Record<string, boolean>>
}

/** `to` is E.164 (`+62...`), a short code (`112`) or the user part of a SIP address. */
export type Line = {
  readonly to: string
  readonly label: string
  readonly flow: string
  /** Conversations on it are recorded; absent: they are not. */
  readonly recording?: boolean
}

export type Duty = { readonly id: string; readonly name: string; readonly target: Target }

export type Lane = {
  readonly id: string
  readonly label: string
  /** Higher goes first. */
  readonly priority: number
  readonly offer: { readonly ringSeconds: number; readonly leaseSeconds: number }
  /** What is promised from the first ring to a human, and the wait that is an alarm. */
  readonly promise: { readonly answerSeconds: number; readonly limitSeconds: number }
}

export type Agency = { readonly id: string; readonly name: string; readonly coordinator: boolean }

export type Topic = {
  readonly id: string
  readonly label: string
  readonly agency: string
  /** Kind of ticket, for example `pengaduan`. */
  readonly kind: string
}

/** A kecamatan; `code` is the Kemendagri code. */
export type District = { readonly id: string; readonly name: string; readonly code?: string }

/** What the carrier can do here; see decision 14. */
export type Carrier = {
  readonly conference: boolean
  readonly twoWayText: boolean
  readonly mediaStreams: boolean
  readonly shortCodes: boolean
  /** Words are recognised beside keys. */
  readonly speech: boolean
  /** Voices that it has beside, or in place of, the usual ones: by ISO 639-3, in the carrier's own names. */
  readonly voices: Readonly<Record<string, { readonly language: string; readonly voice: string }>>
}

export type Dialling = { readonly prefixes: readonly string[]; readonly sipHosts: readonly string[] }
