/** Who is offered whom. Data in, data out. */

export type Waiting = {
  readonly waitId: string
  readonly priority: number
  readonly isEmergency: boolean
  readonly returns: number
  readonly arrivedAt: number
  /** Operators whose phone rings for this caller now. */
  readonly ringing: number
  /** By operator: how often this caller was offered without an answer. */
  readonly offered: Readonly<Record<string, number>>
  /** Back from a broken conversation a moment ago: not rung for yet, but nobody behind gets the operator meanwhile. */
  readonly reserving?: boolean
  /** Hung up and keeps the place: to be called back. */
  readonly isCallback?: boolean
}

export type Free = { readonly staffId: string; readonly freeSince: number }

/** Why this caller, now: an emergency, a caller lost from a broken conversation, a callback, or simply whose turn it is. */
export type Reason = 'emergency' | 'returned' | 'callback' | 'longest_free'

export type Pairing = {
  readonly waitId: string
  readonly staffId: string
  readonly reason: Reason
  /** Place in line, 1 is next. */
  readonly position: number
}

/** So many phones ring at once for one emergency; everyone else rings one at a time. */
export const emergencyRingsAtOnce = 3

/** Emergencies before all, callers who were lost before new ones, then by arrival. */
export function byTurn(a: Waiting, b: Waiting): number {
  if (a.isEmergency !== b.isEmergency) return a.isEmergency ? -1 : 1
  return b.priority - a.priority || b.returns - a.returns || a.arrivedAt - b.arrivedAt
}

const offersOf = (waiting: Waiting, free: Free) => waiting.offered[free.staffId] ?? 0

/** Of the free operators: who was offered this caller least often, then who has been free longest. */
function bestFor(waiting: Waiting, free: readonly Free[]): Free | undefined {
  return [...free].sort((a, b) => offersOf(waiting, a) - offersOf(waiting, b) || a.freeSince - b.freeSince)[0]
}

function reasonFor({ isEmergency, isCallback, returns }: Waiting): Reason {
  if (isEmergency) return 'emergency'
  return isCallback ? 'callback' : returns > 0 ? 'returned' : 'longest_free'
}

/**
 * Pairs waiting callers with free operators. Everyone's first ring goes round in turn; then, while operators are left,
 * emergencies get a second and a third phone in turn, so that several emergencies share the free operators fairly.
 */
export function match(waiting: readonly Waiting[], free: readonly Free[]): readonly Pairing[] {
  const inTurn = [...waiting].sort(byTurn)
  const left = [...free]
  const pairs: Pairing[] = []
  const rings = new Map(inTurn.map((one) => [one.waitId, one.ringing]))
  for (let round = 1; round <= emergencyRingsAtOnce; round += 1) {
    for (const [index, one] of inTurn.entries()) {
      const ringing = rings.get(one.waitId) ?? 0
      if (ringing >= round || (round > 1 && !one.isEmergency)) continue
      const chosen = bestFor(one, left)
      if (chosen === undefined) return pairs
      left.splice(left.indexOf(chosen), 1)
      if (one.reserving) continue
      rings.set(one.waitId, ringing + 1)
      pairs.push({ waitId: one.waitId, staffId: chosen.staffId, reason: reasonFor(one), position: index + 1 })
    }
  }
  return pairs
}
