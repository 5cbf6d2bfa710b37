/** Milliseconds since 1970. Handed down as a value; only the outermost layer asks a clock. */
export type Clock = () => number

export const systemClock: Clock = Date.now
