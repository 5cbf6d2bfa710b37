/** What the console's interface takes and answers with: the types of its schemas, and nothing of them at run time. */
import type { Static } from 'typebox'
import type * as calls from '../call-schema.ts'
import type * as presence from '../presence-schema.ts'
import type * as sessions from '../session-schema.ts'
import type * as tickets from '../ticket-schema.ts'

export type Me = Static<typeof sessions.Me>
export type CallRow = Static<typeof calls.CallRow>
export type Calls = Static<typeof calls.CallPage>
export type Call = Static<typeof calls.Call>
export type TicketRow = Static<typeof tickets.TicketRow>
export type Tickets = Static<typeof tickets.TicketPage>
export type Ticket = Static<typeof tickets.Ticket>
export type Event = Call['events'][number]
export type Leg = Call['legs'][number]
export type Presence = Static<typeof presence.Presence>
export type PresenceState = Presence['state']
/** What an operator may ask for; the other states come by ringing and talking. */
export type AskedState = Static<typeof presence.PresenceWish>['state']
