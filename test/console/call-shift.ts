/** A shift of random calls, told through the rooms, and beside it what each call must look like in the log. */

import fc from 'fast-check'
import { type CallOutcome, outcomeOf } from '../../src/console/call-outcome.ts'
import { advanceStatus, beginCall, note, placeCall } from '../../src/conversations/service.ts'
import { fillTicket, noteTicket, openTicket } from '../../src/tickets/service.ts'
import type { consoleHouse } from './console-house.ts'

export const words = ['lampu', 'jalan', 'banjir', 'pohon', 'sampah', 'air', 'listrik', 'kabel']
export const topics = ['jalan', 'lampu', 'lainnya']
export const districts = ['lubuk_alung', 'batang_anai']
export const nodes = ['sapa', 'menu', 'catat_laporan']
export const lanes = ['umum', 'darurat']
export const callers = ['+6281200000001', '+6281200000002', null]

const maybe = <Value>(values: readonly Value[]) => fc.constantFrom(...values, null)

const anyCall = fc.record({
  second: fc.integer({ min: 0, max: 40 }),
  caller: fc.constantFrom(...callers),
  node: maybe(nodes),
  lane: maybe(lanes),
  ends: fc.boolean(),
  topic: maybe(topics),
  district: maybe(districts),
  words: fc.array(fc.constantFrom(...words), { maxLength: 4 }),
  remark: maybe(words),
  privacy: fc.constantFrom('open', 'open', 'secret', 'anonymous'),
  danger: fc.boolean(),
  waited: fc.boolean(),
  met: fc.boolean(),
  goodbye: fc.boolean(),
  pressed: fc.boolean(),
  lasted: fc.integer({ min: 1, max: 30 }),
})
type Told = typeof anyCall extends fc.Arbitrary<infer Value> ? Value : never

export type Shown = {
  readonly callSid: string
  readonly at: number
  readonly live: boolean
  readonly citizen: string | null
  readonly node: string | null
  readonly lane: string | null
  readonly outcome: CallOutcome | null
  readonly topic: string | null
  readonly district: string | null
  readonly emergency: boolean
  readonly privacy: string
  readonly words: readonly string[]
}

type House = Awaited<ReturnType<typeof consoleHouse>>

async function tell(house: House, callSid: string, call: Told, began: number): Promise<Shown> {
  const at = began + call.second * 1000
  const context = { now: at, actor: 'carrier' }
  const citizen = call.caller === null ? null : await house.citizen(call.caller)
  const hasTicket = call.topic !== null || call.words.length > 0 || call.privacy !== 'open'
  await house.database.transact(async (tx) => {
    const callerKind = citizen === null ? 'withheld' : 'number'
    await beginCall(tx, { callSid, line: '+62751000100', citizenId: citizen, callerKind, status: 'ringing' }, context)
    if (call.node !== null) {
      placeCall(tx, { callSid, node: call.node, lane: call.lane }, context, [
        { kind: 'node.entered', facts: { node: call.node, kind: 'menu' } },
      ])
    }
    if (call.waited) note(tx, { callSid, kind: 'wait.began', facts: {} }, context)
    if (call.met) note(tx, { callSid, kind: 'operator.joined', facts: {} }, context)
    if (call.pressed) note(tx, { callSid, kind: 'input.missed', facts: { why: 'no_match' } }, context)
    if (call.goodbye) note(tx, { callSid, kind: 'dialogue.ended', facts: { how: 'goodbye' } }, context)
    if (hasTicket) {
      const from = { contact: callSid, channel: 'voice', citizenId: citizen, kind: 'complaint' } as const
      const { id: ticketId } = await openTicket(tx, from, context)
      const fields = {
        ...(call.topic === null ? {} : { topic: call.topic }),
        ...(call.district === null ? {} : { district: call.district }),
        ...(call.words.length === 0 ? {} : { description: call.words.join(' ') }),
        privacy: call.privacy as 'open',
      }
      await fillTicket(tx, { ticketId, fields }, context)
      if (call.remark !== null) await noteTicket(tx, { ticketId, text: call.remark }, context)
    }
    if (call.ends)
      await advanceStatus(
        tx,
        { callSid, status: 'completed', at: at + call.lasted * 1000, durationSeconds: 9 },
        context,
      )
  })
  if (call.danger)
    await house.database.pool.query(
      `insert into emergencies (id, call_sid, kind, ladder, state, raised_at) values (gen_random_uuid(), $1, 'medis', 'medis', 'closed', now())`,
      [callSid],
    )
  const topic = hasTicket ? call.topic : null
  const outcome = outcomeOf({
    heard: call.node !== null,
    operatorJoined: call.met,
    partnerJoined: false,
    handedOff: false,
    emergency: call.danger,
    waited: call.waited,
    callback: null,
    leftMessage: false,
    told: topic !== null,
    heardGoodbye: call.goodbye,
    gaveSign: call.pressed,
    lastedSeconds: call.lasted,
    silence: null,
  })
  return {
    callSid,
    at,
    live: !call.ends,
    citizen,
    node: call.node,
    lane: call.node === null ? null : call.lane,
    outcome: call.ends ? outcome : null,
    topic,
    district: hasTicket ? call.district : null,
    emergency: call.danger,
    privacy: hasTicket ? call.privacy : 'open',
    // A remark is found once the call is in the log.
    words: hasTicket ? [...call.words, ...(call.remark === null || !call.ends ? [] : [call.remark])] : [],
  }
}

/** So many calls; several of one moment are among them. */
export async function randomShift(house: House, { calls, seed }: { calls: number; seed: number }) {
  const began = house.clock.now - 3_600_000
  const told: Shown[] = []
  for (const [index, call] of fc.sample(anyCall, { numRuns: calls, seed }).entries())
    told.push(await tell(house, `CA${String(index).padStart(4, '0')}`, call, began))
  return { began, told }
}
