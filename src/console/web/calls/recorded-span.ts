import type { Call, Recording } from '../views.ts'

/** Where a recording lies in its call, in milliseconds since 1970. */
export type Span = { readonly id: string; readonly begin: number; readonly end: number }

/**
 * A recording is told of when it begins and when it can be fetched, some seconds after its end; of one whose beginning nobody told, the end
 * is taken for where it was told. Null for what cannot be heard.
 */
export function spanOf(
  { id, at, durationSeconds, status }: Pick<Recording, 'id' | 'at' | 'durationSeconds' | 'status'>,
  events: Call['events'],
): Span | null {
  if (status !== 'completed' || durationSeconds === null) return null
  const begun = events.find(
    ({ kind, facts }) => kind === 'recording.status' && facts.recordingSid === id && facts.status === 'in-progress',
  )
  const begin = begun === undefined ? Date.parse(at) - durationSeconds * 1000 : Date.parse(begun.at)
  return { id, begin, end: begin + durationSeconds * 1000 }
}
