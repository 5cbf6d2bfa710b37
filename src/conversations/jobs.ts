/** Executes the commands to the carrier, and looks after calls of which nothing is heard. */

import type { Target } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/postgres.ts'
import type { Answer, Carrier } from '../telephony/carrier.ts'
import { addressOf } from '../telephony/client.ts'
import type { WebhookUrls } from '../telephony/urls.ts'
import { type Result, settle, settleLater, settleUnneeded, sidsOfOthers, take, takeDue } from './carrier-service.ts'
import { type Command, endingOf, judge, readiness, type Standing } from './command.ts'
import type { Taken } from './command-store.ts'
import { rescue, suspects } from './conference-service.ts'
import { changeOf } from './control.ts'
import { lookAfterSilent } from './janitor-service.ts'
import type { Callee, ConversationHandlers } from './leg.ts'

export type CarrierHouse = {
  readonly database: Database
  readonly carrier: Carrier
  readonly urls: WebhookUrls
  /** A number of ours in E.164, shown to whom we ring. */
  readonly callerId: string
  /** The site's prefixes and hosts: anything else is refused, whoever ordered it (toll fraud). */
  readonly mayDial: (target: Target) => boolean
  /** Where a citizen is reached; null when nowhere. Only here a sealed number is opened to be dialled. */
  readonly citizenAt: (citizenId: string) => Promise<Target | null>
  readonly handlers: ConversationHandlers
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** 0 to below 1. */
  readonly jitter: () => number
  readonly log: { error(facts: object, message: string): void; warn(facts: object, message: string): void }
}

export type CarrierJobs = {
  /** Processor of the queue `carrier`: one command at once. */
  readonly execute: (commandId: string) => Promise<void>
  /** Each second: everything that is due, the queue up or down, and citizens left alone. Gives how much there was. */
  readonly sweep: () => Promise<number>
  /** Each ten seconds: calls and legs of which nothing was heard, legs that were left behind. Gives how many. */
  readonly janitor: () => Promise<number>
}

/** Commands that one sweep runs at the same time. */
const sweepSize = 20

export function carrierJobs(house: CarrierHouse): CarrierJobs {
  const { database, handlers } = house
  const context = (): Context => ({ now: house.clock(), actor: 'system' })

  const carryOut = async (taken: Taken): Promise<void> => {
    const { command } = taken
    const ready = readiness(command, taken.standing)
    switch (ready.ready) {
      case 'unneeded':
        return database.transact((tx) => settleUnneeded(tx, command, ready.why, handlers, context()))
      case 'later':
        return database.transact((tx) => settleLater(tx, command, context()))
      case 'done':
      case 'now':
      case 'after_search': {
        const result = await attempt(house, taken, ready.ready)
        if (judge(command, result.attempt, 0).verdict === 'failed') {
          const { id, kind, attempts } = command
          house.log.warn({ command: id, kind, attempts, ...result.facts }, 'the carrier did not do what was asked')
        }
        return database.transact((tx) => settle(tx, command, result, house.jitter(), handlers, context()))
      }
    }
  }

  const sweep = async (): Promise<number> => {
    const due = await takeDue(database, sweepSize, context())
    const outcomes = await Promise.allSettled(due.map(carryOut))
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        house.log.error({ err: outcome.reason }, 'a carrier command could not be settled')
    const alone = await suspects(database, sweepSize, context())
    for (const id of alone) await database.transact((tx) => rescue(tx, id, handlers, context()))
    return due.length + alone.length
  }

  return {
    execute: async (commandId) => {
      const taken = await take(database, commandId, context())
      if (taken !== null) await carryOut(taken)
    },
    sweep,
    janitor: () => database.transact((tx) => lookAfterSilent(tx, sweepSize, context())),
  }
}

async function attempt(
  house: CarrierHouse,
  { command, standing }: Taken,
  how: 'done' | 'now' | 'after_search',
): Promise<Result> {
  if (how === 'done') return { attempt: 'done', ...(standing.leg?.sid && { legSid: standing.leg.sid }) }
  try {
    if (how === 'after_search') {
      const found = await search(house, command)
      if (found !== null) return found
    }
    return await ask(house, command, standing)
  } catch (err) {
    house.log.error({ err, command: command.id, kind: command.kind }, 'a carrier command threw')
    // A range error is a target that cannot be dialled: it will not become better.
    return { attempt: err instanceof RangeError ? 'refused' : 'unknown' }
  }
}

