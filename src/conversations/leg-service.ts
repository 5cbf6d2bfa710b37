/** What a leg's webhooks do: its documents, its status, its end. */

import { validate as isUuid } from 'uuid'
import type { Input } from '../flow/input.ts'
import type { Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type CallStatus, rankOf } from '../telephony/call-status.ts'
import { type FinalStatus, hasEnded } from './call.ts'
import {
  type ConversationHandlers,
  hear,
  isDismissed,
  isInConversation,
  isStray,
  type Leg,
  type LegHandlers,
  momentOf,
} from './leg.ts'
import {
  advanceLeg,
  bindLeg,
  claimLeg,
  hearLeg,
  holdLeg,
  holdLegKey,
  saveAnswer,
  selectLegBySid,
  wantEnd,
} from './leg-store.ts'
import { order } from './order-service.ts'
import { note } from './service.ts'
import { endStray, endStrays, reportStray } from './stray-service.ts'

export type LegWebhook = {
  readonly legId: string
  readonly legSid: string
  readonly turn: number
  readonly token: string | null
  readonly input: Input
}

export type LegAnswer =
  | {
      readonly outcome: 'answered' | 'repeated'
      readonly legId: string
      readonly verbs: readonly Verb[]
      readonly turn: number
    }
  /** Another call has this leg's place, or nobody needs it any more. */
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'unknown' }

const spoken = (outcome: 'answered' | 'repeated', leg: Leg, verbs: readonly Verb[], turn: number): LegAnswer => ({
  outcome,
  legId: leg.id,
  verbs,
  turn,
})

/** A leg asks for its next document. The first one to ask is the leg; the same webhook again hears the same again. */
export async function hearLegWebhook(
  tx: Tx,
  webhook: LegWebhook,
  handlers: LegHandlers,
  context: Context,
): Promise<LegAnswer> {
  const leg = isUuid(webhook.legId) ? await holdLeg(tx, webhook.legId) : null
  if (leg === null) return { outcome: 'unknown' }
  const hearing = hear(leg, webhook)
  if (hearing === 'taken') return { outcome: 'taken' }
  if (hearing === 'repeated') return spoken('repeated', leg, leg.answer ?? [], leg.turn)
  const present: Leg = { ...leg, legSid: webhook.legSid }
  const verbs = await handlers[leg.purpose].speak(tx, present, momentOf(leg, webhook.input), context)
  await claim(tx, leg, webhook.legSid, context)
  saveAnswer(tx, present, verbs, webhook.token, context.now)
  if (leg.answeredAt === null) noteLeg(tx, leg, 'leg.answered', {}, context)
  return spoken('answered', present, verbs, leg.turn + 1)
}

/** Binds the call that speaks to its leg. Whatever else rings for it, also one that was bound, gives way and is hung up. */
async function claim(tx: Tx, leg: Leg, legSid: string, context: Context): Promise<void> {
  if (leg.answeredAt === null) await endStrays(tx, leg, legSid, context)
  if (isStray(leg, legSid)) claimLeg(tx, leg.id, legSid)
  else if (leg.legSid === null) bindLeg(tx, leg.id, legSid)
  if (leg.legSid !== null && leg.legSid !== legSid && leg.endedAt === null) await endStray(tx, leg, leg.legSid, context)
}

/** An operator's browser connects. A second delivery finds the leg that the first one made. */
export async function hearBrowser(
  tx: Tx,
  connecting: {
    readonly identity: string
    readonly offerId: string
    readonly legSid: string
    readonly token: string | null
  },
  handlers: ConversationHandlers,
  context: Context,
): Promise<LegAnswer | { readonly outcome: 'refused'; readonly verbs: readonly Verb[] }> {
  if (!isUuid(connecting.offerId)) return { outcome: 'unknown' }
  holdLegKey(tx, connecting.legSid)
  const known = await selectLegBySid(tx, connecting.legSid)
  if (known !== null && known.answer !== null) return spoken('repeated', known, known.answer, known.turn)
  const verbs = await handlers.connect(tx, connecting, context)
  const leg = await selectLegBySid(tx, connecting.legSid)
  if (leg === null) return { outcome: 'refused', verbs }
  saveAnswer(tx, leg, verbs, connecting.token, context.now)
  noteLeg(tx, leg, 'leg.answered', { browser: true }, context)
  return spoken('answered', leg, verbs, leg.turn + 1)
}

