import { validate as isUuid } from 'uuid'
import { staffNames } from '../identity/service.ts'
import type { Reader } from '../platform/postgres.ts'
import type { Happened } from './call-story.ts'
import { type Event, iso } from './shapes.ts'

/** The staff id in a value such as `staff:<id>`, or in a fact that holds the bare id. */
function staffIdIn(name: string, value: unknown): string | null {
  if (typeof value !== 'string') return null
  const id = value.startsWith('staff:') ? value.slice('staff:'.length) : name === 'staffId' ? value : ''
  return isUuid(id) ? id : null
}

/** Events as people read them: who it was, instead of an id. */
export async function readableEvents(reader: Reader, events: readonly Happened[]): Promise<Event[]> {
  const ids = events
    .flatMap(({ actor, facts }) => Object.entries({ ...facts, actor }))
    .flatMap(([name, value]) => staffIdIn(name, value) ?? [])
  const names = await staffNames(reader, [...new Set(ids)])
  const named = (name: string, value: unknown) => names.get(staffIdIn(name, value) ?? '')
  return events.map(({ at, kind, actor, ignored, facts }) => ({
    at: iso(at),
    kind,
    ...(actor === undefined ? {} : { actor: named('actor', actor) ?? actor }),
    ...(ignored ? { ignored } : {}),
    facts: Object.fromEntries(
      Object.entries(facts).map(([name, value]) => {
        const person = named(name, value)
        return person === undefined ? [name, value] : [name === 'staffId' ? 'operator' : name, person]
      }),
    ),
  }))
}
