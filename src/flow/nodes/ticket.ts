/** `ticket:` opens a ticket of the kind named, from what the caller said, and remembers its number. */

import Type, { type Static } from 'typebox'
import type { TicketFields } from '../input.ts'
import { exitsOf, Id, nodeKind } from '../node-kind.ts'
import { own } from '../speech.ts'
import { go, remember, type Turn } from '../turn.ts'

/** Which variable fills which field of the ticket. */
const From = Type.Object(
  {
    topic: Type.Optional(Id),
    district: Type.Optional(Id),
    place: Type.Optional(Id),
    description: Type.Optional(Id),
    /** Recordings; in a text dialogue what was written in their place. */
    place_recording: Type.Optional(Id),
    description_recording: Type.Optional(Id),
    /** Holds `open`, `secret` or `anonymous`. */
    privacy: Type.Optional(Id),
    callback_number: Type.Optional(Id),
    incident: Type.Optional(Id),
  },
  { additionalProperties: false },
)

export const ticketNode = nodeKind({
  kind: 'ticket',
  gives: 'nothing',
  fields: {
    ticket: Id,
    from: From,
    save: Id,
    exits: Type.Object({ opened: Id, failed: Id }, { additionalProperties: false }),
  },
  types: (spec) => ({ [spec.save]: 'text' }),
  about: (spec) => ({
    exits: exitsOf(spec.exits, ['failed']),
    prompts: [],
    saves: [spec.save],
    reads: Object.entries(spec.from).map(([field, variable]) => ({
      path: ['from', field],
      variable,
      ...(field === 'topic' || field === 'district' ? { as: field } : {}),
    })),
  }),
  enter: (_, spec, turn) => ({
    outcome: 'need',
    need: { need: 'ticket', fields: { kind: spec.ticket, ...filled(spec.from, turn) } },
  }),
  take: (_, spec, input, turn) => {
    if (input.kind !== 'given') return { outcome: 'repeat' }
    const { result } = input
    if (result.need !== 'ticket' || !('code' in result)) return go(spec.exits.failed)
    remember(turn, { [spec.save]: result.code })
    return go(spec.exits.opened)
  },
})

type Field = Exclude<keyof TicketFields, 'kind'>

const FIELDS: Readonly<Record<keyof Static<typeof From>, Field>> = {
  topic: 'topic',
  district: 'district',
  place: 'place',
  description: 'description',
  place_recording: 'placeRecording',
  description_recording: 'descriptionRecording',
  privacy: 'privacy',
  callback_number: 'callbackNumber',
  incident: 'incident',
}
/** Whoever texts has written what a call would have recorded. */
const WRITTEN: Readonly<Partial<Record<Field, Field>>> = {
  placeRecording: 'place',
  descriptionRecording: 'description',
}

/** Fields whose variable is empty are left out. */
function filled(from: Static<typeof From>, { session }: Turn): Omit<TicketFields, 'kind'> {
  const entries = Object.entries(from).flatMap(([key, variable]) => {
    const value = own(session.variables, variable) ?? ''
    const field = FIELDS[key as keyof typeof FIELDS]
    return value === '' ? [] : [[(session.channel === 'text' ? WRITTEN[field] : undefined) ?? field, value] as const]
  })
  return Object.fromEntries(entries)
}