/**
 * A leg leaves its conversation as its person would by the star key: its handler hears that it is back, and what it answers are the
 * leg's last words, out of whatever it hears now. False if the leg is in no conversation.
 */
export async function leaveConversation(
  tx: Tx,
  legId: string,
  handlers: LegHandlers,
  context: Context,
): Promise<boolean> {
  const leg = await holdLeg(tx, legId)
  if (leg === null || !isInConversation(leg)) return false
  const verbs = await handlers[leg.purpose].speak(tx, leg, { kind: 'returned', isMeant: true }, context)
  saveAnswer(tx, leg, verbs, null, context.now)
  if (!isDismissed(verbs)) return true
  await wantEnd(tx, legId, context.now)
  const payload = { why: 'finished', legId, turn: leg.turn }
  order(tx, { kind: 'end_call', payload }, leg.citizenCallSid, context)
  return true
}

export type LegReport = {
  readonly legId: string
  readonly legSid: string
  readonly status: CallStatus
  /** The carrier's time, in milliseconds since 1970. */
  readonly at: number
}

/** What the carrier says of a leg. Forward only; the report that ends it tells its handler, and only that one. */
export async function reportLeg(
  tx: Tx,
  report: LegReport,
  handlers: LegHandlers,
  context: Context,
): Promise<'advanced' | 'ignored' | 'unknown'> {
  const leg = isUuid(report.legId) ? await holdLeg(tx, report.legId) : null
  if (leg === null) return 'unknown'
  const { status, legSid } = report
  const isItself = !isStray(leg, legSid)
  const advances = isItself && rankOf(status) > leg.statusRank
  if (advances && hasEnded(status)) await tellEnd(tx, { ...leg, legSid }, status, report.at, handlers, context)
  if (!isItself) await reportStray(tx, leg, report, context)
  else if (leg.legSid === null) bindLeg(tx, leg.id, legSid)
  if (advances) advanceLeg(tx, leg.id, status, report.at, context.now)
  else if (isItself) hearLeg(tx, leg.id, context.now)
  noteLeg(tx, leg, 'leg.status', { status }, context, !advances)
  return advances ? 'advanced' : 'ignored'
}

/** Ends a leg that lives and tells its handler. Who calls has held the leg and seen that it has not ended. */
export async function finishLeg(
  tx: Tx,
  leg: Leg,
  how: FinalStatus,
  at: number,
  handlers: LegHandlers,
  context: Context,
): Promise<void> {
  await tellEnd(tx, leg, how, at, handlers, context)
  advanceLeg(tx, leg.id, how, at, context.now)
}

const tellEnd = (
  tx: Tx,
  leg: Leg,
  how: FinalStatus,
  at: number,
  handlers: LegHandlers,
  context: Context,
): Promise<void> =>
  handlers[leg.purpose].ended(tx, { ...leg, status: how, statusRank: rankOf(how), endedAt: at }, how, context)

/** The leg that this call is, for callbacks that do not name it. */
export const findLegBySid = (reader: Reader, legSid: string): Promise<Leg | null> => selectLegBySid(reader, legSid)

export function noteLeg(
  tx: Tx,
  leg: Pick<Leg, 'id' | 'purpose' | 'citizenCallSid'>,
  kind: string,
  facts: Readonly<Record<string, unknown>>,
  context: Context,
  ignored = false,
): void {
  note(
    tx,
    { callSid: leg.citizenCallSid, kind, facts: { leg: leg.id, purpose: leg.purpose, ...facts }, ignored },
    context,
  )
}
