/** One phone ringing, or about to ring, for one waiting caller. A lease that outlives the ring. */

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

/** A late accept is honoured as long as nobody else has the caller and the operator has nobody else. */
export const canStillAccept = (offer: Offer) => offer.state === 'open' || offer.state === 'missed'
