import { type Static, Type } from 'typebox'
import type { Input } from '../../flow/input.ts'
import { asCallStatus, type CallStatus } from '../call-status.ts'
import { narrow } from '../fields.ts'
import { readPlace } from '../urls.ts'
import { sid, whole, word } from './shape.ts'

/** A document ran out, or one of its verbs came to an end. */
export const turnForm = Type.Object({
  CallSid: sid(),
  CallStatus: word(),
  /** Keys; `hangup` when the caller hung up while recording. */
  Digits: Type.Optional(Type.String({ pattern: '^([0-9*#]{1,64}|hangup)$', maxLength: 64 })),
  /** What speech recognition heard. Cut, not dropped: these are a citizen's words. */
  SpeechResult: Type.Optional(Type.String({ maxLength: 500, cut: true })),
  Confidence: Type.Optional(Type.String({ pattern: '^(0|1|0?\\.\\d+|1\\.0+)$', maxLength: 24 })),
  RecordingSid: sid(),
  RecordingDuration: whole(),
  DialCallStatus: word(),
  DialCallSid: sid(),
  DialBridged: word(),
})

export type Turn = {
  readonly callSid: string
  readonly turn: number
  readonly epoch: number
  readonly input: Input
  readonly status: CallStatus
}

/** Null without a call's id. */
export function readTurn(query: unknown, form: unknown): Turn | null {
  const fields = narrow(turnForm, form)
  if (fields.CallSid === undefined) return null
  const { turn, epoch, silence } = readPlace(query)
  return {
    callSid: fields.CallSid,
    turn,
    epoch,
    input: inputOf(fields, silence),
    status: asCallStatus(fields.CallStatus) ?? 'in-progress',
  }
}

/**
 * What happened. Whatever was pressed, said or recorded wins over the address's `silence`, so that it is never lost.
 * A recording that the caller ended by hanging up is still a recording: the words count.
 */
export function inputOf(fields: Partial<Static<typeof turnForm>>, silence: boolean): Input {
  if (fields.DialCallStatus !== undefined) return { kind: 'returned', how: returnedHow(fields) }
  if (fields.RecordingSid !== undefined)
    return { kind: 'recorded', recordingSid: fields.RecordingSid, seconds: Number(fields.RecordingDuration ?? 0) }
  if (fields.Digits === 'hangup') return { kind: 'hangup' }
  if (fields.Digits !== undefined) return { kind: 'digits', digits: fields.Digits }
  if (fields.SpeechResult !== undefined) return speechOf(fields.SpeechResult, fields.Confidence)
  return silence ? { kind: 'silence' } : { kind: 'continue' }
}

/** Neither field is promised: words without a confidence are taken for as good as not, and silence in words is silence. */
const unknownConfidence = 0.5

function speechOf(text: string, confidence: string | undefined): Input {
  if (text.trim() === '') return { kind: 'silence' }
  return { kind: 'speech', text, confidence: confidence === undefined ? unknownConfidence : Number(confidence) }
}

/**
 * A bridge that is "completed" without ever having been bridged reached a machine's edge, not a person. Only bridged
 * calls (with a `DialCallSid`) say `DialBridged`; a conference says `answered`.
 */
function returnedHow(fields: Partial<Static<typeof turnForm>>): Extract<Input, { kind: 'returned' }>['how'] {
  switch (fields.DialCallStatus) {
    case 'completed':
      return fields.DialCallSid !== undefined && fields.DialBridged === 'false' ? 'no-answer' : 'completed'
    case 'answered':
      return 'completed'
    case 'busy':
    case 'no-answer':
    case 'canceled':
      return fields.DialCallStatus
    default:
      return 'failed'
  }
}
