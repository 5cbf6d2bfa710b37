/** A citizen's dialogue by text: the flow that answers the line's calls, one text a turn. */

import { lobby } from '../dispatch/wait-service.ts'
import { advance, begin } from '../flow/advance.ts'
import { isDanger as isDangerIn } from '../flow/danger.ts'
import type { Flow } from '../flow/flow.ts'
import type { Facts, FlowEvent, Input } from '../flow/input.ts'
import type { Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import { publish } from '../platform/outbox.ts'
import type { Tx } from '../platform/postgres.ts'
import { ticketById } from '../tickets/service.ts'
import { newlyChosen } from './chosen.ts'
import { begunDialogue, type Dialogue } from './dialogue.ts'
import { houseKinds } from './effects.ts'
import { factsOf } from './facts.ts'
import type { SessionsHouse } from './house.ts'
import { ensureTicket, give } from './need-service.ts'
import { keepChoice } from './step-service.ts'
import * as store from './store.ts'
import * as texts from './text-store.ts'
import { describe, isEmergency, keepWritten, putFirst, withEarlierWords } from './text-ticket-service.ts'
import { tellWritten } from './written-emergency-service.ts'

export type TextTurn = {
  readonly citizenId: string
  /** The number of ours that was texted. */
  readonly line: string
  readonly messageSid: string
  readonly text: string
  /** Begins anew, whatever was going on, and shows the first menu. */
  readonly restart?: boolean
  /** Counts only as the answer to something that was asked: alone it means something else. */
  readonly onlyAsAnswer?: boolean
}

export type TextAnswer =
  | {
      readonly outcome: 'answered'
      readonly verbs: readonly Verb[]
      /** ISO 639-3. */
      readonly language: string
      /** The number of the dialogue's ticket; null while there is none. */
      readonly code: string | null
      /** A human is to follow it up, by the flow's wish or for what the text says. */
      readonly wanted: 'emergency' | 'human' | null
      /** What was written matched nothing that was asked, and stands in the ticket now. */
      readonly isNoted: boolean
    }
  /** No dialogue: the text is a report of its own. */
  | { readonly outcome: 'report'; readonly language: string }
  | { readonly outcome: 'nothing_asked' }

/** So long after the last text a dialogue still goes on; later nobody remembers what was asked. */
export const textExpiryMilliseconds = 60 * 60_000
const mostNeeds = 8

const idOf = ({ line, citizenId }: TextTurn): string => `text ${line} ${citizenId}`

/** One text of a citizen. The same text again is for `sms/` to know: it never comes here twice. */
export async function takeText(tx: Tx, house: SessionsHouse, turn: TextTurn, context: Context): Promise<TextAnswer> {
  const id = idOf(turn)
  await texts.guard(tx, id)
  const [known, touched] = await Promise.all([store.lock(tx, id), texts.touchedAt(tx, id)])
  const isLive = known !== null && known.state.ended === null && context.now - (touched ?? 0) < textExpiryMilliseconds
  const flow = known === null || !isLive ? null : await flowOf(tx, house, known.revision)
  if (known !== null && flow !== null && turn.restart !== true) return goOn(tx, house, flow, known, turn, context)
  if (turn.onlyAsAnswer === true) return { outcome: 'nothing_asked' }
  return beginWith(tx, house, turn, known?.state.language ?? null, context)
}

async function flowOf(tx: Tx, house: SessionsHouse, revision: string): Promise<Flow | null> {
  return house.revision(revision) ?? (await store.findRevision(tx, revision))
}

/** The first text: a choice of the first menu, or a report; asked for by its name, the menu itself. */
async function beginWith(
  tx: Tx,
  house: SessionsHouse,
  turn: TextTurn,
  language: string | null,
  context: Context,
): Promise<TextAnswer> {
  const flow = house.flowFor(turn.line)
  const fresh = begunDialogue({
    id: idOf(turn),
    revision: flow.revision,
    state: begin(flow, { channel: 'text', ...(language === null ? {} : { language }) }),
    lastToken: null,
    caller: { citizenId: turn.citizenId, withheld: false, canBeTexted: true, contact: turn.messageSid },
  })
  const arrived = await take(tx, house, flow, fresh, { kind: 'arrived' }, context)
  await store.keepRevision(tx, flow, context.now)
  if (turn.restart === true) return kept(tx, house, flow, fresh, arrived, turn, context)
  const facts = await factsNow(tx, house, arrived.dialogue, context)
  const peek = advance(flow, arrived.dialogue.state, { kind: 'text', text: turn.text }, facts)
  const isReport = arrived.dialogue.state.ended !== null || isMissed(peek.events)
  if (isReport) return { outcome: 'report', language: arrived.dialogue.state.language }
  const taken = await take(tx, house, flow, arrived.dialogue, { kind: 'text', text: turn.text }, context)
  return kept(tx, house, flow, fresh, { ...taken, events: [...arrived.events, ...taken.events] }, turn, context)
}

async function goOn(
  tx: Tx,
  house: SessionsHouse,
  flow: Flow,
  dialogue: Dialogue,
  turn: TextTurn,
  context: Context,
): Promise<TextAnswer> {
  const wasEmergency = await isEmergency(tx, dialogue)
  const taken = await take(tx, house, flow, dialogue, { kind: 'text', text: turn.text }, context)
  return kept(tx, house, flow, dialogue, { ...taken, wasEmergency }, turn, context)
}

type Taken = {
  readonly dialogue: Dialogue
  readonly events: readonly FlowEvent[]
  /** The ticket was an emergency before this step. */
  readonly wasEmergency?: boolean
}

const isMissed = (events: readonly FlowEvent[]): boolean => events.some(({ event }) => event === 'input.missed')

/** Sentences are somebody's words; a single word that fits nothing is a slip. */
const isSentence = (text: string): boolean => (text.match(/\p{L}{2,}/gu)?.length ?? 0) >= 2

async function factsNow(tx: Tx, house: SessionsHouse, dialogue: Dialogue, context: Context): Promise<Facts> {
  return { ...factsOf(house, dialogue, context), wait: await lobby(tx) }
}

async function take(
  tx: Tx,
  house: SessionsHouse,
  flow: Flow,
  before: Dialogue,
  input: Input,
  context: Context,
): Promise<Taken> {
  let dialogue = before
  const facts = await factsNow(tx, house, dialogue, context)
  let taken = advance(flow, dialogue.state, input, facts)
  const events = [...taken.events]
  for (let asked = 0; taken.need !== null && asked < mostNeeds; asked += 1) {
    const asking = { flow, dialogue, session: taken.session, arrivedAt: context.now }
    const need = await withEarlierWords(tx, dialogue, taken.need)
    const { result, ticketId } = await give(tx, house, asking, need, context)
    dialogue = { ...dialogue, ticketId: ticketId ?? dialogue.ticketId }
    taken = advance(flow, taken.session, { kind: 'given', result }, facts)
    events.push(...taken.events)
  }
  if (taken.need !== null) throw new Error('A flow asks without end for tickets or lookups')
  return { dialogue: { ...dialogue, state: taken.session, verbs: taken.verbs }, events }
}

/** What the step wants of the other rooms; then the dialogue is saved. Nothing that somebody wrote is lost. */
async function kept(
  tx: Tx,
  house: SessionsHouse,
  flow: Flow,
  before: Dialogue,
  { dialogue: after, events, wasEmergency = false }: Taken,
  turn: TextTurn,
  context: Context,
): Promise<TextAnswer> {
  let dialogue = after
  const wanted = events.find((event) => event.event === 'human.wanted')
  const isDanger = isDangerIn(house.dangerWords, turn.text) || wanted?.emergency !== undefined
  const isNoted = isMissed(events) && isSentence(turn.text)
  const isWritten = events.some(({ event }) => event === 'words.written')
  const kind = isDanger ? houseKinds.emergency : dialogue.ticketId === null ? houseKinds.operator : null
  if (isDanger || isNoted || isWritten || wanted !== undefined) {
    const { id } = await ensureTicket(tx, dialogue, isDanger || wanted !== undefined ? kind : null, context)
    dialogue = { ...dialogue, ticketId: id }
    const written = { ticketId: id, text: turn.text, dangerWords: house.dangerWords, kind: wanted?.emergency ?? '' }
    if (isDanger) tellWritten(tx, written, context)
  }
  for (const event of events) {
    await keepWritten(tx, flow, dialogue, event, context)
    if (event.event !== 'text.wanted') continue
    const payload = { callSid: turn.messageSid, citizenId: turn.citizenId, body: event.body }
    publish(tx, { topic: 'text.wanted', payload }, context)
  }
  if (!isWritten && (isNoted || (isDanger && isSentence(turn.text)))) await describe(tx, dialogue, turn.text, context)
  const chosen = newlyChosen(flow, before.state, dialogue.state, events)
  if (chosen !== null) await keepChoice(tx, house, dialogue, chosen, context)
  if (isDanger || wasEmergency) await putFirst(tx, dialogue, context)
  texts.put(tx, { ...dialogue, turn: before.turn + 1, lastToken: turn.messageSid }, context.now)
  const ticket = dialogue.ticketId === null ? null : await ticketById(tx, dialogue.ticketId)
  return {
    outcome: 'answered',
    verbs: dialogue.verbs,
    language: dialogue.state.language,
    code: ticket?.code ?? null,
    wanted: isDanger ? 'emergency' : wanted === undefined ? null : 'human',
    isNoted,
  }
}
