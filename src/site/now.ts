/** The site that is in force at this moment, and what is made of it. Asking is a field read. */

import type { Flow } from '../flow/flow.ts'
import type { Site } from './facts.ts'

export type SiteNow = {
  readonly current: () => Site
  /** A flow that is or was in force since this process began, by its revision: calls in progress keep theirs. */
  readonly revision: (revision: string) => Flow | undefined
}

/** A site that never changes. */
export const always = (site: Site): SiteNow => ({
  current: () => site,
  revision: (revision) => site.flows.find((flow) => flow.revision === revision),
})

/** What is made of the site, made anew only when another site has come into force. */
export function madeOf<T>(now: SiteNow, make: (site: Site) => T): () => T {
  let site = now.current()
  let made = make(site)
  return () => {
    const present = now.current()
    if (present !== site) {
      made = make(present)
      site = present
    }
    return made
  }
}

type Part = (...given: readonly unknown[]) => unknown

/**
 * The same as an object that may be handed down once and for all: its functions ask the present site whenever they are called, also
 * when they were taken out of it; its other parts are read when they are asked for.
 */
export function living<T extends object>(now: SiteNow, make: (site: Site) => T): T {
  const made = madeOf(now, make) as () => Readonly<Record<string, unknown>>
  const parts = Object.entries(made()).map(([name, part]) => {
    const asked = (...given: readonly unknown[]): unknown => (made()[name] as Part)(...given)
    const property = typeof part === 'function' ? { value: asked } : { get: () => made()[name] }
    return [name, { ...property, enumerable: true }] as const
  })
  return Object.defineProperties({}, Object.fromEntries(parts)) as T
}
