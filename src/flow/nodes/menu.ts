/** `menu:` offers at most five choices, one key each. */

import Type, { type Static } from 'typebox'
import { type About, type Exit, Id, nodeKind, SaidSchema, saidAt } from '../node-kind.ts'
import { own } from '../speech.ts'
import { emit, go, missed, type Outcome, remember, repeat, say, type Turn } from '../turn.ts'

/** Where a key leads: a node's id, or with something to remember on the way. */
const Option = Type.Union([
  Id,
  Type.Object({ go: Id, set: Type.Optional(Type.Record(Id, Type.String())) }, { additionalProperties: false }),
])
export const Options = Type.Record(Type.String({ pattern: '^[0-9*#]$' }), Option, { additionalProperties: false })
export type OptionsSpec = Static<typeof Options>

export function optionExits(options: OptionsSpec | undefined): readonly Exit[] {
  return Object.entries(options ?? {}).map(([key, option]) => ({
    path: ['options', key],
    to: typeof option === 'string' ? option : option.go,
    why: 'chosen',
  }))
}

export function optionSets(options: OptionsSpec | undefined): NonNullable<About['sets']> {
  return Object.entries(options ?? {}).flatMap(([key, option]) =>
    typeof option === 'string'
      ? []
      : Object.entries(option.set ?? {}).map(([variable, value]) => ({
          path: ['options', key, 'set', variable],
          variable,
          value,
        })),
  )
}

/** Takes a key: tells the choice and remembers what it stands for; `null` when the key is none of the options. */
export function choose(node: string, options: OptionsSpec | undefined, digits: string, turn: Turn): Outcome | null {
  const option = own(options ?? {}, digits.trim())
  if (option === undefined) return null
  const to = typeof option === 'string' ? option : option.go
  if (typeof option !== 'string' && option.set !== undefined) remember(turn, option.set)
  emit(turn, { event: 'choice.made', node, option: to, digits: digits.trim() })
  return go(to)
}

export const menuNode = nodeKind({
  kind: 'menu',
  gives: 'keys',
  listens: true,
  fields: {
    menu: SaidSchema,
    options: Options,
    timeout_seconds: Type.Optional(Type.Integer({ minimum: 2, maximum: 15 })),
  },
  about: (spec) => ({
    exits: optionExits(spec.options),
    prompts: saidAt(['menu'], spec.menu),
    sets: optionSets(spec.options),
  }),
  enter: (_, spec, turn) => {
    say(turn, spec.menu)
    const timeoutSeconds = spec.timeout_seconds ?? 5
    return { outcome: 'wait', verb: { verb: 'gather', spoken: [], maxDigits: 1, finishOnKey: '', timeoutSeconds } }
  },
  take: (node, spec, input, turn) => {
    if (input.kind === 'silence') return missed('no_input')
    if (input.kind !== 'digits') return repeat
    return choose(node, spec.options, input.digits, turn) ?? missed('no_match')
  },
})
