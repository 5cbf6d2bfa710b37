/** What other rooms keep of a call, told in its timeline beside what happened on the line. */

/** Something that happened; times in milliseconds since 1970. */
export type Happened = {
  readonly at: number
  readonly kind: string
  readonly actor?: string
  readonly ignored?: boolean
  readonly facts: Readonly<Record<string, unknown>>
}

/** An offer that was taken back: who is offered, accepts or misses one has an event of its own. */
export type WithdrawnOffer = { readonly at: number; readonly staffId: string }

export type LegFact = {
  readonly id: string
  readonly purpose: string
  readonly answeredAt: number | null
  readonly metAt: number | null
  readonly endedAt: number | null
}

export type CommandFact = {
  readonly at: number
  readonly kind: string
  readonly why: string | null
  readonly state: string
}

export const ofOffers = (offers: readonly WithdrawnOffer[]): readonly Happened[] =>
  offers.map(({ at, staffId }) => ({ at, kind: 'offer.withdrawn', facts: { staffId } }))

/** What became of each leg after it was placed. */
export const ofLegs = (legs: readonly LegFact[]): readonly Happened[] =>
  legs.flatMap(({ id, purpose, answeredAt, metAt, endedAt }) =>
    (
      [
        ['leg.answered', answeredAt],
        ['leg.met', metAt],
        ['leg.ended', endedAt],
      ] as const
    ).flatMap(([kind, at]) => (at === null ? [] : [{ at, kind, facts: { leg: id, purpose } }])),
  )

/** Commands to the carrier that no other event tells. */
export const ofCommands = (commands: readonly CommandFact[]): readonly Happened[] =>
  commands.map(({ at, kind, why, state }) => ({
    at,
    kind: 'command.given',
    facts: { command: kind, ...(why === null ? {} : { why }), state },
  }))

/**
 * Puts the others between the events, each behind everything that happened until then. The events keep the order in which we heard of
 * them, whatever their clocks say.
 */
export function merged(events: readonly Happened[], others: readonly Happened[]): readonly Happened[] {
  const waiting = others.toSorted((a, b) => a.at - b.at)
  const told: Happened[] = []
  for (const event of events) {
    while (waiting[0] !== undefined && waiting[0].at < event.at) told.push(...waiting.splice(0, 1))
    told.push(event)
  }
  return [...told, ...waiting]
}
