/** One phone ringing, or about to ring, for one waiting caller. A lease that outlives the ring. */

import type { Wait } from './wait.ts'

export type OfferState = 'open' | 'accepted' | 'declined' | 'missed' | 'withdrawn' | 'ended'

export type Offer = {
  readonly id: string
  readonly waitId: string
  readonly staffId: string
  readonly state: OfferState
  readonly reason: string
  readonly legId: string | null
  readonly offeredAt: number
  readonly expiresAt: number
}

/** The reason of an offer by which an operator is brought into a colleague's conversation. */
export const colleague = 'colleague'
/** The reason of an offer to everybody who is signed in, also who rests. */
export const summoned = 'summoned'

/** From which states an offer comes into each; what is not named here never happens. */
export const offerMoves: Readonly<Record<Exclude<OfferState, 'open'>, readonly OfferState[]>> = {
  // A late accept is honoured as long as nobody else has the caller and the operator has nobody else.
  accepted: ['open', 'missed'],
  declined: ['open'],
  missed: ['open'],
  withdrawn: ['open'],
  ended: ['accepted'],
}

export const canStillAccept = (offer: Pick<Offer, 'state'>) => offerMoves.accepted.includes(offer.state)

/** Whether the caller may be given to whoever holds the offer: waits, or is in a conversation that is open to this one. */
export const isFor = (wait: Pick<Wait, 'state' | 'openToMore'>, offer: Pick<Offer, 'reason'>): boolean =>
  wait.state === 'waiting' || (wait.state === 'joined' && (wait.openToMore || offer.reason === colleague))
