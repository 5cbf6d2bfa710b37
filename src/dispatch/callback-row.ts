/** A callback as it is stored. */

import type { Callback, CallbackKind, CallbackOutcome, CallbackState } from './callback.ts'

export type CallbackRow = {
  id: string
  call_sid: string
  kind: CallbackKind
  emergency_id: string | null
  citizen_id: string
  asked_by: string | null
  lane: string
  language: string
  state: CallbackState
  asked_at: Date
  arrived_at: Date
  since: Date
  due_at: Date | null
  attempts: number
  wait_id: string | null
  offer_id: string | null
  leg_id: string | null
  partner_leg_id: string | null
  joined: string | null
  returned_at: Date | null
  met_at: Date | null
  outcome: CallbackOutcome | null
  closed_at: Date | null
}

export const columns = `id, call_sid, kind, emergency_id, citizen_id, asked_by, lane, language, state, asked_at, arrived_at, since, due_at, attempts, wait_id,
  offer_id, leg_id, partner_leg_id, joined, returned_at, met_at, outcome, closed_at`

export const toCallback = (row: CallbackRow): Callback => ({
  id: row.id,
  callSid: row.call_sid,
  kind: row.kind,
  emergencyId: row.emergency_id,
  citizenId: row.citizen_id,
  askedBy: row.asked_by,
  lane: row.lane,
  language: row.language,
  state: row.state,
  askedAt: row.asked_at.getTime(),
  arrivedAt: row.arrived_at.getTime(),
  since: row.since.getTime(),
  dueAt: row.due_at?.getTime() ?? null,
  attempts: row.attempts,
  waitId: row.wait_id,
  offerId: row.offer_id,
  legId: row.leg_id,
  partnerLegId: row.partner_leg_id,
  joined: row.joined,
  returnedAt: row.returned_at?.getTime() ?? null,
  metAt: row.met_at?.getTime() ?? null,
  outcome: row.outcome,
  closedAt: row.closed_at?.getTime() ?? null,
})
