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
  if (need === 'lookup') return lookedUp(wanted.lookup, script)
  const status = script.status ?? 'not_found'
  if (status === 'failed') return { need, failed: true }
  if (status === 'not_found') return { need, found: false }
  return { need, found: true, stage: status.stage, agency: status.agency, openedAt: Date.parse(status.opened) }
}

/** The world at the beginning of a case. */
export function factsOf(script: Case, calendars: readonly string[]): Facts {
  const calm = calmFacts(calendars)
  return {
    ...calm,
    open: Object.fromEntries(calendars.map((id) => [id, script.open?.includes(id) ?? true])),
    caller: { withheld: script.withheld ?? false, canBeTexted: script.can_be_texted ?? true },
    wait: { ...calm.wait, staffed: script.staffed ?? true },
    ...(script.incident === undefined ? {} : { incident: script.incident }),
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

type FactsChange = Extract<CaseStepSpec, { facts: unknown }>['facts']

/** The caller's wait after a change that a case tells. */
export function changed(wait: Facts['wait'], change: FactsChange): Facts['wait'] {
  const state = change.state ?? wait.state
  return {
    ...wait,
    state,
    position: change.position ?? (state === 'waiting' ? wait.position : 0),
    expectedWaitSeconds: change.expected ?? (state === 'waiting' ? wait.expectedWaitSeconds : null),
    staffed: change.staffed ?? wait.staffed,
    join: state === 'joined' ? { conference: change.conference ?? 'percakapan', endsOnExit: false } : null,
  }
}
