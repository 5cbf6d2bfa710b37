/** What of a ticket the caller has said so far, by what the flow's ticket nodes make of its variables. Pure. */

import type { Flow } from '../flow/flow.ts'
import type { FlowEvent } from '../flow/input.ts'

type TicketSpec = { readonly from?: Readonly<Record<string, string>> }

/** Which field of the ticket a recording is, by what the flow's ticket nodes make of its variable. */
export function recordingField(flow: Flow, variable: string): 'placeRecording' | 'descriptionRecording' {
  const isPlace = Object.values(flow.nodes).some(
    ({ kind, spec }) => kind === 'ticket' && (spec as TicketSpec).from?.place_recording === variable,
  )
  return isPlace ? 'placeRecording' : 'descriptionRecording'
}

export type Chosen = { readonly topic?: string; readonly district?: string }

/** What the caller has chosen of a ticket's fields so far, by what the flow's ticket nodes make of its variables. */
export function chosenFields(flow: Flow, variables: Readonly<Record<string, string>>): Chosen {
  const chosen: { topic?: string; district?: string } = {}
  for (const { kind, spec } of Object.values(flow.nodes)) {
    const from = kind === 'ticket' ? ((spec as TicketSpec).from ?? {}) : {}
    for (const field of ['topic', 'district'] as const) {
      const variable = from[field]
      const value = variable !== undefined && Object.hasOwn(variables, variable) ? variables[variable] : undefined
      if (value !== undefined && value !== '') chosen[field] = value
    }
  }
  return chosen
}

type Variables = Readonly<Record<string, string>>

/** The topic or district that one step has chosen; what its ticket node has taken along already is not new. */
export function newlyChosen(
  flow: Flow,
  before: Variables,
  after: Variables,
  events: readonly FlowEvent[],
): Chosen | null {
  if (after === before) return null
  if (events.some((event) => event.event === 'node.entered' && event.kind === 'ticket')) return null
  const [was, is] = [chosenFields(flow, before), chosenFields(flow, after)]
  return was.topic === is.topic && was.district === is.district ? null : is
}
