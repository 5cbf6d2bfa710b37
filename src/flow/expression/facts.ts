/** The names of what a flow may look at beside its variables. */

import { DateTime } from 'luxon'
import type { Session } from '../flow.ts'
import type { Facts } from '../input.ts'
import type { ValueType } from './tree.ts'

/** Where an expression is evaluated. */
export type Surroundings = { readonly session: Session; readonly facts: Facts; readonly zone: string }

type Fact = { readonly type: ValueType; readonly of: (around: Surroundings) => string | number | boolean }

/** As the site's calendars call them. */
const WEEKDAYS = ['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu', 'minggu'] as const

const wallClock = ({ facts, zone }: Surroundings): DateTime => DateTime.fromMillis(facts.now, { zone })

const facts: Readonly<Record<string, Fact>> = {
  'caller.withheld': { type: 'yes_no', of: (around) => around.facts.caller.withheld },
  'caller.can_be_texted': { type: 'yes_no', of: (around) => around.facts.caller.canBeTexted },
  /** ISO 639-3: the language of this dialogue. */
  'caller.language': { type: 'text', of: ({ session }) => session.language },
  /** `voice` or `text`. */
  channel: { type: 'text', of: ({ session }) => session.channel },
  /** Hour of the region's wall clock, 0 to 23. */
  'now.hour': { type: 'number', of: (around) => wallClock(around).hour },
  /** `senin` to `minggu`. */
  'now.weekday': { type: 'text', of: (around) => WEEKDAYS[wallClock(around).weekday - 1] ?? '' },
  /** Something that many call about is known to be going on. */
  incident: { type: 'yes_no', of: (around) => (around.facts.incident ?? '') !== '' },
}

export const factTypes: ReadonlyMap<string, ValueType> = new Map(
  Object.entries(facts).map(([name, { type }]) => [name, type]),
)

/** A fact that does not exist is nothing; the check has refused it long before. */
export function factAt(name: string, around: Surroundings): string | number | boolean {
  return Object.hasOwn(facts, name) ? (facts[name]?.of(around) ?? '') : ''
}

/** A lane of which nothing is told is empty, and as staffed as the house. */
export function queueAt(
  lane: string,
  what: 'waiting' | 'expected_seconds' | 'staffed',
  { facts }: Surroundings,
): number | boolean {
  const told = facts.queue !== undefined && Object.hasOwn(facts.queue, lane) ? facts.queue[lane] : undefined
  if (what === 'staffed') return told?.staffed ?? facts.wait.staffed
  if (what === 'waiting') return told?.waiting ?? 0
  return told?.expectedSeconds ?? Number.NaN
}
