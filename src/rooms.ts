/** The rooms, bound to one site, one database and one carrier: what web and worker share. */

import type { Sessions } from './calls/sessions.ts'
import { createSealer } from './citizens/seal.ts'
import type { Config } from './config.ts'
import type { ConversationHandlers } from './conversations/leg.ts'
import { callbackLegs, callbackStranded, withCallbacks } from './dispatch/callback-leg-service.ts'
import { connectBrowser, operatorLegs } from './dispatch/leg-service.ts'
import { citizenStranded } from './dispatch/wait-service.ts'
import { rungLegs } from './emergency/leg-service.ts'
import { callbackHouse, dispatchHouse, ladderOf, laneLabelOf, saysOf, sessionsHouse } from './house.ts'
import { systemTime, type Time } from './platform/clock.ts'
import type { Context } from './platform/context.ts'
import type { Logger } from './platform/log.ts'
import type { Database } from './platform/postgres.ts'
import { arrive, reportStatus } from './sessions/service.ts'
import { createTurnTaker } from './sessions/turn-service.ts'
import type { Site } from './site.ts'
import { webhookUrls } from './telephony/urls.ts'

export type AppOptions = {
  readonly config: Config
  readonly site: Site
  readonly databaseUrl: string
  readonly log: Logger
  /** Absent: the machine's. A rehearsed day may pass in an hour. */
  readonly time?: Time
}

export function assemble({ config, site, log, time = systemTime }: AppOptions, database: Database) {
  const { clock, pace } = time
  const sealer = createSealer(config.secretKey)
  const dispatch = dispatchHouse(site)
  const callbacks = callbackHouse(site, dispatch, sealer)
  const say = saysOf(site)
  const laneLabel = laneLabelOf(site)
  const legHouse = { ...dispatch, say, laneLabel }
  const rungHouse = {
    ...dispatch,
    say,
    place: site.name,
    kindLabel: (kind: string) => ladderOf(site, kind).label,
    rungsOf: (ladder: string) => ladderOf(site, ladder).rungs.length,
  }
  const house = sessionsHouse(site, dispatch, sealer)
  const sessions: Sessions = {
    arrive: (tx, arrival, context) => arrive(tx, house, arrival, context),
    takeTurn: createTurnTaker(database, house),
    reportStatus,
  }
  const handlers: ConversationHandlers = {
    legs: {
      operator: withCallbacks(callbacks, operatorLegs(legHouse)),
      rung: rungLegs(rungHouse),
      callback: callbackLegs(callbacks),
    },
    connect: (tx, connecting, context) => connectBrowser(tx, legHouse, connecting, context),
    stranded: async (tx, callSid, context) => {
      if (!(await callbackStranded(tx, callbacks, callSid, context)))
        await citizenStranded(tx, dispatch, callSid, context)
    },
    callEnded: reportStatus,
  }
  const urls = webhookUrls(config.publicUrl)
  const voice = { audioBase: `${urls.base}/audio`, callerId: config.carrier.callerId }
  return { clock, pace, sealer, dispatch, callbacks, say, sessions, handlers, urls, voice, database, site, config, log }
}

export type Rooms = ReturnType<typeof assemble>

export const systemContext = ({ clock }: Rooms): Context => ({ now: clock(), actor: 'system' })
