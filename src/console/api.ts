import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { Sealer } from '../citizens/seal.ts'
import type { CallbackHouse } from '../dispatch/callback-house.ts'
import type { DispatchHouse } from '../dispatch/hooks.ts'
import type { AskedState, PresenceState } from '../dispatch/presence.ts'
import type { Target } from '../flow/verbs.ts'
import { staffOf } from '../identity/guard.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import type { Clock } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import type { OpenRecordingMedia } from '../telephony/recording-media.ts'
import type { Administration } from './admin-house.ts'
import type { BrowserLine } from './browser-line.ts'
import type { ConsoleSite } from './console-site.ts'
import type { RoomRules } from './room-rules.ts'

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** What an operator does about a conversation, beyond rows: bound to the handlers and the files of the house. */
export type ConversationDesk = {
  /** The leg leaves as by the star key. False when it is in no conversation. */
  readonly leave: (tx: Tx, legId: string, context: Context) => Promise<boolean>
  /** A duty phone of the site's files. */
  readonly contact: (id: string) => { readonly name: string; readonly target: Target } | null
}

/** What the console's routes work with; made once in `app.ts`. */
export type ConsoleHouse = {
  readonly database: Database
  readonly sealer: Sealer
  readonly clock: Clock
  /** The region as it is now: its files may change while we run. */
  readonly site: () => ConsoleSite
  /** What the region promises at a moment, and when it alarms. */
  readonly roomRules: (now: number) => RoomRules
  readonly openRecording: OpenRecordingMedia
  readonly browserLine: BrowserLine
  readonly administration: Administration
  readonly conversation: ConversationDesk
  readonly dispatch: DispatchHouse
  readonly callbacks: CallbackHouse
  /** The region's places, to be searched. */
  readonly gazetteer: () => Gazetteer
  /** `setPresence` of dispatch, with its house given. */
  readonly setPresence: (
    tx: Tx,
    asked: { readonly staffId: string; readonly state: AskedState; readonly device?: Target },
    context: Context,
  ) => Promise<PresenceState>
}

/** The signed-in person's deed, now. */
export const contextOf = ({ clock }: ConsoleHouse, request: FastifyRequest): Context => ({
  now: clock(),
  actor: `staff:${staffOf(request).id}`,
})
