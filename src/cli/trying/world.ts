/** The world around a call that is tried in the terminal: everything that a flow may look at, and what it is answered. Pure but for the site's own calendars. */

import type { Case, CaseStepSpec } from '../../flow/case-schema.ts'
import type { Facts, LookupName, Need, NeedResult, WaitFacts } from '../../flow/input.ts'
import type { SiteLookups } from '../../sessions/house.ts'
import type { Site } from '../../site.ts'

export type Answer = 'not_found' | 'failed' | Readonly<Record<string, string>>
export type World = {
  readonly facts: Facts
  /** Calendars that were opened or closed by hand; the others follow the clock. */
  readonly byHand: Readonly<Record<string, boolean>>
  /** The number that a new ticket gets, and the one that a look-up knows. */
  readonly ticket: string
  readonly callback: 'granted' | 'refused' | 'failed'
  /** Answers given by hand; the others are the site's own. */
  readonly lookups: Readonly<Partial<Record<LookupName, Answer>>>
}

export const TICKET = '12345674'

export type WorldOptions = { readonly nobody?: boolean; readonly closed?: boolean; readonly withheld?: boolean }

export function firstWorld(site: Site, now: number, { nobody, closed, withheld }: WorldOptions): World {
  const open = site.open(now)
  const byHand = closed === true ? Object.fromEntries(Object.keys(open).map((id) => [id, false])) : {}
  const staffed = nobody !== true
  const facts: Facts = {
    now,
    open: { ...open, ...byHand },
    caller: { withheld: withheld === true, canBeTexted: withheld !== true },
    wait: { state: 'none', position: 0, expectedWaitSeconds: null, staffed, returns: 0, join: null },
    queue: Object.fromEntries(site.lanes.map(({ id }) => [id, { waiting: 0, expectedSeconds: null, staffed }])),
  }
  return { facts, byHand, ticket: TICKET, callback: 'granted', lookups: {} }
}

/** The same world at another moment: calendars that nobody touched follow. */
export function atMoment(world: World, site: Site, now: number): World {
  return { ...world, facts: { ...world.facts, now, open: { ...site.open(now), ...world.byHand } } }
}

export function withWait(world: World, change: Partial<WaitFacts>): World {
  const wait = { ...world.facts.wait, join: null, ...change }
  return { ...world, facts: { ...world.facts, wait } }
}

/** What the world answers. `found` of a look-up is what was looked up, for the example. */
export function answerTo(
  need: Need,
  world: World,
  lookups: SiteLookups,
): { readonly result: NeedResult; readonly found: Answer | null } {
  const { ticket, callback } = world
  switch (need.need) {
    case 'ticket':
      return {
        result: ticket === 'failed' ? { need: 'ticket', failed: true } : { need: 'ticket', code: ticket },
        found: null,
      }
    case 'callback': {
      const granted = callback === 'granted'
      const result: NeedResult =
        callback === 'failed' ? { need: 'callback', failed: true } : { need: 'callback', granted }
      return { result, found: null }
    }
    case 'lookup': {
      const found = foundBy(need, world, lookups)
      if (found === 'failed') return { result: { need: 'lookup', failed: true }, found }
      return {
        result:
          found === 'not_found' ? { need: 'lookup', found: false } : { need: 'lookup', found: true, values: found },
        found,
      }
    }
  }
}

function foundBy(need: Extract<Need, { need: 'lookup' }>, world: World, lookups: SiteLookups): Answer {
  const byHand = world.lookups[need.lookup]
  if (byHand !== undefined) return byHand
  const { now } = world.facts
  switch (need.lookup) {
    case 'place':
      return lookups.place(need.input) ?? 'not_found'
    case 'knowledge': {
      const looked = lookups.knowledge(need.input, need.language, now)
      return looked.outcome === 'found' ? looked.values : 'not_found'
    }
    case 'ticket':
      if (need.input.code !== world.ticket) return 'not_found'
      return { stage: 'in_progress', agency: 'Dinas Perhubungan', opened: String(now), due: String(now + 86_400_000) }
    case 'incident':
      return 'not_found'
  }
}

type Change = Extract<CaseStepSpec, { facts: unknown }>['facts']

/** How the world stands at the beginning, as far as a case has to say it: what is calm is left out. */
export function beginning({ facts }: World, language: string | undefined): Omit<Case, 'name' | 'steps'> {
  const { now, open, caller, wait, incident = '' } = facts
  const isOpen = Object.keys(open).filter((id) => open[id] === true)
  return {
    now: isoOf(now),
    ...(language === undefined ? {} : { language }),
    ...(isOpen.length === Object.keys(open).length ? {} : { open: isOpen }),
    ...(wait.staffed ? {} : { staffed: false }),
    ...(caller.withheld ? { withheld: true } : {}),
    ...(caller.canBeTexted ? {} : { can_be_texted: false }),
    ...(incident === '' ? {} : { incident }),
  }
}

/** What changed between two worlds, as a case says it; null when nothing did. */
export function changeBetween(before: World, after: World): Change | null {
  const [a, b] = [before.facts, after.facts]
  const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)
  const change: Change = {
    ...(a.now === b.now ? {} : { now: isoOf(b.now) }),
    ...(differs(a.open, b.open) ? { open: Object.keys(b.open).filter((id) => b.open[id] === true) } : {}),
    ...(a.caller.withheld === b.caller.withheld ? {} : { withheld: b.caller.withheld }),
    ...(a.caller.canBeTexted === b.caller.canBeTexted ? {} : { can_be_texted: b.caller.canBeTexted }),
    ...(a.incident === b.incident ? {} : { incident: b.incident ?? '' }),
    ...(before.ticket === after.ticket ? {} : { ticket: after.ticket }),
    ...(before.callback === after.callback ? {} : { callback: after.callback as never }),
    ...(differs(before.lookups, after.lookups) ? { lookups: after.lookups as never } : {}),
    ...(differs(a.queue, b.queue) ? { queue: lanesOf(b) } : {}),
    ...waitChange(a.wait, b.wait),
  }
  return Object.keys(change).length === 0 ? null : change
}

function lanesOf({ queue = {} }: Facts): NonNullable<Change['queue']> {
  return Object.fromEntries(
    Object.entries(queue).map(([lane, { waiting, expectedSeconds, staffed }]) => [
      lane,
      { waiting, staffed, ...(expectedSeconds === null ? {} : { expected: expectedSeconds }) },
    ]),
  )
}

function waitChange(before: WaitFacts, after: WaitFacts): Change {
  if (JSON.stringify(before) === JSON.stringify(after)) return {}
  const { state, position, expectedWaitSeconds, staffed, join } = after
  return {
    ...(state === before.state && state !== 'waiting' ? {} : { state }),
    ...(state === 'waiting' ? { position } : {}),
    ...(state === 'waiting' && expectedWaitSeconds !== null ? { expected: expectedWaitSeconds } : {}),
    ...(staffed === before.staffed ? {} : { staffed }),
    ...(join === null ? {} : { conference: join.conference }),
  }
}

const isoOf = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')
