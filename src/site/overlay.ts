/** Temporary changes that need no edit of a flow: a notice, a detour, a lane that is out, other hours. All of them end. Pure. */

import type { Flow, FlowNode, Overlay, Prompt } from '../flow/flow.ts'
import type { Dates, OtherHours, Week } from './calendar.ts'

export type Change =
  | { readonly change: 'notice'; readonly node: string; readonly say: Readonly<Record<string, Prompt>> }
  | { readonly change: 'detour'; readonly node: string; readonly go: string }
  | { readonly change: 'lane'; readonly lane: string; readonly go: string }
  | { readonly change: 'hours'; readonly calendar: string; readonly week: Week | null; readonly dates: Dates }

/** One file of `overlays/`. Times in milliseconds since 1970; `until` is the first moment that is no longer part of it. */
export type SiteOverlay = {
  readonly id: string
  /** For people. */
  readonly title: string
  readonly from: number | null
  readonly until: number
  /** ISO dates of its first and last day, for hours. */
  readonly fromDate: string | null
  readonly untilDate: string
  /** The only flow that it changes; null: every flow that has the steps which it names. */
  readonly flow: string | null
  readonly changes: readonly Change[]
}

/** Its time is over: it changes nothing any more, and its file may be deleted. */
export const hasEnded = (overlay: SiteOverlay, now: number): boolean => now >= overlay.until

/** What they make of a flow: one entry for each change that concerns it. */
export function overlaysOf(overlays: readonly SiteOverlay[], flow: Flow): readonly Overlay[] {
  return overlays
    .filter((overlay) => overlay.flow === null || overlay.flow === flow.id)
    .flatMap(({ id, from, until, changes }) =>
      changes.filter((change) => concerns(change, flow)).map((change) => ({ id, from, until, ...inFlow(change) })),
    )
}

type FlowChange = Exclude<Change, { change: 'hours' }>

function concerns(change: Change, flow: Flow): change is FlowChange {
  if (change.change === 'hours') return false
  if (change.change !== 'lane') return Object.hasOwn(flow.nodes, change.node)
  return Object.hasOwn(flow.nodes, change.go) && lanesOf(flow).has(change.lane)
}

/** Lanes in which a caller waits for an operator; emergencies are none of them. */
export const lanesOf = (flow: Flow): ReadonlySet<string> =>
  new Set(Object.values(flow.nodes).flatMap((node) => laneOf(node) ?? []))

export const laneOf = ({ kind, spec }: FlowNode): string | undefined =>
  kind === 'queue' ? (spec as { readonly queue?: string }).queue : undefined

function inFlow(change: FlowChange) {
  switch (change.change) {
    case 'notice':
      return { overlay: 'notice', node: change.node, say: change.say } as const
    case 'detour':
      return { overlay: 'detour', node: change.node, go: change.go } as const
    case 'lane':
      return { overlay: 'lane', lane: change.lane, go: change.go } as const
  }
}

/** What they make of the calendars. */
export function otherHoursOf(overlays: readonly SiteOverlay[]): readonly OtherHours[] {
  return overlays.flatMap(({ id, fromDate, untilDate, changes }) =>
    changes.flatMap((change) =>
      change.change === 'hours'
        ? [{ id, calendar: change.calendar, from: fromDate, until: untilDate, week: change.week, dates: change.dates }]
        : [],
    ),
  )
}
