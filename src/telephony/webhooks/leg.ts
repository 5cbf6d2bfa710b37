import { Type } from 'typebox'
import type { Input } from '../../flow/input.ts'
import { asCallStatus, type CallStatus } from '../call-status.ts'
import { narrow } from '../fields.ts'
import { readPlace } from '../urls.ts'
import { word } from './shape.ts'
import { inputOf, turnForm } from './turn.ts'

/** A leg that we placed was answered, or goes on. */
export const legForm = Type.Object({ ...turnForm.properties, AnsweredBy: word() })

export type Leg = {
  readonly callSid: string
  /** The command that placed the leg: it knows the purpose. */
  readonly command: string
  readonly turn: number
  readonly epoch: number
  readonly step: string | null
  readonly input: Input
  readonly status: CallStatus
  /** True only when the carrier listened and heard a machine. */
  readonly isMachine: boolean
}

/** Null without a call's id or without our command in the address. */
export function readLeg(query: unknown, form: unknown): Leg | null {
  const fields = narrow(legForm, form)
  const { command, turn, epoch, step, silence } = readPlace(query)
  if (fields.CallSid === undefined || command === undefined) return null
  return {
    callSid: fields.CallSid,
    command,
    turn,
    epoch,
    step: step ?? null,
    input: inputOf(fields, silence),
    status: asCallStatus(fields.CallStatus) ?? 'in-progress',
    isMachine: fields.AnsweredBy === 'fax' || fields.AnsweredBy?.startsWith('machine') === true,
  }
}
