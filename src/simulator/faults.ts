import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Races } from './races.ts'

const rate = (description: string) => Type.Number({ minimum: 0, maximum: 1, default: 0, description })

/** What goes wrong, and how undocumented races fall. `seeded` lets the seed decide each time. */
export const faultsSchema = Type.Object(
  {
    /** A REST update meets a document that is still being fetched: it is thrown away, or starts before it is replaced. */
    updateDuringFetch: Type.Union([Type.Literal('discards'), Type.Literal('starts'), Type.Literal('seeded')], {
      default: 'seeded',
    }),
    /** When the action of the verb that an update interrupted is fetched. */
    interruptedAction: Type.Union(
      [Type.Literal('before'), Type.Literal('after'), Type.Literal('never'), Type.Literal('seeded')],
      { default: 'seeded' },
    ),
    /** Whether the first webhook of a leg placed by REST comes before the reply that names it. */
    legWebhook: Type.Union([Type.Literal('before-reply'), Type.Literal('after-reply'), Type.Literal('seeded')], {
      default: 'seeded',
    }),
    callbackLate: rate('status callbacks that come late'),
    callbackLateSeconds: Type.Number({ minimum: 0, default: 60, description: 'how late, simulated seconds' }),
    callbackTwice: rate('status callbacks that come twice'),
    callbackReordered: rate('status callbacks overtaken by later ones'),
    callbackMissing: rate('terminal status callbacks that never come'),
    webhookTwice: rate('voice webhooks sent twice with the same idempotency token, as after a lost answer'),
    phoneBusy: rate('phones that are busy whatever their setting'),
    phoneNoAnswer: rate('phones that ring out whatever their setting'),
    phoneVoicemail: rate('phones whose machine answers whatever their setting'),
    restTooMany: rate('REST requests refused with 429'),
    restFailsAfterDoing: rate('REST requests that are done and still answered 500'),
    restDelayMilliseconds: Type.Number({ minimum: 0, default: 0, description: 'real time before each REST reply' }),
    restOutage: Type.Union(
      [Type.Literal('off'), Type.Literal('refuses'), Type.Literal('hangs'), Type.Literal('resets')],
      {
        default: 'off',
      },
    ),
    callsPerSecond: Type.Number({
      minimum: 0,
      default: 0,
      description: 'calls placed each simulated second, 0 for no limit',
    }),
    textUndelivered: rate('texts that never arrive'),
  },
  { additionalProperties: false },
)

export type Faults = Static<typeof faultsSchema>

const change = Type.Partial(faultsSchema)
export type FaultsChange = Static<typeof change>

/** The present faults with a change over them. Throws a sentence naming what is wrong with the change. */
export function changeFaults(present: Faults, wanted: unknown): Faults {
  const merged: unknown = { ...present, ...(typeof wanted === 'object' ? wanted : {}) }
  if (Value.Check(faultsSchema, merged)) return merged
  const problem = Value.Errors(faultsSchema, merged)[0]
  throw new Error(`faults${problem?.instancePath.replaceAll('/', '.') ?? ''}: ${problem?.message ?? 'not understood'}`)
}

export function noFaults(): Faults {
  return Value.Create(faultsSchema)
}

/** A race that is fixed by a fault setting, or falls by seed. */
export function settle<T extends string>(races: Races, kind: string, setting: T | 'seeded', options: readonly T[]): T {
  return setting === 'seeded' ? races.pick(kind, options) : setting
}
