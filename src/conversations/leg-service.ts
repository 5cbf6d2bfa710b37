/** What a leg's webhooks do: its documents, its status, its end. */

import { validate as isUuid } from 'uuid'
import type { Input } from '../flow/input.ts'
import type { Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type CallStatus, rankOf } from '../telephony/call-status.ts'
import { type FinalStatus, hasEnded } from './call.ts'
import { type ConversationHandlers, hear, type Leg, type LegHandlers, momentOf } from './leg.ts'
import { advanceLeg, bindLeg, hearLeg, holdLeg, holdSid, rebindLeg, saveAnswer, selectLegBySid } from './leg-store.ts'
import { note, order } from './service.ts'

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
  if (!(await claim(tx, leg, webhook.legSid, context))) return { outcome: 'taken' }
  const present: Leg = { ...leg, legSid: webhook.legSid }
  const verbs = await handlers[leg.purpose].speak(tx, present, momentOf(leg, webhook.input), context)
  saveAnswer(tx, present, verbs, webhook.token, context.now)
  if (leg.answeredAt === null) noteLeg(tx, leg, 'leg.answered', {}, context)
  return spoken('answered', present, verbs, leg.turn + 1)
}

/** Binds the call that speaks to its leg. One that was bound and only rings gives way, and is hung up. */
async function claim(tx: Tx, leg: Leg, legSid: string, context: Context): Promise<boolean> {
  if (leg.legSid === legSid) return true
  if (leg.legSid === null) return bindLeg(tx, leg.id, legSid, context.now)
  rebindLeg(tx, leg.id, legSid)
  order(
    tx,
    { kind: 'end_call', payload: { why: 'second_leg_of_one_command', sid: leg.legSid } },
    leg.citizenCallSid,
    context,
  )
  return true
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
  holdSid(tx, connecting.legSid)
  const known = await selectLegBySid(tx, connecting.legSid)
  if (known !== null && known.answer !== null) return spoken('repeated', known, known.answer, known.turn)
  const verbs = await handlers.connect(tx, connecting, context)
  const leg = await selectLegBySid(tx, connecting.legSid)
  if (leg === null) return { outcome: 'refused', verbs }
  saveAnswer(tx, leg, verbs, connecting.token, context.now)
  noteLeg(tx, leg, 'leg.answered', { browser: true }, context)
  return spoken('answered', leg, verbs, leg.turn + 1)
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
  const { status } = report
  const isItself =
    leg.legSid === report.legSid || (leg.legSid === null && (await bindLeg(tx, leg.id, report.legSid, context.now)))
  const advances = isItself && rankOf(status) > leg.statusRank
  noteLeg(tx, leg, 'leg.status', { status }, context, !advances)
  if (!advances) {
    if (isItself) hearLeg(tx, leg.id, context.now)
    return 'ignored'
  }
  if (hasEnded(status)) await finishLeg(tx, { ...leg, legSid: report.legSid }, status, report.at, handlers, context)
  else advanceLeg(tx, leg.id, status, report.at, context.now)
  return 'advanced'
}

/** Ends a leg that lives and tells its handler. Who calls holds the citizen's call and has seen that the leg has not ended. */
export async function finishLeg(
  tx: Tx,
  leg: Leg,
  how: FinalStatus,
  at: number,
  handlers: LegHandlers,
  context: Context,
): Promise<void> {
  await handlers[leg.purpose].ended(tx, { ...leg, status: how, statusRank: rankOf(how), endedAt: at }, how, context)
  advanceLeg(tx, leg.id, how, at, context.now)
}

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
