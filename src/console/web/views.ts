/** What the console's interface takes and answers with: the types of its one schema, and nothing of it at run time. */
import type { Static } from 'typebox'
import type * as schema from '../schema.ts'

export type Me = Static<typeof schema.Me>
export type CallRow = Static<typeof schema.CallRow>
export type Calls = Static<typeof schema.CallPage>
export type Call = Static<typeof schema.Call>
export type TicketRow = Static<typeof schema.TicketRow>
export type Tickets = Static<typeof schema.TicketPage>
export type Ticket = Static<typeof schema.Ticket>
export type Event = Call['events'][number]
export type Leg = Call['legs'][number]
export type Presence = Static<typeof schema.Presence>
export type PresenceState = Presence['state']
/** What an operator may ask for; the other states come by ringing and talking. */
export type AskedState = Static<typeof schema.PresenceWish>['state']
