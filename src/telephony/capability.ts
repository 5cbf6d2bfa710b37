import { type Static, Type } from 'typebox'
import { type Caller, canBeTexted } from './caller.ts'

/** What the region's carrier can do. Stands in the site file, because it is a fact of the contract, not of the program. */
export const capability = Type.Object(
  {
    conference: Type.Boolean({ description: 'Several people in one call, with events about who comes and goes' }),
    twoWayText: Type.Boolean({ description: 'A citizen can answer a text message, and text the line' }),
    mediaStreams: Type.Boolean({ description: 'The audio of a call can be had while it runs' }),
    speech: Type.Boolean({ description: 'Words are recognised beside keys, in the languages of `hearing.ts`' }),
    shortCodesByTrunk: Type.Boolean({ description: '112 and 119 can be dialled over a trunk (BYOC)' }),
  },
  { additionalProperties: false },
)
export type Capability = Static<typeof capability>

/** Twilio with an Indonesian number: texts go out, answers never arrive; short codes only over a trunk of one's own. */
export const twilioInIndonesia: Capability = {
  conference: true,
  twoWayText: false,
  mediaStreams: true,
  speech: true,
  shortCodesByTrunk: false,
}

/**
 * How something is asked of a caller in writing. `reply`: a text may ask for an answer. `link`: a text may be sent, but whatever it
 * asks must be answered by a link in it or a key on the line. `speak`: no text would arrive, so it is said during the call.
 */
export function textingAdvice(carrier: Capability, caller: Caller): 'reply' | 'link' | 'speak' {
  if (!canBeTexted(caller)) return 'speak'
  return carrier.twoWayText ? 'reply' : 'link'
}
