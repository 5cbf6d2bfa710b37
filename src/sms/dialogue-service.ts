/** A text as a turn of the line's flow: where the carrier can do two-way text, the same menu that is keys on the phone is numbers or words here. */

import { writtenReply } from '../flow/text/reply.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { TextAnswer, TextTurn } from '../sessions/text-service.ts'
import type { TextMessage } from '../telephony/webhooks/message.ts'
import { isBareNumber, isGreeting, type TextCommand } from './command.ts'
import type { SmsHouse } from './service.ts'
import { type Sentence, sentence } from './words.ts'

/** The dialogues behind the texts, bound to their site; `app.ts` hands them in. */
export type TextDialogues = {
  readonly take: (tx: Tx, turn: TextTurn, context: Context) => Promise<TextAnswer>
}

/** A sentence with the line's own facts in it. */
export const sayIn = (
  house: SmsHouse,
  language: string,
  id: Sentence,
  values: Readonly<Record<string, string>> = {},
): string =>
  sentence(language, id, {
    ...values,
    line: house.line,
    emergencyKey: house.emergencyKey,
    statusKey: house.statusKey,
  })

/** The answer of the flow; null for what is no turn of a dialogue: a question about a ticket, a report, a picture. */
export async function replyInDialogue(
  tx: Tx,
  house: SmsHouse,
  message: TextMessage,
  command: TextCommand,
  citizenId: string,
  context: Context,
): Promise<string | null> {
  const { dialogues } = house
  const asked = dialogues === undefined || !house.twoWayText ? null : askedBy(message, command)
  if (dialogues === undefined || asked === null) return null
  const { messageSid, to: line } = message
  const answer = await dialogues.take(tx, { citizenId, line, messageSid, text: message.body, ...asked }, context)
  return answer.outcome === 'answered' ? written(house, answer) : null
}

/** How the text counts; null when it is none for a dialogue. A bare number means a ticket, unless something was asked. */
function askedBy(
  { body, pictures }: TextMessage,
  command: TextCommand,
): Pick<TextTurn, 'restart' | 'onlyAsAnswer'> | null {
  if (pictures > 0 || command.kind === 'blank') return null
  if (isGreeting(body)) return { restart: true }
  if (command.kind === 'words') return {}
  return isBareNumber(body) ? { onlyAsAnswer: true } : null
}

/** In danger the way to help comes first, and stands alone below everything else. */
function written(house: SmsHouse, answer: Extract<TextAnswer, { outcome: 'answered' }>): string {
  const { verbs, language, wanted, isNoted } = answer
  const isDanger = wanted === 'emergency'
  const footer = isDanger ? '' : sayIn(house, language, 'danger')
  const said = writtenReply(verbs, { language, footer })
  const code = answer.code ?? ''
  const isNamed = code !== '' && said.includes(code)
  const lines = [
    ...(isDanger ? [sayIn(house, language, 'dangerNow', { code })] : []),
    ...(isNoted && code !== '' ? [sayIn(house, language, 'noted', { code })] : []),
    ...(wanted === 'human' && code !== '' && !isNamed ? [sayIn(house, language, 'followed', { code })] : []),
    said === '' ? footer : said,
  ]
  return lines.filter((line) => line !== '').join('\n')
}
