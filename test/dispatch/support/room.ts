import type { Test } from 'tap'
import { operatorsRoom } from '../../support/room.ts'

type OfferRow = { id: string; staff_id: string; state: string; leg_id: string | null }
type WaitRow = { state: string; returns: number; shared: boolean }

/** An operators' room with what its tests look at: offers, waits, who does what; and phones that speak for themselves. */
export async function dispatchRoom(t: Test) {
  const room = await operatorsRoom(t)
  const { database, operatorLeg, context, rows } = room
  return {
    ...room,
    offersOf: (waitId: string) =>
      rows<OfferRow>('select id, staff_id, state, leg_id from offers where wait_id = $1 order by id', [waitId]),
    waitOf: async (waitId: string) =>
      (await rows<WaitRow>('select state, returns, shared from waits where id = $1', [waitId]))[0],
    stateOf: async (staffId: string) =>
      (await rows<{ state: string }>('select state from operators where staff_id = $1', [staffId]))[0]?.state,
    /** What the phone that rings for an offer hears next. */
    answer: async (offerId: string, moment: Parameters<typeof operatorLeg.speak>[2]) => {
      const leg = await room.legFor(offerId)
      return database.transact((tx) => operatorLeg.speak(tx, leg, moment, context()))
    },
    hangUp: async (offerId: string, how: Parameters<typeof operatorLeg.ended>[2] = 'completed') => {
      const leg = await room.legFor(offerId)
      await database.transact((tx) => operatorLeg.ended(tx, leg, how, context()))
    },
  }
}
