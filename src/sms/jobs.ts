/** Sends the texts that are due. */

import type { Sealer } from '../citizens/seal.ts'
import { addressOf } from '../citizens/service.ts'
import type { Database } from '../platform/postgres.ts'
import type { Carrier } from '../telephony/carrier.ts'
import type { WebhookUrls } from '../telephony/urls.ts'
import { judgeText, leaseMilliseconds, type SendingEnd } from './delivery.ts'
import { dutyTextPurpose } from './duty-service.ts'
import { settleText, type TakenText, takeDueTexts, takeText } from './store.ts'

export type TextingHouse = {
  readonly database: Database
  readonly carrier: Carrier
  readonly urls: WebhookUrls
  /** A number of ours in E.164, or a messaging service. */
  readonly sender: { readonly from: string } | { readonly messagingService: string }
  readonly sealer: Sealer
  /** The site's prefixes: nothing else is texted. */
  readonly mayText: (number: string) => boolean
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** 0 to below 1. */
  readonly jitter: () => number
  readonly log: { error(facts: object, message: string): void }
}

export type TextJobs = {
  /** Processor of the queue `texts`: one text at once. */
  readonly execute: (textId: string) => Promise<void>
  /** Each second: whatever is due, the queue up or down. Gives how many. */
  readonly sweep: () => Promise<number>
}

const sweepSize = 10

export function textJobs(house: TextingHouse): TextJobs {
  const { database, log } = house
  const carryOut = async (text: TakenText): Promise<void> => {
    const sent = await send(house, text)
    const now = house.clock()
    await database.transact(async (tx) => {
      if (sent.outcome === 'unneeded') {
        await settleText(
          tx,
          text,
          { state: 'unneeded', outcome: { why: 'no_number' }, messageSid: null, notBefore: null },
          now,
        )
        return
      }
      const messageSid = sent.outcome === 'done' ? sent.messageSid : null
      const verdict = judgeText(sent, text.attempts, house.jitter())
      if (verdict.verdict !== 'again') {
        const outcome = { ...factsOf(sent), ...(verdict.verdict === 'failed' && { why: verdict.why }) }
        await settleText(tx, text, { state: verdict.verdict, outcome, messageSid, notBefore: null }, now)
        return
      }
      const pause = verdict.afterMilliseconds
      if (await settleText(tx, text, { state: 'due', outcome: factsOf(sent), messageSid, notBefore: now + pause }, now))
        tx.wake({ queue: 'texts', id: text.id, delayMilliseconds: pause })
    })
  }

  return {
    execute: async (textId) => {
      const text = await takeText(database, textId, house.clock(), leaseMilliseconds)
      if (text !== null) await carryOut(text)
    },
    sweep: async () => {
      const due = await takeDueTexts(database, house.clock(), leaseMilliseconds, sweepSize)
      for (const outcome of await Promise.allSettled(due.map(carryOut)))
        if (outcome.status === 'rejected') log.error({ err: outcome.reason }, 'a text could not be settled')
      return due.length
    },
  }
}

type Sent =
  | (SendingEnd & { readonly outcome: Exclude<SendingEnd['outcome'], 'done'> })
  | { outcome: 'done'; messageSid: string }

async function send(house: TextingHouse, text: TakenText): Promise<Sent | { readonly outcome: 'unneeded' }> {
  const { to, body } = await recipientOf(house, text)
  // A `sip:` address, a name, or a number outside the region's prefixes gets no text.
  if (to === null || !to.startsWith('+') || !house.mayText(to)) return { outcome: 'unneeded' }
  try {
    return await house.carrier.sendText({
      to,
      body,
      statusCallback: house.urls.messageStatus(text.id),
      ...house.sender,
    })
  } catch (err) {
    house.log.error({ err, text: text.id }, 'sending a text threw')
    return { outcome: 'unknown', mayHaveHappened: true }
  }
}

async function recipientOf({ database, sealer }: TextingHouse, { citizenId, sealed, body }: TakenText) {
  if (sealed !== null) return JSON.parse(sealer.open(sealed, dutyTextPurpose)) as { to: string; body: string }
  return { to: citizenId === null ? null : await addressOf(database, citizenId, sealer), body }
}

const factsOf = (sent: Sent): Readonly<Record<string, unknown>> =>
  sent.outcome === 'refused' ? { outcome: sent.outcome, code: sent.code } : { outcome: sent.outcome }
