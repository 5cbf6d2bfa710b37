/** Callers, operators and the offers between them, under whatever people and lost words do. */

import fc from 'fast-check'
import { emergencyRingsAtOnce, match } from '../../../src/dispatch/match.ts'
import { canStillAccept, isFor, type OfferState, offerMoves } from '../../../src/dispatch/offer.ts'

type Wait = {
  readonly id: string
  readonly isEmergency: boolean
  readonly arrivedAt: number
  state: 'waiting' | 'joined' | 'finished' | 'left'
  returns: number
}
type Offer = {
  readonly id: number
  readonly wait: Wait
  readonly staff: string
  readonly until: number
  state: OfferState
}

const staff = ['sari', 'budi', 'rina']
const leaseMilliseconds = 30_000

const command = fc.oneof(
  fc.record({ does: fc.constant('arrives' as const), isEmergency: fc.boolean() }),
  fc.record({ does: fc.constant('time' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    does: fc.constantFrom('accepts', 'declines', 'hangs up', 'is lost', 'finishes', 'comes twice'),
    which: fc.nat(30),
  }),
)
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never

class Board {
  readonly waits: Wait[] = []
  readonly offers: Offer[] = []
  now = 0

  /** As the store does: only along the table. */
  move(offer: Offer, state: keyof typeof offerMoves): boolean {
    if (!offerMoves[state].includes(offer.state)) return false
    offer.state = state
    return true
  }

  of(wait: Wait, state: OfferState): Offer[] {
    return this.offers.filter((offer) => offer.wait === wait && offer.state === state)
  }

  isFree(name: string): boolean {
    return !this.offers.some(({ staff: who, state }) => who === name && (state === 'open' || state === 'accepted'))
  }

  /** Leases run out, and whoever is free is offered whoever waits. */
  turn(): void {
    for (const offer of this.offers) if (offer.state === 'open' && offer.until <= this.now) this.move(offer, 'missed')
    const waiting = this.waits
      .filter(({ state }) => state === 'waiting')
      .map(({ id, isEmergency, returns, arrivedAt }) => ({
        ...{ waitId: id, priority: isEmergency ? 100 : 10, isEmergency, returns, arrivedAt },
        ringing: this.offers.filter(({ wait, state }) => wait.id === id && state === 'open').length,
        offered: {},
      }))
    const free = staff.filter((name) => this.isFree(name)).map((staffId) => ({ staffId, freeSince: 0 }))
    for (const { waitId, staffId } of match(waiting, free)) {
      const wait = this.waits.find(({ id }) => id === waitId)
      if (wait === undefined) throw new Error('somebody unknown was paired')
      const offer: Offer = {
        id: this.offers.length,
        wait,
        staff: staffId,
        until: this.now + leaseMilliseconds,
        state: 'open',
      }
      this.offers.push(offer)
    }
  }

  accept(offer: Offer): void {
    const hasOther = this.offers.some(({ staff: who, state }) => who === offer.staff && state === 'accepted')
    const wait = { ...offer.wait, state: offer.wait.state, openToMore: false }
    if (hasOther || !canStillAccept(offer) || !isFor(wait as never, { reason: '' })) return
    if (!this.move(offer, 'accepted')) return
    // Whoever takes a late one is rung for nobody else.
    for (const other of this.offers)
      if (other !== offer && other.state === 'open' && (other.wait === offer.wait || other.staff === offer.staff))
        this.move(other, 'withdrawn')
    offer.wait.state = 'joined'
  }

  end(wait: Wait, state: 'left' | 'finished'): void {
    if (wait.state !== 'waiting' && wait.state !== 'joined') return
    wait.state = state
    for (const offer of this.of(wait, 'open')) this.move(offer, 'withdrawn')
    for (const offer of this.of(wait, 'accepted')) this.move(offer, 'ended')
  }

  lose(offer: Offer): void {
    if (!this.move(offer, 'ended') || offer.wait.state !== 'joined') return
    offer.wait.state = 'waiting'
    offer.wait.returns += 1
  }

  take(given: Command): void {
    if (given.does === 'arrives') {
      const id = `caller ${this.waits.length}`
      this.waits.push({ id, isEmergency: given.isEmergency, arrivedAt: this.now, state: 'waiting', returns: 0 })
    } else if (given.does === 'time') this.now += given.seconds * 1000
    else {
      const offer = this.offers[given.which % Math.max(1, this.offers.length)]
      const wait = this.waits[given.which % Math.max(1, this.waits.length)]
      if (given.does === 'hangs up' && wait !== undefined) this.end(wait, 'left')
      if (offer === undefined) return
      if (given.does === 'accepts' || given.does === 'comes twice') this.accept(offer)
      if (given.does === 'comes twice') this.accept(offer)
      if (given.does === 'declines') this.move(offer, 'declined')
      if (given.does === 'is lost') this.lose(offer)
      if (given.does === 'finishes' && offer.state === 'accepted') this.end(offer.wait, 'finished')
    }
    this.turn()
  }

  /** What must never be. */
  wrong(): string | null {
    for (const wait of this.waits) {
      if (this.of(wait, 'accepted').length > 1) return 'two answers for one caller'
      const open = this.of(wait, 'open').length
      if (open > (wait.isEmergency ? emergencyRingsAtOnce : 1)) return 'too many phones for one caller'
      if (open > 0 && wait.state !== 'waiting') return 'a phone rings for nobody'
      if (wait.state === 'joined' && this.of(wait, 'accepted').length === 0) return 'a caller alone'
    }
    for (const name of staff) {
      const own = this.offers.filter((offer) => offer.staff === name)
      if (own.filter(({ state }) => state === 'accepted').length > 1) return 'two callers for one operator'
      if (own.filter(({ state }) => state === 'open').length > 1) return 'two rings for one operator'
    }
    const isIdle = staff.some((name) => this.isFree(name))
    if (isIdle && this.waits.some((wait) => wait.state === 'waiting' && this.of(wait, 'open').length === 0))
      return 'an operator is idle while somebody waits unheard'
    return null
  }
}

export function callersAreServed(runs: number): void {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      const board = new Board()
      for (const given of commands) {
        board.take(given)
        const wrong = board.wrong()
        if (wrong !== null) throw new Error(wrong)
      }
      // From wherever they are: with operators who answer, everybody is served and nothing is left open.
      for (let turns = 0; turns <= commands.length * 3; turns += 1) {
        for (const offer of board.offers) {
          if (offer.state === 'accepted') board.end(offer.wait, 'finished')
          if (offer.state === 'open') board.accept(offer)
        }
        board.now += 1_000
        board.turn()
      }
      const isFinal = board.waits.every(({ state }) => state === 'finished' || state === 'left')
      return isFinal && board.offers.every(({ state }) => state !== 'open' && state !== 'accepted')
    }),
    { numRuns: runs },
  )
}
