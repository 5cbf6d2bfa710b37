/** The rooms, bound to one site, one database and one carrier: what web and worker share. */

import type { Sessions } from './calls/sessions.ts'
import { createSealer } from './citizens/seal.ts'
import type { Config } from './config.ts'
import type { ConversationHandlers } from './conversations/leg.ts'
import { agencyLegs } from './dispatch/agency-leg-service.ts'
import { callbackLegs, callbackStranded, withCallbacks } from './dispatch/callback-leg-service.ts'
import { connectBrowser, operatorLegs } from './dispatch/leg-service.ts'
import { citizenStranded } from './dispatch/wait-service.ts'
import { dutyTestLegs } from './emergency/duty-test-service.ts'
import { rungLegs } from './emergency/leg-service.ts'
import { withRecalls } from './emergency/recall-leg-service.ts'
import type { Say } from './flow/verbs.ts'
import { callbackHouse, dispatchHouse, handoverWords, laneLabelOf, mainFlow, saysOf, sessionsHouse } from './house.ts'
import { systemTime, type Time } from './platform/clock.ts'
import type { Context } from './platform/context.ts'
import type { Logger } from './platform/log.ts'
import type { Database } from './platform/postgres.ts'
import { type Told, tellDiverted } from './sessions/diverted-service.ts'
import type { FlowFailure } from './sessions/house.ts'
import { reportStatus } from './sessions/service.ts'
import { takeText } from './sessions/text-service.ts'
import { createDialogues } from './sessions/turn-service.ts'
import { living, madeOf, type SiteNow } from './site/now.ts'
import { sayer as sayerIn } from './site/phrases.ts'
import type { TextDialogues } from './sms/dialogue-service.ts'
import { webhookUrls } from './telephony/urls.ts'

export type RoomOptions = {
  readonly config: Config
  /** Asked anew for whatever depends on it: another publication may come into force while we run. */
  readonly site: SiteNow
  readonly log: Logger
  /** Absent: the machine's. A rehearsed day may pass in an hour. */
  readonly time?: Time
}

export function assemble({ config, site, log, time = systemTime }: RoomOptions, database: Database) {
  const { clock, pace } = time
  const sealer = createSealer(config.secretKey)
  const dispatch = living(site, dispatchHouse)
  const callbacks = living(site, (present) => callbackHouse(present, dispatch, sealer))
  const sayer = madeOf(site, saysOf)
  const say: Say = (prompt, values) => sayer()(prompt, values)
  const sayIn = (language: string): Say => sayerIn(mainFlow(site.current()), language)
  const legHouse = living(site, (present) => ({ ...dispatchHouse(present), say, laneLabel: laneLabelOf(present) }))
  const rungHouse = living(site, (present) => ({
    ...dispatchHouse(present),
    say,
    place: present.name,
    ...handoverWords(present),
    sealer,
  }))
  const alerts = living(site, (present) => ({
    sealer,
    publicUrl: config.publicUrl,
    region: present.name,
    zone: present.zone,
    ...handoverWords(present),
  }))
  const house = living(site, (present) => ({
    ...sessionsHouse(present, dispatch, sealer),
    revision: site.revision,
    onFailure: (failure: FlowFailure) => log.error(failure, 'A flow failed; the caller was put through to a human'),
  }))
  const sessions: Sessions = {
    ...createDialogues(database, house),
    reportStatus: (tx, report, context) => reportStatus(tx, house, report, context),
  }
  const tellTheDiverted = (told: Told) => database.transact((tx) => tellDiverted(tx, house, told))
  const texts: TextDialogues = { take: (tx, turn, context) => takeText(tx, house, turn, context) }
  const spoken = living(site, (present) => ({ say, place: present.name }))
  const handlers: ConversationHandlers = {
    legs: {
      operator: withCallbacks(callbacks, operatorLegs(legHouse)),
      rung: withRecalls(callbacks, rungLegs(rungHouse)),
      callback: callbackLegs(callbacks),
      test: dutyTestLegs(spoken),
      agency: agencyLegs(spoken),
    },
    connect: (tx, connecting, context) => connectBrowser(tx, legHouse, connecting, context),
    stranded: async (tx, callSid, context) => {
      if (!(await callbackStranded(tx, callbacks, callSid, context)))
        await citizenStranded(tx, dispatch, callSid, context)
    },
    callEnded: (tx, ended, context) => reportStatus(tx, house, ended, context),
  }
  const urls = webhookUrls(config.publicUrl)
  const voice = living(site, ({ carrier }) => ({
    audioBase: `${urls.base}/audio`,
    callerId: config.carrier.callerId,
    voices: carrier.voices,
    hearsSpeech: carrier.speech,
  }))
  return {
    clock,
    pace,
    sealer,
    dispatch,
    callbacks,
    alerts,
    say,
    sayIn,
    sessions,
    tellDiverted: tellTheDiverted,
    texts,
    handlers,
    urls,
    voice,
    database,
    site,
    config,
    log,
  }
}

export type Rooms = ReturnType<typeof assemble>

export const systemContext = ({ clock }: Rooms): Context => ({ now: clock(), actor: 'system' })
