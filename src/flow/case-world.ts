/** The world around an example call: what is open, who is there, what lookups and tickets answer. Pure. */

import type { Case, CaseStepSpec } from './case-schema.ts'
import type { Facts, LookupName, Need, NeedResult } from './input.ts'

/** A calm moment in the region: everything open, an operator signed in, nobody waiting. */
export function calmFacts(calendars: readonly string[]): Facts {
  return {
    now: Date.UTC(2026, 0, 5, 3),
    open: Object.fromEntries(calendars.map((id) => [id, true])),
    caller: { withheld: false, canBeTexted: true },
    wait: { state: 'none', position: 0, expectedWaitSeconds: null, staffed: true, returns: 0, join: null },
  }
}

/** What the world of a case gives. */
export function resultOf(wanted: Need, script: Case): NeedResult {
  const { need } = wanted
  if (need === 'ticket') {
    return script.ticket === 'failed' ? { need, failed: true } : { need, code: script.ticket ?? '100001' }
  }
  if (need === 'callback') {
    return script.callback === 'failed' ? { need, failed: true } : { need, granted: script.callback !== 'refused' }
  }
  return lookedUp(wanted.lookup, script)
}

/** The world at the beginning of a case. */
export function factsOf(script: Case, calendars: readonly string[]): Facts {
  const calm = calmFacts(calendars)
  return around({ ...calm, wait: { ...calm.wait, staffed: script.staffed ?? true } }, script)
}

type FactsChange = Extract<CaseStepSpec, { facts: unknown }>['facts']

/** What a case says of the clock, the hours, the caller and the lanes; what it does not name stays. */
function around(facts: Facts, said: FactsChange | Case): Facts {
  const { withheld, canBeTexted } = facts.caller
  const open = said.open
  return {
    ...facts,
    now: said.now === undefined ? facts.now : Date.parse(said.now),
    open:
      open === undefined
        ? facts.open
        : Object.fromEntries(Object.keys(facts.open).map((id) => [id, open.includes(id)])),
    caller: { withheld: said.withheld ?? withheld, canBeTexted: said.can_be_texted ?? canBeTexted },
    ...(said.incident === undefined ? {} : { incident: said.incident }),
    ...(said.queue === undefined ? {} : { queue: { ...facts.queue, ...lanesOf(facts, said.queue) } }),
  }
}

function lanesOf({ queue, wait }: Facts, said: NonNullable<FactsChange['queue']>): NonNullable<Facts['queue']> {
  return Object.fromEntries(
    Object.entries(said).map(([lane, { waiting, expected, staffed }]) => {
      const before = queue?.[lane] ?? { waiting: 0, expectedSeconds: null, staffed: wait.staffed }
      const now = {
        waiting: waiting ?? before.waiting,
        expectedSeconds: expected ?? before.expectedSeconds,
        staffed: staffed ?? before.staffed,
      }
      return [lane, now]
    }),
  )
}

/** The world after a change that a case tells. */
export function changedFacts(facts: Facts, change: FactsChange): Facts {
  return { ...around(facts, change), wait: changedWait(facts.wait, change) }
}

/** The case with the answers that it gives from now on. */
export function changedAnswers(script: Case, { ticket, callback, lookups }: FactsChange): Case {
  return {
    ...script,
    ...(ticket === undefined ? {} : { ticket }),
    ...(callback === undefined ? {} : { callback }),
    ...(lookups === undefined ? {} : { lookups: { ...script.lookups, ...lookups } }),
  }
}

function statusOf({ status = 'not_found' }: Case): 'not_found' | 'failed' | Readonly<Record<string, string>> {
  if (typeof status !== 'object') return status as 'not_found' | 'failed'
  return { stage: status.stage, agency: status.agency, opened: String(Date.parse(status.opened)), due: '' }
}

function lookedUp(lookup: LookupName, script: Case): NeedResult {
  const found = script.lookups?.[lookup] ?? (lookup === 'ticket' ? statusOf(script) : 'not_found')
  if (found === 'failed') return { need: 'lookup', failed: true }
  return found === 'not_found'
    ? { need: 'lookup', found: false }
    : { need: 'lookup', found: true, values: found as Readonly<Record<string, string>> }
}

/** The caller's wait after a change that a case tells. */
function changedWait(wait: Facts['wait'], change: FactsChange): Facts['wait'] {
  const state = change.state ?? wait.state
  return {
    ...wait,
    state,
    position: change.position ?? (state === 'waiting' ? wait.position : 0),
    expectedWaitSeconds: change.expected ?? (state === 'waiting' ? wait.expectedWaitSeconds : null),
    staffed: change.staffed ?? wait.staffed,
    calling: change.calling ?? wait.calling ?? '',
    join: state === 'joined' ? { conference: change.conference ?? 'percakapan', endsOnExit: false } : null,
  }
}
