/** The web role: the carrier's webhooks and the people's pages. */

import { join } from 'node:path'
import { administrationOf } from './administration.ts'
import { audioRoutes } from './calls/audio-routes.ts'
import { callRoutes } from './calls/routes.ts'
import { safeRoutes } from './calls/safe-routes.ts'
import { strayRoutes } from './calls/stray-routes.ts'
import { alarmKinds } from './console/alarm.ts'
import type { ConsoleHouse } from './console/api.ts'
import { liveChannels } from './console/live-channels.ts'
import { listedTables } from './console/live-tables.ts'
import { alarmCounts } from './console/room-view.ts'
import { apiRoutes } from './console/routes.ts'
import { leaveConversation } from './conversations/leg-service.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { setPresence } from './dispatch/service.ts'
import { alertRoutes } from './emergency/duty-alert-routes.ts'
import { browserLine, carrierAccount, consoleSite, contactOf, roomRulesAt, smsHouse } from './house.ts'
import { hearChanges } from './platform/changes.ts'
import { addHealth, type HealthOptions } from './platform/health.ts'
import { drain, type Http, listen, openHttp } from './platform/http.ts'
import { openLive } from './platform/live.ts'
import { addGauges, type Metrics } from './platform/metrics.ts'
import { addRecoveryMeasures } from './recovery-measures.ts'
import type { Rooms } from './rooms.ts'
import { living, madeOf } from './site/now.ts'
import { isRecorded } from './site.ts'
import { smsRoutes } from './sms/routes.ts'
import { carrierOnly } from './telephony/guard.ts'
import { openRecordingMedia } from './telephony/recording-media.ts'
import { createReplies } from './telephony/reply.ts'
import { startWatchman } from './watchman.ts'
import { openWithoutDatabase, type WithoutDatabase } from './without-database.ts'

export type Web = { readonly port: number; readonly close: () => Promise<void> }

/** Everything that the carrier asks, behind its signature. Apart from listening, so that a test can ask without a port. */
export async function carrierWebhooks(scope: Http, rooms: Rooms, without?: WithoutDatabase): Promise<void> {
  const { clock, config, database, handlers, sealer, say, sessions, site, texts, urls, voice } = rooms
  const replies = living(site, ({ dutyLine }) =>
    createReplies({
      sentences: { holding: [say('sebentar')], apology: [say('maaf_posko')], legApology: [say('petugas_gangguan')] },
      dutyLine: [dutyLine.target],
      dutyRingSeconds: 60,
      voice,
      urls,
      key: config.secretKey,
      ...(without && { gate: without.gate }),
    }),
  )
  await scope.register(carrierOnly, { tokens: config.carrier.authTokens, publicUrl: config.publicUrl })
  const records = (line: string) => isRecorded(site.current(), line)
  const recordedSentence = (language: string) => rooms.sayIn(language)('percakapan_direkam')
  await callRoutes(scope, {
    database,
    sessions,
    legs: handlers.legs,
    replies,
    ...(without && { without }),
    urls,
    voice,
    records,
    recordedSentence,
    clock,
  })
  if (without) await safeRoutes(scope, without.safe, replies)
  await conversationRoutes(scope, {
    database,
    handlers,
    replies,
    urls,
    voice,
    taken: () => [say('petugas_diambil')],
    waiting: () => [say('sedang_disambungkan')],
    held: () => [say('ditahan')],
    records,
    recordedSentence: () => say('percakapan_direkam'),
    clock,
  })
  const texting = living(site, (present) => ({ ...smsHouse(present, sealer), dialogues: texts }))
  await smsRoutes(scope, { database, house: texting, clock, ...(without && { without }) })
  await strayRoutes(scope, replies)
}

/** Listens, and hears on `databaseUrl` what changes; `close` finishes the requests under way. */
export async function startWeb(
  rooms: Rooms,
  health: Pick<HealthOptions, 'checks' | 'lags'>,
  metrics: Metrics,
  databaseUrl: string,
): Promise<Web> {
  const { clock, config, database, dispatch, log, sealer } = rooms
  const region = madeOf(rooms.site, consoleSite)
  let isDraining = false
  const app = await openHttp({ log, metrics, trustProxy: config.trustProxy })
  const without = openWithoutDatabase(rooms, databaseUrl)
  await app.register((scope) => carrierWebhooks(scope, rooms, without))
  await app.register((scope) => alertRoutes(scope, { database, house: rooms.alerts, clock }))
  await app.register(audioRoutes, { site: config.siteFolder, libraries: rooms.site.current().libraries })
  const watchman = startWatchman(rooms, health.lags ?? [], metrics)
  const house: ConsoleHouse = {
    database,
    sealer,
    clock,
    site: region,
    roomRules: (now) => ({ ...roomRulesAt(rooms.site.current())(now), watched: watchman.watched() }),
    openRecording: openRecordingMedia(carrierAccount(config.carrier)),
    browserLine: browserLine(config.carrier),
    administration: administrationOf(config, rooms.site, health),
    conversation: {
      leave: (tx, legId, context) => leaveConversation(tx, legId, rooms.handlers.legs, context),
      contact: (id) => contactOf(rooms.site.current(), id),
    },
    dispatch,
    callbacks: rooms.callbacks,
    gazetteer: () => rooms.site.current().gazetteer,
    setPresence: (tx, asked, context) => setPresence(tx, dispatch, asked, context),
  }
  const live = openLive({
    channels: liveChannels(house),
    listed: listedTables,
    onFailure: (channel, err) => log.warn({ err, channel }, 'What the pages show could not be read; it is tried again'),
  })
  const alarms = {
    name: 'sahut_alarms',
    help: 'What in the room nobody may overlook',
    label: 'kind',
    values: alarmKinds,
  }
  addGauges(metrics, alarms, () => alarmCounts(database, house.roomRules(clock()), clock()))
  addRecoveryMeasures(metrics, { database, clock })
  const changes = hearChanges({ url: databaseUrl, log }, live.hear)
  await app.register(apiRoutes, {
    ...house,
    live,
    secretKey: config.secretKey,
    publicUrl: config.publicUrl,
    folder: join(import.meta.dirname, '..', 'dist', 'console'),
  })
  addHealth(app, { ...health, registry: metrics.registry, isDraining: () => isDraining })
  const port = await listen(app, config.port, config.host)
  return {
    port,
    close: async () => {
      isDraining = true
      await drain(app)
      await without.close()
      live.close()
      watchman.close()
      await changes.close()
    },
  }
}
