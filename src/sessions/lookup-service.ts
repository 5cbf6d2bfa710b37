/** What a flow looks up. Whatever becomes of the lookup, the caller's turn goes on. */

import type { Entry } from '../conversations/call-store.ts'
import type { Flow, Session } from '../flow/flow.ts'
import type { Need, NeedResult } from '../flow/input.ts'
import { type Bounded, boundedRead } from '../platform/bounded-read.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { type Incident, incidentValues } from '../tickets/incident.ts'
import { findIncidents } from '../tickets/incident-service.ts'
import { type Status, statusOf } from '../tickets/service.ts'
import { chosenFields } from './chosen.ts'
import type { SessionsHouse } from './house.ts'

type Lookup = Extract<Need, { need: 'lookup' }>
type Values = Readonly<Record<string, string>>

export type LookedUp = {
  readonly result: NeedResult
  /** For the timeline, beside what the flow itself tells. */
  readonly entries: readonly Entry[]
}

/** A webhook has 1.5 seconds for everything (design, "How one key press travels"); a flow may ask for less. */
const longestMilliseconds = 1_000

const found = (values: Values): LookedUp => ({ result: { need: 'lookup', found: true, values }, entries: [] })
const nothing: LookedUp = { result: { need: 'lookup', found: false }, entries: [] }
const failed = (lookup: Lookup['lookup'], why: string): LookedUp => ({
  result: { need: 'lookup', failed: true },
  entries: [{ kind: 'lookup.failed', facts: { lookup, why } }],
})

const statusValues = ({ stage, agency, openedAt, dueAt }: Status): Values => ({
  stage,
  agency,
  opened: String(openedAt),
  due: String(dueAt),
})

/** What was read becomes the flow's answer. */
function answerOf<T>(need: Lookup, read: Bounded<T | null | undefined>, valuesOf: (value: T) => Values): LookedUp {
  if (read.outcome !== 'read') return failed(need.lookup, read.outcome)
  return read.value === null || read.value === undefined ? nothing : found(valuesOf(read.value))
}

/** The site's own answers come from memory; a flaw of ours in them costs the caller an answer, and not the call. */
function fromSite(house: SessionsHouse, need: Lookup, { now }: Context): LookedUp {
  try {
    if (need.lookup === 'place') {
      const place = house.lookups.place(need.input)
      return place === null ? nothing : found(place)
    }
    const looked = house.lookups.knowledge(need.input, need.language, now)
    if (looked.outcome === 'found') return found(looked.values)
    const entries = looked.expired.map((answer) => ({ kind: 'answer.expired', facts: { answer } }))
    return { ...nothing, entries }
  } catch {
    return failed(need.lookup, 'failed')
  }
}

/** Whom the caller's words concern: what the flow asks with, or else what the caller has chosen of the ticket. */
function aboutOf(house: SessionsHouse, need: Lookup, flow: Flow, session: Session) {
  const { topic = '', district = '', place = '' } = need.input
  const chosen = chosenFields(flow, session)
  const its = place === '' ? null : house.lookups.districtOf(place)
  return { topic: topic || chosen.topic || null, district: district || its || chosen.district || null }
}

/** Never throws for what is looked up; a connection that is gone fails the turn like any other statement. */
export async function lookUp(
  tx: Tx,
  house: SessionsHouse,
  asking: { readonly need: Lookup; readonly flow: Flow; readonly session: Session },
  context: Context,
): Promise<LookedUp> {
  const { need, flow, session } = asking
  const milliseconds = Math.min(need.timeoutMs, longestMilliseconds)
  switch (need.lookup) {
    case 'place':
    case 'knowledge':
      return fromSite(house, need, context)
    case 'ticket': {
      const { code = '' } = need.input
      return answerOf(need, await boundedRead(tx, milliseconds, (reader) => statusOf(reader, code)), statusValues)
    }
    case 'incident': {
      const about = aboutOf(house, need, flow, session)
      const read = await boundedRead(
        tx,
        milliseconds,
        async (reader) => (await findIncidents(reader, about, context))[0],
      )
      const languages = { language: need.language, defaultLanguage: house.defaultLanguage }
      return answerOf(need, read, (incident: Incident) => incidentValues(incident, languages))
    }
  }
}
