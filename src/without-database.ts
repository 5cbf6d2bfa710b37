/** Calls while the database is away: the gate that notices, the safe flow, its journal, and its replay. */

import { join } from 'node:path'
import type { CallRecord } from './calls/safe-record.ts'
import { createSafe, type Safe } from './calls/safe-service.ts'
import { createSealer } from './citizens/seal.ts'
import { ladderPlan, smsHouse } from './house.ts'
import { type DatabaseGate, openGate, probeOf } from './platform/database-gate.ts'
import { troubleOf } from './platform/database-trouble.ts'
import { openJournal, type Replayed } from './platform/journal.ts'
import type { Rooms } from './rooms.ts'
import { dangerAt, firstEmergency, safeLine } from './safe-line.ts'
import { living, madeOf } from './site/now.ts'
import type { TextsWithout } from './sms/routes.ts'
import { receiveText } from './sms/service.ts'
import type { TextMessage } from './telephony/webhooks/message.ts'

export type WithoutDatabase = {
  readonly safe: Safe
  readonly gate: DatabaseGate
  readonly dangerOf: ReturnType<typeof dangerAt>
  readonly keepText: TextsWithout['keepText']
  readonly wordsMeanwhile: TextsWithout['wordsMeanwhile']
  /** Tells the database what the journal holds; gives how much of it was there. */
  readonly replay: () => Promise<number>
  readonly close: () => Promise<void>
}

/** A text that came while the database was away; its id at the carrier makes it unique. */
type KeptText = { readonly what: 'text'; readonly message: TextMessage; readonly at: number }

const purpose = 'journal'
const probeMilliseconds = 1_000
/** Diverted calls go on in the journal after the database is back: what they do is told so often. */
const replayMilliseconds = 1_000
/** What a call's last conversation was arrives beside its end, in either order: the end is told last. */
const endMilliseconds = 5_000

export function openWithoutDatabase(rooms: Rooms, databaseUrl: string): WithoutDatabase {
  const { clock, config, log, say, site, urls, voice } = rooms
  const sealer = createSealer(config.secretKey)
  const journal = openJournal({ folder: join(config.dataFolder, 'journal') })
  const line = madeOf(site, safeLine)
  const first = madeOf(site, firstEmergency)
  const danger = madeOf(site, dangerAt)

  const gate = openGate({
    // The gate keeps the time; the connection gives up later, so that only one of them decides.
    probe: probeOf(databaseUrl, 3 * probeMilliseconds),
    probeMilliseconds,
    onAway: () => log.error('The database is away: callers are led into the safe flow until it is back'),
    onBack: () => {
      log.warn('The database is back: what happened meanwhile is told to it from the journal')
      // Before anybody is offered a caller who has left the line.
      void replay()
    },
  })

  const texting = living(site, (present) => ({ ...smsHouse(present, rooms.sealer), dialogues: rooms.texts }))
  const tellText = ({ message, at }: KeptText) =>
    rooms.database.transact((tx) => receiveText(tx, texting, message, { now: at, actor: 'journal' }))

  const keep = (record: CallRecord | KeptText): Promise<void> =>
    // Whole, since who calls and when is personal; what can be read without the secret is that something happened.
    journal.append({ sealed: sealer.seal(JSON.stringify(record), purpose).toString('base64') })

  const safe = createSafe({
    line: (kind, now) => line()(kind, now),
    usualKind: () => first().kind,
    emergencyKey: () => first().key,
    label: (kind) => ladderPlan(site.current(), kind).label,
    place: () => site.current().name,
    say,
    urls,
    voice,
    key: config.secretKey,
    keep,
    log,
    clock,
  })

  async function tell(entry: unknown): Promise<Replayed> {
    let record: CallRecord | KeptText
    try {
      const { sealed } = entry as { readonly sealed: string }
      record = JSON.parse(sealer.open(Buffer.from(sealed, 'base64'), purpose)) as CallRecord | KeptText
    } catch (err) {
      log.error({ err }, 'An entry of the journal was written with another SECRET_KEY, or was changed: it is put aside')
      return 'refused'
    }
    if (record.what === 'status' && clock() - record.at < endMilliseconds) return 'later'
    try {
      if (record.what === 'text') await tellText(record)
      else await rooms.tellDiverted(record)
      return 'done'
    } catch (err) {
      // Trouble with the database leaves the file where it is; anything else must not keep the others back.
      if (troubleOf(err) !== null) throw err
      log.error({ err, what: record.what, at: record.at }, 'An entry of the journal could not be told: it is put aside')
      return 'refused'
    }
  }

  let replaying: Promise<number> | undefined
  async function replayOnce(): Promise<number> {
    if (gate.isAway()) return 0
    try {
      return await journal.replay(tell)
    } catch (err) {
      if ((await gate.failed(err)) === null) log.error({ err }, 'The journal cannot be read')
      return 0
    }
  }
  const replay = (): Promise<number> => {
    replaying ??= replayOnce().finally(() => {
      replaying = undefined
    })
    return replaying
  }
  const timer = setInterval(() => void replay(), replayMilliseconds)

  return {
    safe,
    gate,
    dangerOf: (at) => danger()(at),
    keepText: (message) => keep({ what: 'text', message, at: clock() }),
    wordsMeanwhile: () => say('aman_sms', { line: texting.line }).text,
    replay,
    close: async () => {
      clearInterval(timer)
      await replay()
      await gate.close()
    },
  }
}
