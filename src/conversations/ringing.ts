/** Whether the carrier's API rings anybody for a call. Data in, data out. */

/** One answer of 5xx is looked into and asked again at once; after so many it is no accident. */
const mostTries = 3
/** An API that hangs gives up each attempt after seconds: by then two of them are enough. */
const patienceMilliseconds = 10_000

/** How long ago a ring may have been ordered to tell something of now. */
export const recentMilliseconds = 60_000

/** `tries` and `since` of the rings that were not taken, `now`: milliseconds since 1970. A number that the carrier refuses says nothing about its API. */
export function cannotRing(
  rings: { readonly taken: number; readonly tries: number; readonly since: number | null },
  now: number,
): boolean {
  if (rings.taken > 0 || rings.since === null) return false
  return rings.tries >= mostTries || (rings.tries >= 2 && now - rings.since >= patienceMilliseconds)
}
