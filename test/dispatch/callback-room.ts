import type { Test } from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import { know } from '../../src/citizens/service.ts'
import type { FinalStatus } from '../../src/conversations/call.ts'
import type { LegMoment } from '../../src/conversations/leg.ts'
import { advanceStatus, beginCall, findLeg } from '../../src/conversations/service.ts'
import { type CallbackRule, usualRule } from '../../src/dispatch/callback.ts'
import type { CallbackHouse } from '../../src/dispatch/callback-house.ts'
import { sweepCallbacks } from '../../src/dispatch/callback-jobs.ts'
import { callbackLegs, withCallbacks } from '../../src/dispatch/callback-leg-service.ts'
import { type Asking, askCallback, beginCallback, callbackOfCall } from '../../src/dispatch/callback-service.ts'
import { sweepDispatch } from '../../src/dispatch/jobs.ts'
import type { Say } from '../../src/flow/verbs.ts'
import { statement } from '../../src/platform/postgres.ts'
import { operatorsRoom } from '../support/room.ts'

type OfferRow = { id: string; staff_id: string; state: string; reason: string }
type LegRow = { id: string; purpose: string; ended_at: Date | null; end_wanted_at: Date | null }

/** An operators' room in which citizens with numbers call, hang up, and are called back. */
export async function callbackRoom(t: Test, rule: Partial<CallbackRule> = {}) {
  const room = await operatorsRoom(t)
  const { database, context } = room
  const say: Say = (prompt) => ({ prompt, text: prompt, language: 'ind' })
  const house: CallbackHouse = {
    ...room.house,
    sealer: createSealer('a secret of forty characters for a test.'),
    mayDial: (target) => target.kind !== 'number' || target.number.startsWith('+62'),
    rule: { ...usualRule, ...rule },
    say,
    sayIn: (language) => (prompt, values) => ({ ...say(prompt, values), language }),
    line: '+62751000100',
  }
  const legs = { operator: withCallbacks(house, room.operatorLeg), callback: callbackLegs(house) }
  let calls = 0

  /** Calls and is on the line; null for a caller without a number. */
  async function calling(number: string | null): Promise<{ callSid: string; citizenId: string | null }> {
    calls += 1
    const callSid = `CB${String(calls).padStart(32, '0')}`
    return database.transact(async (tx) => {
      const caller = { kind: 'number', address: number ?? '', canBeTexted: true } as const
      const { citizenId } = number === null ? { citizenId: null } : await know(tx, { caller }, house.sealer, context())
      const callerKind = number === null ? 'withheld' : 'number'
      await beginCall(tx, { callSid, line: '+62751000100', citizenId, callerKind, status: 'in-progress' }, context())
      return { callSid, citizenId }
    })
  }

  const ask = (call: { callSid: string; citizenId: string | null }, more: Partial<Asking> = {}) => {
    const asking = { ...call, number: null, lane: 'umum', language: 'ind', arrivedAt: context().now, ...more }
    return database.transact((tx) => askCallback(tx, house, asking, context()))
  }

  /** The call is over, as sessions settles it. */
  const hangsUp = (callSid: string) =>
    database.transact(async (tx) => {
      await beginCallback(tx, house, callSid, context())
      await advanceStatus(tx, { callSid, status: 'completed', at: context().now, durationSeconds: 1 }, context())
    })

  async function legById(id: string) {
    const leg = await findLeg(database, id)
    if (leg === null) throw new Error('there is no such leg')
    return leg
  }

  return {
    ...room,
    house,
    legs,
    calling,
    ask,
    hangsUp,
    /** Calls, asks and hangs up. */
    asked: async (number: string) => {
      const call = await calling(number)
      await ask(call)
      await hangsUp(call.callSid)
      return call
    },
    callback: async (callSid: string) => {
      const found = await callbackOfCall(database, callSid)
      if (found === null) throw new Error('nobody asked for a callback')
      return found
    },
    offersFor: (callSid: string) =>
      room.rows<OfferRow>(
        'select o.id, staff_id, o.state, reason from offers o join waits w on w.id = wait_id where w.call_sid = $1 order by o.id',
        [callSid],
      ),
    legsOf: (callSid: string, purpose: string) =>
      room.rows<LegRow>(
        'select id, purpose, ended_at, end_wanted_at from legs where citizen_call_sid = $1 and purpose = $2 order by placed_at, id',
        [callSid, purpose],
      ),
    /** What a leg hears; the answer is not kept, as the webhook's room would. */
    hears: async (legId: string, moment: LegMoment) => {
      const leg = await legById(legId)
      return database.transact(async (tx) => {
        const verbs = await legs[leg.purpose === 'callback' ? 'callback' : 'operator'].speak(tx, leg, moment, context())
        await tx.run(
          statement('test.answered', 'update legs set answered_at = coalesce(answered_at, $2) where id = $1'),
          [legId, new Date(context().now)],
        )
        return verbs
      })
    },
    ends: async (legId: string, how: FinalStatus = 'completed') => {
      const leg = await legById(legId)
      await database.transact(async (tx) => {
        await legs[leg.purpose === 'callback' ? 'callback' : 'operator'].ended(tx, leg, how, context())
        await tx.run(statement('test.ended', 'update legs set ended_at = $2 where id = $1'), [
          legId,
          new Date(context().now),
        ])
      })
    },
    meets: async (legId: string) => {
      const leg = await legById(legId)
      await database.transact((tx) => legs.operator.met(tx, leg, context()))
    },
    sweep: async () => {
      await sweepCallbacks(database, house, context())
      await sweepDispatch(database, room.house, context())
    },
  }
}

export type Room = Awaited<ReturnType<typeof callbackRoom>>

export const digits = (keys: string) => ({ kind: 'digits', digits: keys }) as const

/** The operator accepts the last offer for this call; gives both legs. */
export async function accepts(room: Room, callSid: string) {
  const offer = (await room.offersFor(callSid)).at(-1)
  const operator = (await room.legFor(offer?.id ?? '')).id
  const heard = await room.hears(operator, digits('1'))
  return { operator, heard, citizen: (await room.legsOf(callSid, 'callback')).at(-1)?.id ?? '' }
}

/** Both in one conversation. */
export async function talk(room: Room, callSid: string) {
  const { operator, citizen } = await accepts(room, callSid)
  await room.hears(citizen, { kind: 'answered' })
  await room.hears(operator, { kind: 'continue' })
  await room.meets(operator)
  return { operator, citizen }
}
