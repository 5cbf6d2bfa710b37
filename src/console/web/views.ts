/** What the console's interface answers with, as far as the pages read it. */

export type PresenceState = 'offline' | 'paused' | 'free' | 'offered' | 'talking' | 'wrap_up'
/** What an operator may ask for; the other states come by ringing and talking. */
export type AskedState = 'ready' | 'paused' | 'offline'

export type Me = { readonly login: string; readonly name: string; readonly roles: readonly string[] }

/** ISO 8601. */
type Moment = string

export type CallRow = {
  readonly callSid: string
  readonly arrivedAt: Moment
  readonly endedAt: Moment | null
  readonly durationSeconds: number | null
  readonly status: string
  /** Masked; null when withheld. */
  readonly caller: string | null
  /** Where the caller is, or was when the call ended: the flow's node. */
  readonly node: string | null
  readonly lane: string | null
  readonly operator: string | null
  readonly ticketCode: string | null
}

export type Event = {
  readonly at: Moment
  readonly kind: string
  readonly facts: Readonly<Record<string, unknown>>
  /** Came twice or too late, and changed nothing. */
  readonly ignored?: boolean
  readonly actor?: string
}

export type TicketRow = {
  readonly code: string
  readonly openedAt: Moment
  readonly kind: string
  readonly stage: string
  readonly topic: string | null
  readonly channel: string
  readonly agency: string
  readonly answerDueAt: Moment
}

export type Ticket = TicketRow & {
  readonly district: string | null
  readonly place: string | null
  readonly description: string | null
  readonly callSid: string | null
  readonly events: readonly Event[]
}

export type CallPageView = CallRow & { readonly events: readonly Event[] }
export type Calls = { readonly calls: readonly CallRow[]; readonly next: string | null }
export type Tickets = { readonly tickets: readonly TicketRow[]; readonly next: string | null }
export type Presence = { readonly state: PresenceState; readonly since: Moment }
