/** The border of a Studio flow: what we read of its JSON, with everything else let through. */

import Type, { type Static } from 'typebox'

const Condition = Type.Object({
  type: Type.String(),
  value: Type.Optional(Type.Unknown()),
  arguments: Type.Optional(Type.Array(Type.String())),
})
const Transition = Type.Object({
  event: Type.String(),
  next: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  conditions: Type.Optional(Type.Array(Condition)),
})
const Widget = Type.Object({
  name: Type.String({ minLength: 1 }),
  type: Type.String({ minLength: 1 }),
  transitions: Type.Optional(Type.Array(Transition)),
  properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export const StudioDocument = Type.Object({
  description: Type.Optional(Type.String()),
  initial_state: Type.String(),
  states: Type.Array(Widget, { minItems: 1, maxItems: 1000 }),
})
export type StudioFlow = Static<typeof StudioDocument>
export type StudioWidget = Static<typeof Widget>
export type StudioCondition = Static<typeof Condition>

/** Where an event leads; null when the call ends there or the event is not there. */
export function nextOf(widget: StudioWidget, ...events: readonly string[]): string | null {
  const found = (widget.transitions ?? []).find(({ event, next }) => events.includes(event) && typeof next === 'string')
  return found?.next ?? null
}

/** A property as text; empty when it is not there. */
export function textOf(widget: StudioWidget, name: string): string {
  const value = widget.properties?.[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

/** A property as a whole number within bounds; null when it is none. */
export function numberOf(widget: StudioWidget, name: string, least: number, most: number): number | null {
  const value = textOf(widget, name)
  return /^[0-9]+$/.test(value) ? Math.min(most, Math.max(least, Number(value))) : null
}
