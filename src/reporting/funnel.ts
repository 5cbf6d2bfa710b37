/** Where the callers of one flow went, and where they were lost. */

/** The best that a call got; `lost`: ended with none of it; `open`: still going on. */
export const outcomes = ['human', 'handed_off', 'callback', 'recorded', 'goodbye', 'lost', 'open'] as const
export type Outcome = (typeof outcomes)[number]

export type Funnel = {
  readonly flow: string
  /** Milliseconds since 1970; calls that arrived from the first to before the second. */
  readonly from: number
  readonly until: number
  /** Calls that heard the flow. */
  readonly calls: number
  readonly outcomes: Readonly<Record<Outcome, number>>
  /** Calls that ended before the first step, on the lines that were asked for. */
  readonly unheard: number
  /** By node: calls that came, calls that were lost there, and the median of seconds that a visit took. */
  readonly nodes: Readonly<
    Record<string, { readonly entered: number; readonly lost: number; readonly seconds: number | null }>
  >
  /** By `from>to`: calls that went this way. */
  readonly ways: Readonly<Record<string, number>>
}
