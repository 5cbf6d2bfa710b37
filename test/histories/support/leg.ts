import type { Conference, Member } from './conference.ts'
import type { Webhook } from './courier.ts'
import type { Doing } from './document.ts'
import type { Person } from './people.ts'

/** A call at the model's carrier: the citizen's, or one that was placed or made to us by a browser. */
export type Leg = {
  readonly name: string
  readonly sid: string
  readonly person: Person
  /** Where its status is told; the citizen's has the number's. */
  readonly statusCallback: string
  /** What every webhook of it carries. */
  readonly form: Readonly<Record<string, string>>
  state: 'ringing' | 'up' | 'over'
  answeredAt: number
  documents: number
  talks: number
  sequence: number
  /** Grows when it is interrupted: what was planned for it is void. */
  life: number
  doing: Doing | null
  recording: Recording | null
  conference: Conference<Leg> | null
}

export type Recording = { readonly sid: string; readonly doing: Extract<Doing, { does: 'record' }> }

export type LegMember = Member<Leg>

export function newLeg(
  given: Pick<Leg, 'name' | 'sid' | 'person' | 'statusCallback' | 'form' | 'state'>,
  now: number,
): Leg {
  const fresh = { documents: 0, talks: 0, sequence: 0, life: 0, answeredAt: now }
  return { ...given, ...fresh, doing: null, recording: null, conference: null }
}

/** Statuses that others follow. */
export const passing: readonly string[] = ['initiated', 'ringing', 'in-progress']

/** The news of a leg's status, numbered. */
export function statusOf(leg: Leg, status: string, now: number): Webhook {
  const seconds = leg.state === 'ringing' ? 0 : Math.round((now - leg.answeredAt) / 1000)
  const form = {
    ...leg.form,
    CallStatus: status,
    SequenceNumber: String(leg.sequence),
    Timestamp: new Date(now).toUTCString().replace('GMT', '+0000'),
    ...(!passing.includes(status) && { CallDuration: String(seconds) }),
  }
  leg.sequence += 1
  return { name: `${leg.name} is ${status}`, url: leg.statusCallback, form }
}
