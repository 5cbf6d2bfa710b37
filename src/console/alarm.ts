/** What in the room nobody may overlook: a pure function of how it stands. Times in milliseconds since 1970. */

export const alarmKinds = [
  /** Nobody is signed in while the line is open or people wait. */
  'nobody_on_duty',
  /** Somebody is signed in, and everybody rests. */
  'all_paused',
  /** A caller has waited longer than the lane's limit. */
  'wait_over_limit',
  /** An emergency that nobody has acknowledged for too long. */
  'emergency_unacknowledged',
  /** Everybody on its ladder was rung in vain; it starts again, and a person must act. */
  'ladder_exhausted',
  /** Danger that was written and not called: nobody is on the line, and nobody has seen to it. */
  'emergency_written',
  /** A caller in danger was lost before anyone answered; somebody has to call back. */
  'emergency_dropped',
  /** The same, and nobody has rung back within a minute, or decided whether that phone may ring. */
  'recovery_overdue',
  /** Calls of our own do not come through the line, or none was made for long. */
  'line_failing',
  'line_unprobed',
  /** What should be done at once has been due for long: commands to the carrier, jobs, what rooms tell each other, texts. */
  'commands_late',
  'jobs_late',
  'facts_late',
  'texts_late',
  /** A ladder was not drilled for longer than the site says. */
  'drill_overdue',
] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** What no row of the room tells: the program watches it for itself. */
export type WatchedKind = Extract<AlarmKind, `line_${string}` | `${string}_late` | 'drill_overdue'>
export type Watched = { readonly kind: WatchedKind; readonly about: string | null; readonly since: number | null }

export type Alarm = {
  readonly kind: AlarmKind
  /** The lane, or the emergency's id: what tells two alarms of a kind apart. Null where there can be one only. */
  readonly about: string | null
  /** Since when it is so; null when nobody can say. */
  readonly since: number | null
  /** How many callers or emergencies it concerns. */
  readonly count: number
}

export type AlarmRules = {
  /** Somebody has to be signed in now. */
  readonly isOpen: boolean
  readonly emergencySeconds: number
  readonly lanes: readonly { readonly id: string; readonly limitSeconds: number }[]
  /** What is wrong with the program itself, as it was seen last; absent: nothing. */
  readonly watched?: readonly Watched[]
}

/** As much of the room as alarms look at. */
export type AlarmRoom = {
  readonly operators: readonly { readonly state: string; readonly thenState: string | null; readonly since: number }[]
  readonly waiting: readonly { readonly lane: string; readonly since: number; readonly isCallback: boolean }[]
  readonly emergencies: readonly {
    readonly id: string
    readonly state: string
    readonly since: number
    /** When its ladder was last climbed in vain; null or absent: not yet. */
    readonly exhaustedAt?: number | null
    /** A duty officer has said to know of it (docs/decisions/20). */
    readonly isKnown?: boolean
  }[]
  /** Written emergencies that nobody has seen to, by their ticket's number. */
  readonly written?: readonly { readonly code: string; readonly since: number }[]
  /** Dropped calls for help that nobody has looked after in time. */
  readonly lateRecoveries: readonly { readonly id: string; readonly since: number }[]
}

const latest = (moments: readonly number[]): number | null => (moments.length === 0 ? null : Math.max(...moments))

function staffing({ operators, waiting }: AlarmRoom, { isOpen }: AlarmRules): readonly Alarm[] {
  if (!isOpen && waiting.length === 0) return []
  const present = operators.filter(({ state }) => state !== 'offline')
  const count = waiting.length
  if (present.length === 0) {
    return [{ kind: 'nobody_on_duty', about: null, since: latest(operators.map(({ since }) => since)), count }]
  }
  // Whose rest ends by itself, after rings that were missed, is as good as back.
  const isResting = ({ state, thenState }: AlarmRoom['operators'][number]) => state === 'paused' && thenState !== 'free'
  if (!present.every(isResting)) return []
  return [{ kind: 'all_paused', about: null, since: latest(present.map(({ since }) => since)), count }]
}

/** Who hung up to be called back does not wait on the phone: the callbacks have a list of their own. */
function waits({ waiting }: AlarmRoom, { lanes }: AlarmRules, now: number): readonly Alarm[] {
  return lanes.flatMap(({ id, limitSeconds }): readonly Alarm[] => {
    const over = waiting
      .filter(({ lane, isCallback }) => lane === id && !isCallback)
      .map(({ since }) => since + limitSeconds * 1000)
      .filter((limit) => limit <= now)
    return over.length === 0
      ? []
      : [{ kind: 'wait_over_limit', about: id, since: Math.min(...over), count: over.length }]
  })
}

function dangers({ emergencies }: AlarmRoom, { emergencySeconds }: AlarmRules, now: number): readonly Alarm[] {
  return emergencies.flatMap(({ id, state, since, exhaustedAt = null, isKnown = false }): readonly Alarm[] => {
    const limit = since + emergencySeconds * 1000
    if (state === 'dropped') return [{ kind: 'emergency_dropped', about: id, since, count: 1 }]
    if (state !== 'raised') return []
    const exhausted = { kind: 'ladder_exhausted', about: id, since: exhaustedAt, count: 1 } as const
    const alone = { kind: 'emergency_unacknowledged', about: id, since: limit, count: 1 } as const
    return [...(exhaustedAt === null ? [] : [exhausted]), ...(limit > now || isKnown ? [] : [alone])]
  })
}

const writtenOnes = ({ written = [] }: AlarmRoom): readonly Alarm[] =>
  written.map(({ code, since }) => ({ kind: 'emergency_written', about: code, since, count: 1 }))

const overdue = ({ lateRecoveries }: AlarmRoom): readonly Alarm[] =>
  lateRecoveries.map(({ id, since }) => ({ kind: 'recovery_overdue', about: id, since, count: 1 }))

/** Who cannot call in waits nowhere: a line that fails goes before everything that can be seen. */
const program = ({ watched = [] }: AlarmRules, isLine: boolean): readonly Alarm[] =>
  watched.flatMap(({ kind, about, since }) =>
    kind.startsWith('line_') === isLine ? [{ kind, about, since, count: 1 }] : [],
  )

/** Everything that is wrong at this moment; the gravest first. */
export const alarmsOf = (room: AlarmRoom, rules: AlarmRules, now: number): readonly Alarm[] => [
  ...program(rules, true),
  ...dangers(room, rules, now),
  ...writtenOnes(room),
  ...overdue(room),
  ...staffing(room, rules),
  ...waits(room, rules, now),
  ...program(rules, false),
]
