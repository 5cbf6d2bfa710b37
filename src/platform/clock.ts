/** Milliseconds since 1970. Handed down as a value; only the outermost layer asks a clock. */
export type Clock = () => number

/** How much of a second passes for us in a real one, while the wall's clock has yet to come to where ours is. */
const slowShare = 0.75

/**
 * A wall's clock that never goes back: rows say when something is due, and what was due in a moment must not be due in an hour because
 * the machine's clock was put right. It follows a jump ahead at once, as after a machine that slept; after a jump back it goes slower
 * until the wall has caught up. `elapsed` are milliseconds of a clock that nobody puts right.
 */
export function steadyClock(wall: Clock, elapsed: () => number): Clock {
  let shown = wall()
  let seen = elapsed()
  return () => {
    const moment = elapsed()
    shown = Math.max(wall(), shown + (moment - seen) * slowShare)
    seen = moment
    return Math.floor(shown)
  }
}

export const systemClock: Clock = steadyClock(Date.now, () => performance.now())

/** A clock and how fast it goes: `pace` is how many real seconds one of its seconds lasts, so that timers follow it. */
export type Time = { readonly clock: Clock; readonly pace: number }

export const systemTime: Time = { clock: systemClock, pace: 1 }
