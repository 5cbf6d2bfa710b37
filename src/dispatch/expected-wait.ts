/** How long a caller will probably wait. */

/** Before this line has measured its own conversations: field figures give 90 to 180 seconds. */
export const assumedTalkSeconds = 120

/**
 * Seconds until a caller at `position` (1 is next) is answered, when `onDuty` operators share conversations that last
 * `talkSeconds` on average; null when nobody is on duty.
 */
export function expectedWaitSeconds(
  position: number,
  onDuty: number,
  free: number,
  talkSeconds: number | null,
): number | null {
  if (onDuty <= 0) return null
  const ahead = Math.max(0, position - free)
  return Math.round((ahead * (talkSeconds ?? assumedTalkSeconds)) / onDuty)
}
