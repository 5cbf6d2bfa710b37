/** Two hundred people on the phone: who they are falls by the seed. One who leaves is followed by another until the lines close. */

import type { Carrier } from '../../../src/simulator/carrier.ts'
import type { Leg } from '../../../src/simulator/leg.ts'
import type { Phone } from '../../../src/simulator/phones.ts'
import type { Races } from '../../../src/simulator/races.ts'
import type { Simulator } from '../../../src/simulator/server.ts'
import { line } from '../../support/hotline.ts'

export type Kind =
  /** Presses the key at once, and stays. */
  | 'emergency'
  /** Presses the key, and is gone before anybody can have answered; picks up when called back. */
  | 'dropped emergency'
  /** Wants a person. */
  | 'caller'
  /** Presses anything and leaves. */
  | 'prank'
  /** Says and presses nothing. */
  | 'silent'

export type Attendance = {
  readonly kind: Kind
  readonly phone: Phone
  readonly callSid: string
  /** Simulated milliseconds since 1970 at which the emergency key was pressed. */
  pressedAt: number | null
  endedAt: number | null
}

/** A fifth are emergencies; pranks, silent and dropped calls among the others. */
function kindOf(races: Races): Kind {
  const chance = races.between('kind', 0, 1)
  if (chance < 0.14) return 'emergency'
  if (chance < 0.2) return 'dropped emergency'
  if (chance < 0.5) return 'prank'
  return chance < 0.6 ? 'silent' : 'caller'
}

export type Crowd = {
  readonly everybody: readonly Attendance[]
  /** Nobody else calls; who is on the line stays as long as people do. */
  readonly close: () => void
  /** Nobody of them acts any more. */
  readonly leave: () => void
}

const isTalking = ({ bridgedWith, conference }: Leg, carrier: Carrier) =>
  bridgedWith !== null || (conference !== null && (carrier.conferences.get(conference.sid)?.participants.size ?? 0) > 1)

export function gather(simulator: Simulator, races: Races, size: number, patienceSeconds: number): Crowd {
  const { carrier } = simulator
  const { clock } = carrier
  const everybody: Attendance[] = []
  const calledBack = new WeakSet<Leg>()
  let open = true
  let born = 0

  const press = (phone: Phone, keys: string) => {
    if (phone.state === 'in-call') phone.press(keys)
  }

  /** Holds on until a person has talked for so long, or for as long as anybody would. */
  async function holdsOn(leg: Leg, talkSeconds: number, patience: number): Promise<void> {
    let together = 0
    for (let waited = 0; !leg.isOver && waited < patience; waited += 0.5) {
      together = isTalking(leg, carrier) ? together + 0.5 : 0
      if (together >= talkSeconds) return
      await clock.sleep(0.5, leg.over)
    }
  }

  async function live(attendance: Attendance, leg: Leg): Promise<void> {
    const { kind, phone } = attendance
    const talk = races.between('talk', 5, 15)
    const emergency = async () => {
      await clock.sleep(races.between('to key', 3, 6), leg.over)
      // A key that is pressed before the menu is heard reaches nobody, and people press it then.
      while (!leg.isOver && leg.keypad === null) await clock.sleep(0.2, leg.over)
      if (leg.isOver) return
      attendance.pressedAt = clock.now().getTime()
      press(phone, '1')
    }
    switch (kind) {
      case 'emergency':
        await emergency()
        return holdsOn(leg, talk, 600)
      case 'dropped emergency':
        await emergency()
        return void (await clock.sleep(races.between('drops', 1, 6), leg.over))
      case 'prank':
        await clock.sleep(races.between('to prank', 1, 12), leg.over)
        press(phone, races.pick('prank', ['2', '3', '4', '7', '*', '33']))
        return void (await clock.sleep(races.between('laughs', 1, 10), leg.over))
      case 'silent':
        return holdsOn(leg, talk, races.between('silent', 15, patienceSeconds))
      case 'caller':
        await clock.sleep(races.between('to key', 3, 9), leg.over)
        press(phone, '3')
        return holdsOn(leg, talk, races.between('patience', patienceSeconds / 2, patienceSeconds))
    }
  }

  /** Who is called back talks for a while with whoever it is. */
  const off = carrier.phones.on((event) => {
    if (event.type !== 'phone' || event.phone.role !== 'citizen' || event.phone.state !== 'in-call') return
    const { phone } = event
    const { leg } = phone
    if (leg === null || leg.direction === 'inbound' || calledBack.has(leg)) return
    calledBack.add(leg)
    carrier.background(
      holdsOn(leg, races.between('talk back', 5, 15), 300).then(() => {
        if (phone.leg === leg) phone.hangUp()
      }),
    )
  })

  async function comesAgain(): Promise<void> {
    while (open) {
      born += 1
      const kind = kindOf(races)
      const number = `+62813${String(born).padStart(8, '0')}`
      const phone = simulator.addPhone({ id: `citizen-${born}`, label: kind, role: 'citizen', address: number })
      phone.set('answers')
      const leg = phone.dial(line)
      const attendance: Attendance = { kind, phone, callSid: leg.sid, pressedAt: null, endedAt: null }
      everybody.push(attendance)
      await live(attendance, leg)
      if (phone.leg === leg) phone.hangUp()
      attendance.endedAt = clock.now().getTime()
      await clock.sleep(races.between('next', 0.2, 2))
    }
  }

  for (let index = 0; index < size; index += 1)
    // Not everybody dials in the same moment.
    carrier.background(clock.sleep((index / size) * 10).then(comesAgain))
  return {
    everybody,
    close: () => {
      open = false
    },
    leave: off,
  }
}
