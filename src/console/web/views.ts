/** What the console's interface takes and answers with: the types of its schemas, and nothing of them at run time. */
import type { Static } from 'typebox'
import type * as calls from '../call-schema.ts'
import type * as callViews from '../call-views-schema.ts'
import type * as callbacks from '../callback-schema.ts'
import type * as citizens from '../citizen-schema.ts'
import type * as drafts from '../desk-draft-schema.ts'
import type * as histories from '../desk-history-schema.ts'
import type * as desks from '../desk-schema.ts'
import type * as emergencies from '../emergency-schema.ts'
import type * as nuisances from '../nuisance-schema.ts'
import type * as presence from '../presence-schema.ts'
import type * as recoveries from '../recovery-schema.ts'
import type * as rooms from '../room-schema.ts'
import type * as sessions from '../session-schema.ts'
import type * as sites from '../site-schema.ts'
import type * as tickets from '../ticket-schema.ts'

export type Me = Static<typeof sessions.Me>
export type Credentials = Static<typeof sessions.Credentials>
export type SecondFactor = Static<typeof sessions.SecondFactor>
export type BegunFactor = Static<typeof sessions.BegunFactor>
export type RecoveryCodes = Static<typeof sessions.RecoveryCodes>
export type Site = Static<typeof sites.Site>
export type CallRow = Static<typeof calls.CallRow>
export type Calls = Static<typeof calls.CallPage>
export type Call = Static<typeof calls.Call>
export type Recording = Static<typeof calls.Recording>
export type TicketRow = Static<typeof tickets.TicketRow>
export type Tickets = Static<typeof tickets.TicketPage>
export type Ticket = Static<typeof tickets.Ticket>
export type Event = Call['events'][number]
export type Leg = Call['legs'][number]
export type Emergencies = Static<typeof emergencies.Emergencies>
export type Emergency = Static<typeof emergencies.Emergency>
export type Rung = Emergency['ladder'][number]
export type Citizen = Static<typeof citizens.Citizen>
export type Presence = Static<typeof presence.Presence>
export type PresenceState = Presence['state']
/** What an operator may ask for; the other states come by ringing and talking. */
export type AskedState = Static<typeof presence.PresenceWish>['state']
export type DeviceWish = Static<typeof presence.DeviceWish>
export type Room = Static<typeof presence.Room>
export type CallViews = Static<typeof callViews.CallViews>
export type RoomNow = Static<typeof rooms.RoomNow>
export type Alarm = Static<typeof rooms.Alarm>
export type Desk = Static<typeof desks.Desk>
export type DeskNow = Static<typeof desks.DeskNow>
export type DeskCall = Static<typeof desks.DeskCall>
export type Draft = Static<typeof drafts.Draft>
export type DraftWriting = Static<typeof drafts.DraftWriting>
export type DraftAnswer = Static<typeof drafts.DraftAnswer>
export type History = Static<typeof histories.History>
export type OwnTalks = Static<typeof histories.OwnTalks>
export type Places = Static<typeof histories.Places>
export type Callbacks = Static<typeof callbacks.Callbacks>
export type Recoveries = Static<typeof recoveries.Recoveries>
export type Recovery = Recoveries['recoveries'][number]
export type Nuisance = Static<typeof nuisances.Nuisance>
