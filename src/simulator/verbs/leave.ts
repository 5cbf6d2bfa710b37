import { hangUp, type RunVerb } from '../scene.ts'

/** Ends the waiting document; `<Enqueue>` sees that its caller left. */
export const runLeave: RunVerb = async (_verb, scene) => {
  if (scene.stage !== 'wait') return { next: 'verb' }
  return hangUp
}
