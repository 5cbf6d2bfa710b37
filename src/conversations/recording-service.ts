/** What was recorded: a citizen's message, or a conversation on a line that is recorded. */

import { validate as isUuid } from 'uuid'
import type { Spoken, Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { citizenLabel } from './conference.ts'
import { type RecordingStatus, saveRecording, selectLine, selectRecorded } from './recording-store.ts'
import { note } from './service.ts'

export type RecordingNews = {
  readonly recordingSid: string
  /** Null or a leg's for the recording of a conference. */
  readonly callSid: string | null
  readonly conferenceSid?: string | null
  readonly status: RecordingStatus
  readonly seconds: number
}

/** A recording is being made, can be fetched, or never will be. Forward only; false for one of nobody's call. */
export async function hearRecording(tx: Tx, news: RecordingNews, context: Context): Promise<boolean> {
  const { recordingSid, status, seconds, conferenceSid = null } = news
  const recorded = conferenceSid === null ? null : await selectRecorded(tx, conferenceSid)
  const callSid = recorded?.callSid ?? (conferenceSid === null ? news.callSid : null)
  if (callSid === null) return false
  const of = recorded === null ? {} : { conversationId: recorded.conversationId }
  const isNews = await saveRecording(tx, { recordingSid, callSid, status, seconds, ...of }, context.now)
  const facts = { recordingSid, status, seconds, ...(recorded && { conversation: recorded.conversationId }) }
  note(tx, { callSid, kind: 'recording.status', facts, ignored: !isNews }, context)
  return true
}

/**
 * Whether a document leads into a conversation that is recorded. The carrier goes by who comes first, so it is told by everyone.
 * `records`: whether conversations on this line are recorded.
 */
export async function leadsToRecording(
  reader: Reader,
  verbs: readonly Verb[],
  records: (line: string) => boolean,
): Promise<boolean> {
  const last = verbs.at(-1)
  if (last?.verb !== 'join' || !isUuid(last.conference)) return false
  const line = await selectLine(reader, last.conference)
  return line !== null && records(line)
}

/** What a citizen hears right before the conversation; who works here knows it. */
export function announcing(verbs: readonly Verb[], sentence: Spoken): readonly Verb[] {
  const last = verbs.at(-1)
  if (last?.verb !== 'join' || last.label !== citizenLabel) return verbs
  return [...verbs.slice(0, -1), { verb: 'say', spoken: [sentence] }, last]
}
