/** `ticket:` opens a ticket of the kind named, from what the caller said, and remembers its number. */

import Type from 'typebox'
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
    place_recording: Type.Optional(Id),
    description_recording: Type.Optional(Id),
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

const FIELDS = {
  topic: 'topic',
  district: 'district',
  place: 'place',
  place_recording: 'placeRecording',
  description_recording: 'descriptionRecording',
} as const satisfies Record<string, keyof TicketFields>

/** Fields whose variable is empty are left out. */
function filled(from: Readonly<Record<string, string>>, turn: Turn): Omit<TicketFields, 'kind'> {
  const entries = Object.entries(FIELDS).flatMap(([key, field]) => {
    const variable = own(from, key)
    const value = variable === undefined ? undefined : own(turn.session.variables, variable)
    return value === undefined || value === '' ? [] : [[field, value] as const]
  })
  return Object.fromEntries(entries)
}
