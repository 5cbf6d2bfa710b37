import { validate as isUuid } from 'uuid'
import type { Sealer } from '../citizens/seal.ts'
import { know } from '../citizens/service.ts'
import { type DangerWords, isDanger as isDangerIn } from '../flow/danger.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { FactHandlers } from '../platform/outbox.ts'
import type { Tx } from '../platform/postgres.ts'
import { houseKinds } from '../sessions/effects.ts'
import { tellWritten } from '../sessions/written-emergency-service.ts'
import { callerAddress } from '../telephony/caller-address.ts'
import { longestText } from '../telephony/twiml.ts'
import type { MessageReport, TextMessage } from '../telephony/webhooks/message.ts'
import { fillTicket, openTicket, statusOf } from '../tickets/service.ts'
import { readText } from './command.ts'
import { replyInDialogue, sayIn, type TextDialogues } from './dialogue-service.ts'
import { orderText, receive, reportText, saveAnswer, selectAnswer } from './store.ts'
import { type Sentence, writtenDay } from './words.ts'

/** What texts must know of the site; `app.ts` makes it once. */
export type SmsHouse = {
  readonly sealer: Sealer
  /** ISO 639-3. */
  readonly language: string
  /** IANA zone of the region. */
  readonly zone: string
  /** The number that texts name, as people dial it. */
  readonly line: string
  /** Keys of the line's first menu. */
  readonly emergencyKey: string
  readonly statusKey: string
  /** The site's word for the kind of a ticket that a text opens. */
  readonly ticketKind: string
  /** What is written when somebody is in danger. */
  readonly dangerWords: DangerWords
  /** Whether an answer to a text of ours would arrive: a declared capability of the carrier. */
  readonly twoWayText: boolean
  /** The flow that answers the line's calls, by text; absent: a text is a report or a question, and nothing is asked back. */
  readonly dialogues?: TextDialogues
}

const say = (house: SmsHouse, id: Sentence, values: Readonly<Record<string, string>> = {}): string =>
  sayIn(house, house.language, id, values)

/** `isWhole`: it names the way out of danger itself. */
type Reply = { readonly text: string; readonly ticketId: string | null; readonly isWhole?: boolean }

/** A citizen's text: a report becomes a ticket, a question about one is answered. The same text again hears the same answer. */
export async function receiveText(
  tx: Tx,
  house: SmsHouse,
  message: TextMessage,
  context: Context,
): Promise<string | null> {
  const { messageSid, from, to: line, body } = message
  const { citizenId } = await know(tx, { caller: callerAddress(from) }, house.sealer, context)
  const id = newId()
  if (!(await receive(tx, { id, messageSid, citizenId, line, body }, context.now))) return selectAnswer(tx, messageSid)
  const reply = await replyTo(tx, house, message, citizenId, context)
  const answer = reply.isWhole === true ? reply.text : `${reply.text} ${say(house, 'danger')}`
  saveAnswer(tx, id, answer, reply.ticketId)
  return answer
}

async function replyTo(
  tx: Tx,
  house: SmsHouse,
  message: TextMessage,
  citizenId: string | null,
  context: Context,
): Promise<Reply> {
  const only = (text: string): Reply => ({ text, ticketId: null })
  // A name instead of a number is a company's bulk sender: nothing that we answer arrives, and nobody waits for an agency.
  if (message.from.kind === 'raw' || message.from.kind === 'client') return only(say(house, 'unreachable'))
  const command = readText(message.body)
  const inDialogue = citizenId === null ? null : await replyInDialogue(tx, house, message, command, citizenId, context)
  if (inDialogue !== null) return { text: inDialogue, ticketId: null, isWhole: true }
  switch (command.kind) {
    case 'status':
      return only(await statusText(tx, house, command.code))
    case 'status_unreadable':
      return only(say(house, 'statusUnreadable'))
    case 'help':
      if (message.pictures > 0) return report(tx, house, message, message.body.trim(), citizenId, context)
      return only(say(house, 'help'))
    case 'blank':
      if (message.pictures > 0) return report(tx, house, message, '', citizenId, context)
      return only(say(house, house.twoWayText ? 'blankByText' : 'blank'))
    case 'words':
      return report(tx, house, message, command.words, citizenId, context)
  }
}

/** Stage and agency, and nothing about who asked for what: anyone may know a number. */
async function statusText(tx: Tx, house: SmsHouse, code: string): Promise<string> {
  const found = await statusOf(tx, code)
  if (found === null) return say(house, 'statusUnknown')
  const stage = say(house, `stage.${found.stage}`)
  return say(house, 'status', {
    code,
    stage,
    agency: found.agency,
    opened: writtenDay(found.openedAt, house.language, house.zone),
  })
}

/** What the agency reads. Pictures stay with the carrier; that there are some is said. */
const describe = (house: SmsHouse, words: string, pictures: number): string =>
  [words, ...(pictures > 0 ? [say(house, 'pictures', { pictures: String(pictures) })] : [])].join(' ').trim()

async function report(
  tx: Tx,
  house: SmsHouse,
  message: TextMessage,
  words: string,
  citizenId: string | null,
  context: Context,
): Promise<Reply> {
  const { messageSid: contact } = message
  const isDanger = isDangerIn(house.dangerWords, words)
  const kind = isDanger ? houseKinds.emergency : house.ticketKind
  const { id, code } = await openTicket(tx, { contact, channel: 'sms', citizenId, kind }, context)
  const description = describe(house, words, message.pictures)
  await fillTicket(tx, { ticketId: id, fields: { description } }, context)
  if (isDanger) tellWritten(tx, { ticketId: id, text: words, dangerWords: house.dangerWords }, context)
  if (isDanger) return { text: say(house, 'dangerNow', { code }), ticketId: id, isWhole: true }
  const opened = say(house, citizenId === null ? 'openedUnreachable' : 'opened', { code })
  const status = say(house, house.twoWayText ? 'statusByText' : 'statusByLine', { code })
  const hint = house.twoWayText && house.dialogues !== undefined ? [say(house, 'menuHint')] : []
  return { text: [opened, status, ...hint].join(' '), ticketId: id }
}

/** How far a text of ours is. Forward only. */
export function hearDelivery(tx: Tx, { messageSid, text, status, errorCode }: MessageReport, { now }: Context): void {
  reportText(tx, { id: text !== null && isUuid(text) ? text : null, messageSid, status, errorCode }, now)
}

/** The facts that make us text: `text.wanted` { callSid, citizenId, body } from a dialogue. A fact told twice sends one text. */
export function textFacts(house: SmsHouse): FactHandlers {
  return {
    'text.wanted': [
      async (tx, fact, context) => {
        const { citizenId, body } = fact.payload
        if (typeof citizenId !== 'string' || typeof body !== 'string' || body.trim() === '') return
        const footer = house.twoWayText ? '' : ` ${say(house, 'noReply')}`
        const text = body.trim().slice(0, longestText - footer.length) + footer
        await sendText(tx, { citizenId, body: text, cause: `fact ${fact.id}` }, context)
      },
    ],
  }
}

/** Orders a text to a citizen. `cause` names why: one cause, one text. */
export async function sendText(
  tx: Tx,
  text: { readonly citizenId: string; readonly body: string; readonly cause: string },
  { now }: Context,
): Promise<void> {
  const id = newId()
  if (await orderText(tx, { id, ...text }, now)) tx.wake({ queue: 'texts', id })
}