const targetOf = (house: CarrierHouse, callee: Callee): Promise<Target | null> =>
  callee.kind === 'citizen' ? house.citizenAt(callee.citizenId) : Promise.resolve(callee)

/** Looks for the call that an earlier attempt may have placed. Null if there is none. */
async function search(house: CarrierHouse, command: Command): Promise<Result | null> {
  const target = command.kind === 'place_leg' ? await targetOf(house, command.payload.target) : null
  if (target === null) return null
  // The carrier's clock is not ours, and tells whole seconds.
  const createdSince = command.createdAt - 5_000
  const answer = await house.carrier.listCalls({
    to: addressOf(target),
    from: house.callerId,
    createdSince,
  })
  // Not knowing stays not knowing, whatever kept us from looking.
  if (answer.outcome !== 'done') return { ...toResult(answer), attempt: 'unknown' }
  const sids = answer.calls.map((call) => call.callSid)
  const others = await sidsOfOthers(house.database, sids, command.id)
  const legSid = sids.find((sid) => !others.includes(sid))
  return legSid === undefined ? null : { attempt: 'done', legSid, facts: { found: true } }
}

async function ask(house: CarrierHouse, command: Command, { leg, conversation }: Standing): Promise<Result> {
  const { carrier, urls } = house
  switch (command.kind) {
    case 'place_leg': {
      const { ringSeconds } = command.payload
      const target = await targetOf(house, command.payload.target)
      if (target === null) return { attempt: 'refused', facts: { why: 'no_number' } }
      if (!house.mayDial(target)) {
        house.log.error({ command: command.id }, 'a leg to a target outside the dialling rules was refused')
        return { attempt: 'refused', facts: { why: 'not_allowed' } }
      }
      const answer = await carrier.placeCall({
        to: target,
        callerId: house.callerId,
        url: urls.leg({ command: command.id, turn: 0, epoch: 0 }),
        statusCallback: urls.status(command.id),
        ringSeconds,
      })
      return answer.outcome === 'done' ? { attempt: 'done', legSid: answer.callSid } : toResult(answer)
    }
    case 'move_call':
      return toResult(await carrier.moveCall(command.callSid ?? '', urls.moved(command.payload.epoch)))
    case 'end_call':
      return end(house, command, leg)
    case 'fetch_call': {
      const subject = subjectOf(command, leg)
      const answer = await carrier.fetchCall(subject)
      return { ...toResult(answer), subject, ...(answer.outcome === 'done' && { found: answer.call }) }
    }
    case 'update_participant': {
      const conferenceSid = conversation?.conferenceSid ?? ''
      const change = changeOf(command.payload, urls.hold)
      return toResult(await carrier.updateParticipant(conferenceSid, command.payload.participantSid, change))
    }
  }
}

async function end(
  house: CarrierHouse,
  command: Command & { kind: 'end_call' },
  leg: Standing['leg'],
): Promise<Result> {
  const { carrier, urls } = house
  const subject = subjectOf(command, leg)
  switch (endingOf(command, leg)) {
    case 'let_finish':
      return { attempt: 'done', subject, isBeingTold: true }
    case 'tell': {
      const url = urls.leg({
        command: command.payload.legId ?? '',
        turn: command.payload.turn ?? leg?.turn ?? 0,
        epoch: 0,
      })
      return { ...toResult(await carrier.moveCall(subject, url)), subject, isBeingTold: true }
    }
    case 'hang_up': {
      const answer = await carrier.endCall(subject)
      return { ...toResult(answer), subject, ...(answer.outcome === 'done' && answer.call && { found: answer.call }) }
    }
  }
}

function subjectOf(command: Command & { kind: 'end_call' | 'fetch_call' }, leg: Standing['leg']): string {
  const { payload } = command
  if ('sid' in payload && payload.sid !== undefined) return payload.sid
  return (payload.legId === undefined ? command.callSid : leg?.sid) ?? ''
}

function toResult(answer: Answer): Result {
  switch (answer.outcome) {
    case 'done':
    case 'gone':
      return { attempt: answer.outcome }
    case 'refused':
      return { attempt: 'refused', facts: { status: answer.status, code: answer.code } }
    case 'busy':
      return { attempt: 'busy', retryAfterSeconds: answer.retryAfterSeconds }
    case 'unknown':
      // What surely never arrived can be asked again without looking.
      return { attempt: answer.mayHaveHappened ? 'unknown' : 'busy', facts: { why: answer.why } }
  }
}
