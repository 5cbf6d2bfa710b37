import { trouble } from '../carrier.ts'
import { endLeg } from '../conduct.ts'
import { hangUp, type RunVerb } from '../scene.ts'

/** Refuses a call that was not answered yet. After an answer it only hangs up, which is written down. */
export const runReject: RunVerb = async (verb, { carrier, leg }) => {
  if (leg.answeredAt) trouble(carrier, leg, 12200, '<Reject> is not the first verb')
  else endLeg(carrier, leg, verb.attributes.reason === 'busy' ? 'busy' : 'no-answer')
  return hangUp
}
