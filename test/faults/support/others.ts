/** Who answers: operators with phones, and the phones of the ladders, of which a third ring out and a tenth are machines. */

import type { Carrier } from '../../../src/simulator/carrier.ts'
import type { Leg } from '../../../src/simulator/leg.ts'
import type { Phone } from '../../../src/simulator/phones.ts'
import type { Races } from '../../../src/simulator/races.ts'
import type { Simulator } from '../../../src/simulator/server.ts'

/** Presses 1 whenever words ask for it, and hangs up when left without the citizen. */
export function answersAsked(simulator: Simulator, phones: readonly Phone[]): void {
  const { carrier } = simulator
  const ids = new Map(phones.map((phone) => [phone.id, phone]))
  carrier.phones.on((event) => {
    const phone = event.type === 'heard' ? ids.get(event.heard.phone) : undefined
    if (event.type !== 'heard' || phone === undefined || !/[Tt]ekan 1/.test(event.heard.text)) return
    carrier.background(
      carrier.clock.sleep(1).then(() => {
        if (phone.state === 'in-call' && phone.leg?.keypad && phone.leg.conference === null) phone.press('1')
      }),
    )
  })
}

/** The very line of this leg: a number may have several. */
const hangUp = (carrier: Carrier, leg: Leg): void => {
  for (const phone of carrier.phones.all()) if (phone.leg === leg) phone.hangUp()
}

const isCitizen = (simulator: Simulator, address: string) =>
  simulator.carrier.phones.reachedBy(address)?.role === 'citizen'

/** People who are left in a conference without a citizen say goodbye and hang up. */
export function leavesEmptyRooms(simulator: Simulator): () => void {
  const { carrier } = simulator
  const since = new Map<string, number>()
  const watching = new AbortController()
  const look = () => {
    for (const conference of carrier.conferences.values()) {
      const legs = [...conference.participants.values()].map(({ leg }) => leg)
      const hasCitizen = legs.some((leg) => leg.direction === 'inbound' || isCitizen(simulator, leg.to))
      if (conference.status === 'completed' || hasCitizen || legs.length < 2) since.delete(conference.sid)
      else if (!since.has(conference.sid)) since.set(conference.sid, carrier.clock.seconds())
      else if (carrier.clock.seconds() - (since.get(conference.sid) ?? 0) > 8)
        for (const leg of legs) hangUp(carrier, leg)
    }
  }
  carrier.background(
    (async () => {
      while (!watching.signal.aborted) {
        look()
        await carrier.clock.sleep(1)
      }
    })(),
  )
  return () => watching.abort()
}

/** How a phone of a ladder takes its next ring. */
export function ladderPhones(
  simulator: Simulator,
  races: Races,
  addresses: readonly string[],
  lines: number,
): readonly Phone[] {
  const phones = addresses.flatMap((address, index) =>
    Array.from({ length: lines }, (_, line) =>
      simulator.addPhone({
        id: `rung-${index}-${line}`,
        label: address,
        role: 'partner',
        address,
        behaviour: 'answers',
        answersAfterSeconds: 2,
      }),
    ),
  )
  const ids = new Set(phones.map(({ id }) => id))
  const next = () => {
    const chance = races.between('rung', 0, 1)
    return chance < 1 / 3 ? 'no-answer' : chance < 1 / 3 + 0.1 ? 'voicemail' : 'answers'
  }
  simulator.carrier.phones.on((event) => {
    // Set without telling anybody: this is what they are told of.
    if (event.type === 'phone' && event.phone.state === 'idle' && ids.has(event.phone.id))
      event.phone.behaviour = next()
  })
  return phones
}
