/** Milliseconds since 1970. Handed down as a value; only the outermost layer asks a clock. */
export type Clock = () => number

export const systemClock: Clock = Date.now

/** A clock and how fast it goes: `pace` is how many real seconds one of its seconds lasts, so that timers follow it. */
export type Time = { readonly clock: Clock; readonly pace: number }

export const systemTime: Time = { clock: systemClock, pace: 1 }
