/** How grave an emergency counts after it has waited: one rule, for the match and for the statements that walk the line. Pure. */

/** The gravest class: a life may be ending now (src/emergency/severity.ts). */
export const gravest = 3

/** After so long an emergency counts as one class graver: a minute more must not weigh less than a word. */
export const agingMilliseconds = 60_000

/**
 * How grave an emergency counts that has waited so long. Whatever it began as, after three minutes it stands with the gravest, and among
 * these who came first goes first: nobody starves behind graver ones that keep arriving.
 */
export const presentSeverity = (severity: number, waitedMilliseconds: number): number =>
  Math.min(gravest, severity + Math.floor(Math.max(0, waitedMilliseconds) / agingMilliseconds))

/** The same in SQL: `wait` is the table's name in the statement, `now` the parameter with the present moment. */
export const severityNow = (wait: string, now: string): string =>
  `case when ${wait}.emergency_id is null then 0 else least(${gravest}, ${wait}.severity
     + floor(greatest(0, extract(epoch from ${now}::timestamptz - ${wait}.arrived_at)) * 1000 / ${agingMilliseconds})) end`
