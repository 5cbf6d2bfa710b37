/** Who is offered whom. Data in, data out. */

export type Waiting = {
  readonly waitId: string
  readonly priority: number
  readonly isEmergency: boolean
  /** Of an emergency: how grave it is now, as `presentSeverity` gives it. Absent: nothing is known. */
  readonly severity?: number
  readonly returns: number
  readonly arrivedAt: number
  /** Callers who arrived up to so many seconds later go first; of an emergency it counts for nothing. */
  readonly letsPassSeconds?: number
  /** Operators whose phone rings for this caller now. */
  readonly ringing: number
  /** By operator: how often this caller was offered without an answer. */
  readonly offered: Readonly<Record<string, number>>
  /** Back from a broken conversation a moment ago: not rung for yet, but nobody behind gets the operator meanwhile. */
  readonly reserving?: boolean
  /** Hung up and keeps the place: to be called back. */
  readonly isCallback?: boolean
  /** What an operator had better have for this caller. Absent: anybody is as good. */
  readonly wants?: { readonly language: string | null; readonly lane: string }
  /** Has waited `fitMilliseconds`: nobody behind goes first any more for fitting an operator better. */
  readonly takesAnybody?: boolean
}

export type Free = {
  readonly staffId: string
  readonly freeSince: number
  /** ISO 639-3. Absent: whatever the caller speaks. */
  readonly languages?: readonly string[]
  /** Lanes for which they were trained; empty or absent: for all. */
  readonly skills?: readonly string[]
}

/**
 * Why this caller, now: an emergency, a caller lost from a broken conversation, a callback, somebody whose language the operator speaks
 * and not everybody, or simply whose turn it is.
 */
export type Reason = 'emergency' | 'returned' | 'callback' | 'language' | 'longest_free'

export type Pairing = {
  readonly waitId: string
  readonly staffId: string
  readonly reason: Reason
  /** Place in line, 1 is next. */
  readonly position: number
}

/** So many phones ring at once for one emergency; everyone else rings one at a time. */
export const emergencyRingsAtOnce = 3

const placeInLine = ({ isEmergency, arrivedAt, letsPassSeconds = 0 }: Waiting): number =>
  arrivedAt + (isEmergency ? 0 : letsPassSeconds * 1000)

/** Emergencies before all, the graver first; callers who were lost before new ones, then by arrival. */
export function byTurn(a: Waiting, b: Waiting): number {
  if (a.isEmergency !== b.isEmergency) return a.isEmergency ? -1 : 1
  // Who is on the phone now goes before who is called back.
  const isAway = (one: Waiting) => Number(one.isEmergency && one.isCallback === true)
  const graver = a.isEmergency ? (b.severity ?? 0) - (a.severity ?? 0) : 0
  return (
    isAway(a) - isAway(b) ||
    b.priority - a.priority ||
    graver ||
    b.returns - a.returns ||
    placeInLine(a) - placeInLine(b)
  )
}

/**
 * So long a caller lets those behind go first to an operator who fits them and not the caller. An operator never stays idle for it: with
 * nobody better at hand, anybody free is offered at once.
 */
export const fitMilliseconds = 20_000

const speaks = (language: string, { languages }: Free) => languages === undefined || languages.includes(language)

/** What the operator lacks for this caller; a language weighs more than training. */
function lacks({ wants }: Waiting, free: Free): number {
  if (wants === undefined) return 0
  const { skills = [] } = free
  const isForeign = wants.language !== null && !speaks(wants.language, free)
  return (isForeign ? 2 : 0) + (skills.length > 0 && !skills.includes(wants.lane) ? 1 : 0)
}

const offersOf = (waiting: Waiting, free: Free) => waiting.offered[free.staffId] ?? 0

/** Of these operators: who was offered this caller least often, then who lacks least, then who has been free longest. */
function bestFor(waiting: Waiting, free: readonly Free[]): Free | undefined {
  const order = (a: Free, b: Free) =>
    offersOf(waiting, a) - offersOf(waiting, b) || lacks(waiting, a) - lacks(waiting, b) || a.freeSince - b.freeSince
  return [...free].sort(order)[0]
}

function reasonFor({ isEmergency, isCallback, returns, wants }: Waiting, chosen: Free, free: readonly Free[]): Reason {
  if (isEmergency) return 'emergency'
  if (isCallback) return 'callback'
  if (returns > 0) return 'returned'
  const language = wants?.language ?? null
  const isChosenByIt = language !== null && speaks(language, chosen) && free.some((other) => !speaks(language, other))
  return isChosenByIt ? 'language' : 'longest_free'
}

/** First whom each caller had better have, in turn; then whoever is left, in turn, so that no operator stays idle. */
const passes = ['fitting', 'anybody'] as const

/**
 * Pairs waiting callers with free operators. Everyone's first ring goes round in turn; then, while operators are left,
 * emergencies get a second and a third phone in turn, so that several emergencies share the free operators fairly.
 * Emergencies take anybody: who fits comes first among those who are free, and nobody is waited for.
 */
export function match(waiting: readonly Waiting[], free: readonly Free[]): readonly Pairing[] {
  const inTurn = [...waiting].sort(byTurn)
  const left = [...free]
  const pairs: Pairing[] = []
  const rings = new Map(inTurn.map((one) => [one.waitId, one.ringing]))
  for (let round = 1; round <= emergencyRingsAtOnce; round += 1) {
    const served = new Set<string>()
    for (const pass of passes) {
      for (const [index, one] of inTurn.entries()) {
        const ringing = rings.get(one.waitId) ?? 0
        if (served.has(one.waitId) || ringing >= round || (round > 1 && !one.isEmergency)) continue
        if (left.length === 0) return pairs
        const isOpen = pass === 'anybody' || one.isEmergency || one.takesAnybody === true
        const chosen = bestFor(one, left)
        if (chosen === undefined || (!isOpen && lacks(one, chosen) > 0)) continue
        left.splice(left.indexOf(chosen), 1)
        served.add(one.waitId)
        if (one.reserving) continue
        rings.set(one.waitId, ringing + 1)
        const reason = reasonFor(one, chosen, free)
        pairs.push({ waitId: one.waitId, staffId: chosen.staffId, reason, position: index + 1 })
      }
    }
  }
  return pairs
}
