import { dialConference } from '../dial-conference.ts'
import { dialQueue } from '../dial-queue.ts'
import { dialTargets } from '../dial-targets.ts'
import { nextVerb, type RunVerb } from '../scene.ts'

/** Connects the call with targets that ring together, or with a conference, or with the front of a queue. */
export const runDial: RunVerb = async (verb, scene) => {
  const [first] = verb.children
  if (first?.name === 'Conference') return dialConference(verb, first, scene)
  if (first?.name === 'Queue') return dialQueue(verb, first, scene)
  if (!first && verb.text === '') return nextVerb
  const nouns = first ? verb.children : [{ name: 'Number', attributes: {}, children: [], text: verb.text }]
  return dialTargets(verb, nouns, scene)
}
