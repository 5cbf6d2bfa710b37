import { type RunVerb, resolveUrl } from '../scene.ts'
import { methodOf } from '../source.ts'

/** Goes on with another document; the verbs after it never run. */
export const runRedirect: RunVerb = async (verb, scene) => ({
  next: 'document',
  request: {
    purpose: 'redirect',
    url: resolveUrl(scene, verb.text) ?? verb.text,
    method: methodOf(verb.attributes.method),
    params: {},
  },
})
