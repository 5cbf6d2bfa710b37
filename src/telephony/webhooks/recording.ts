import { Type } from 'typebox'
import { narrow } from '../fields.ts'
import { readPlace } from '../urls.ts'
import { moment, momentOf, sid, whole, word } from './shape.ts'

/**
 * A recording can be fetched now, or never will be. Its address is not read: media are fetched by sid from the carrier that we
 * know, so that no webhook can send us elsewhere.
 */
export const recordingForm = Type.Object({
  RecordingSid: sid(),
  CallSid: sid(),
  ConferenceSid: sid(),
  RecordingStatus: word(),
  RecordingDuration: whole(),
  RecordingChannels: Type.Optional(Type.String({ pattern: '^[12]$' })),
  RecordingStartTime: moment(),
})

const statuses = ['in-progress', 'completed', 'absent', 'failed'] as const
export type RecordingStatus = (typeof statuses)[number]

export type RecordingReport = {
  readonly recordingSid: string
  /** The parent leg; absent for the recording of a conference. */
  readonly callSid: string | null
  readonly conferenceSid: string | null
  readonly turn: number
  readonly epoch: number
  readonly status: RecordingStatus
  readonly seconds: number
  readonly channels: 1 | 2
  /** Milliseconds since 1970. */
  readonly startedAt: number | null
}

export function readRecording(query: unknown, form: unknown): RecordingReport | null {
  const fields = narrow(recordingForm, form)
  const status = statuses.find((each) => each === fields.RecordingStatus)
  if (fields.RecordingSid === undefined || status === undefined) return null
  const { turn, epoch } = readPlace(query)
  return {
    recordingSid: fields.RecordingSid,
    callSid: fields.CallSid ?? null,
    conferenceSid: fields.ConferenceSid ?? null,
    turn,
    epoch,
    status,
    seconds: Number(fields.RecordingDuration ?? 0),
    channels: fields.RecordingChannels === '2' ? 2 : 1,
    startedAt: momentOf(fields.RecordingStartTime),
  }
}
