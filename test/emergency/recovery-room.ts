import type { Test } from 'tap'
import { know } from '../../src/citizens/service.ts'
import type { FinalStatus } from '../../src/conversations/call.ts'
import type { LegHandlers, LegMoment } from '../../src/conversations/leg.ts'
import { advanceStatus, beginCall, findLeg } from '../../src/conversations/service.ts'
import { usualRule } from '../../src/dispatch/callback.ts'
import type { CallbackHouse } from '../../src/dispatch/callback-house.ts'
import { sweepCallbacks } from '../../src/dispatch/callback-jobs.ts'
import { callbackLegs, withCallbacks } from '../../src/dispatch/callback-leg-service.ts'
import { callbackOfCall } from '../../src/dispatch/callback-service.ts'
import { sweepDispatch } from '../../src/dispatch/jobs.ts'
import { endWait } from '../../src/dispatch/wait-service.ts'
import { withRecalls } from '../../src/emergency/recall-leg-service.ts'
import { sweepRecoveries } from '../../src/emergency/recovery-jobs.ts'
import { mergeRecoveries, recoverCall } from '../../src/emergency/recovery-service.ts'
import { endEmergency } from '../../src/emergency/service.ts'
import type { Say } from '../../src/flow/verbs.ts'
import { statement } from '../../src/platform/postgres.ts'
import { operatorsRoom } from '../support/room.ts'

type OfferRow = { id: string; staff_id: string; state: string; reason: string }
type LegRow = { id: string; purpose: string; ended_at: Date | null; end_wanted_at: Date | null }
export type RecoveryRow = {
  id: string
  state: string
  outcome: string | null
  tries: number
  first_try_at: Date | null
  merged_into: string | null
  closed_by: string | null
  reason: string | null
}
type EmergencyRow = { id: string; state: string; climb_at: Date | null; settled_by: string | null }

/** Citizens call for help and are cut off; the room's clock is the only one. */
export async function recoveryRoom(t: Test) {
  const room = await operatorsRoom(t)
  const { database, context } = room
  const say: Say = (prompt) => ({ prompt, text: prompt, language: 'ind' })
  const house: CallbackHouse = {
    ...room.house,
    sealer: room.alerts.sealer,
    mayDial: (target) => target.kind !== 'number' || target.number.startsWith('+62'),
    rule: usualRule,
    say,
    sayIn: (language) => (prompt, values) => ({ ...say(prompt, values), language }),
    line: '+62751000100',
  }
  const legs: Pick<LegHandlers, 'operator' | 'callback' | 'rung'> = {
    operator: withCallbacks(house, room.operatorLeg),
    callback: callbackLegs(house),
    rung: withRecalls(house, room.rungLeg),
  }
  const handlerOf = (purpose: string) => legs[purpose === 'callback' || purpose === 'rung' ? purpose : 'operator']
  let calls = 0

  /** A call comes in; null for a withheld number. */
  async function calling(number: string | null, canBeTexted = true) {
    calls += 1
    const callSid = `CR${String(calls).padStart(32, '0')}`
    return database.transact(async (tx) => {
      const caller = { kind: 'number', address: number ?? '', canBeTexted } as const
      const { citizenId } = number === null ? { citizenId: null } : await know(tx, { caller }, house.sealer, context())
      const callerKind = number === null ? 'withheld' : 'number'
      await beginCall(tx, { callSid, line: '+62751000100', citizenId, callerKind, status: 'in-progress' }, context())
      return { callSid, citizenId }
    })
  }
  type Call = Awaited<ReturnType<typeof calling>>

  /** The call is over, as sessions settles it; `neverMet`: before the caller came to whoever had accepted. */
  const hangsUp = ({ callSid }: Call, { neverMet = false } = {}) =>
    database.transact(async (tx) => {
      const [wait] = await room.rows<{ id: string }>('select id from waits where call_sid = $1', [callSid])
      const how = wait === undefined ? null : await endWait(tx, wait.id, context())
      const ended = await endEmergency(tx, { callSid, hadFinished: how === 'finished', neverMet }, context())
      if (ended === 'dropped') await recoverCall(tx, house, callSid, context())
      await advanceStatus(tx, { callSid, status: 'completed', at: context().now, durationSeconds: 1 }, context())
      return ended
    })

  async function legById(id: string) {
    const leg = await findLeg(database, id)
    if (leg === null) throw new Error('there is no such leg')
    return leg
  }
  const legsOf = (callSid: string, purpose: string) =>
    room.rows<LegRow>(
      'select id, purpose, ended_at, end_wanted_at from legs where citizen_call_sid = $1 and purpose = $2 order by placed_at, id',
      [callSid, purpose],
    )
  const one = async <Row>(text: string, values: readonly unknown[]): Promise<Row> => {
    const [row] = await room.rows<Row>(text, values)
    if (row === undefined) throw new Error('there is no such row')
    return row
  }

  return {
    ...room,
    house,
    calling,
    hangsUp,
    legsOf,
    /** Calls for help and is cut off before anybody answers. */
    dropped: async (number: string | null, more: { canBeTexted?: boolean; silent?: boolean } = {}) => {
      const call = await calling(number, more.canBeTexted)
      await room.raises(call.callSid)
      if (more.silent) await room.rows('update emergencies set silent = true where call_sid = $1', [call.callSid])
      await hangsUp(call)
      return call
    },
    /** The same number calls for help again. */
    callsAgain: async (number: string) => {
      const call = await calling(number)
      const { callSid, citizenId } = call
      if (citizenId === null) throw new Error('a number is somebody')
      await database.transact((tx) => mergeRecoveries(tx, house, { citizenId, callSid }, context()))
      await room.raises(callSid)
      return call
    },
    recovery: (callSid: string) => one<RecoveryRow>('select * from recoveries where call_sid = $1', [callSid]),
    emergency: (callSid: string) => one<EmergencyRow>('select * from emergencies where call_sid = $1', [callSid]),
    callback: (callSid: string) => callbackOfCall(database, callSid),
    texts: async () =>
      (
        await room.rows<{ payload: { body: string } }>(
          `select payload from outbox where topic = 'text.wanted' order by id`,
        )
      ).map(({ payload }) => payload.body),
    timeline: async (callSid: string) =>
      (
        await room.rows<{ kind: string }>('select kind from call_events where call_sid = $1 order by id', [callSid])
      ).map(({ kind }) => kind),
    offersFor: (callSid: string) =>
      room.rows<OfferRow>(
        'select o.id, staff_id, o.state, reason from offers o join waits w on w.id = wait_id where w.call_sid = $1 order by o.id',
        [callSid],
      ),
    hears: async (legId: string, moment: LegMoment) => {
      const leg = await legById(legId)
      return database.transact(async (tx) => {
        const verbs = await handlerOf(leg.purpose).speak(tx, leg, moment, context())
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
        await tx.run(statement('test.ended', 'update legs set ended_at = $2 where id = $1'), [
          legId,
          new Date(context().now),
        ])
        await handlerOf(leg.purpose).ended(tx, { ...leg, endedAt: context().now }, how, context())
      })
    },
    meets: async (legId: string) => {
      const leg = await legById(legId)
      await database.transact((tx) => handlerOf(leg.purpose).met(tx, leg, context()))
    },
    sweep: async () => {
      await sweepCallbacks(database, house, context())
      await sweepDispatch(database, room.house, context())
      await sweepRecoveries(database, house, context())
    },
  }
}
