import type { Answer, Carrier } from '../../../src/telephony/carrier.ts'
import { addressOf } from '../../../src/telephony/client.ts'
import type { Agenda } from './agenda.ts'
import type { Chance } from './chance.ts'
import { conferenceRooms } from './conference.ts'
import type { Courier } from './courier.ts'
import { type Doing, doingOf } from './document.ts'
import { type Leg, type LegMember, newLeg, passing, type Recording, statusOf } from './leg.ts'
import { answerer, type Person } from './people.ts'
import { texting } from './texting.ts'
import { unasked } from './unasked.ts'

type Surroundings = {
  readonly house: { readonly clock: () => number }
  readonly courier: Courier
  readonly agenda: Agenda
  readonly chance: Chance
  /** What the house does each second without being woken: asked at the moments at which there may be something to see. */
  readonly look: () => Promise<void>
}

/** Milliseconds: longer than a citizen is left alone in a conference, and than a control room talks until that counts. */
const looks = { afterLeaving: 2_100, afterJoining: 20_600 }

const done: Answer = { outcome: 'done' }
const refused: Answer<never> = { outcome: 'refused', status: 400, code: 21215, message: 'Not allowed' }

/**
 * A carrier as a model: executes our documents and commands, lets people act as their chance has it, and gives every webhook
 * to the courier. It knows nothing of our rows, and nothing of how its news travels.
 */
export function modelCarrier({ house, courier, agenda, chance, look }: Surroundings) {
  const legs = new Map<string, Leg>()
  const placed = new Map<string, number>()
  const rooms = conferenceRooms<Leg>(courier, chance)
  const now = house.clock

  /** At most one thing of a leg falls on a moment, and two legs seldom share one: the order is the story's. */
  const later = (leg: Leg, seconds: number, run: () => Promise<void>) => {
    const { life } = leg
    agenda.plan(now() + seconds * 1000 + chance.below(`offset ${leg.name}`, 499), async () => {
      if (leg.life === life && leg.state !== 'over') await run()
    })
  }

  function addLeg(given: Parameters<typeof newLeg>[0]): Leg {
    const leg = newLeg(given, now())
    legs.set(leg.sid, leg)
    return leg
  }

  const tellStatus = (leg: Leg, status: string): Promise<void> =>
    courier.tell(statusOf(leg, status, now()), !passing.includes(status))

  async function ask(leg: Leg, url: string, form: Readonly<Record<string, string>> = {}): Promise<void> {
    leg.documents += 1
    const { life } = leg
    const asked = {
      name: `${leg.name} turn ${leg.documents}`,
      url,
      form: { ...leg.form, CallStatus: leg.state === 'over' ? 'completed' : 'in-progress', ...form },
    }
    const document = await courier.turn(asked)
    if (leg.life === life && leg.state !== 'over') await perform(leg, doingOf(document))
  }

  async function perform(leg: Leg, doing: Doing): Promise<void> {
    leg.doing = doing
    switch (doing.does) {
      case 'gather':
        return gather(leg, doing)
      case 'record':
        return record(leg, doing)
      case 'join':
        return join(leg, doing)
      case 'redirect':
        return later(leg, 3, () => ask(leg, doing.url))
      case 'hangup':
      case 'reply':
        return later(leg, 2, () => over(leg, 'completed'))
    }
  }

  function gather(leg: Leg, doing: Extract<Doing, { does: 'gather' }>): void {
    const act = leg.person.acts(doing, leg.documents)
    if (act.act === 'press') later(leg, act.after, () => ask(leg, doing.action, { Digits: act.keys }))
    else if (act.act === 'hang up') later(leg, act.after, () => over(leg, 'completed'))
    else later(leg, act.after, () => ask(leg, doing.otherwise))
  }

  function record(leg: Leg, doing: Extract<Doing, { does: 'record' }>): void {
    const act = leg.person.acts(doing, leg.documents)
    const recording = { sid: `RE${chance.hex(`${leg.name} recording ${leg.documents}`)}`, doing }
    if (act.act === 'speak') {
      leg.recording = recording
      later(leg, act.after + act.seconds, () => recorded(leg, recording, act.seconds, '#'))
    } else if (act.act === 'hang up') {
      leg.recording = recording
      later(leg, act.after, () => over(leg, 'completed'))
    } else later(leg, act.after, () => ask(leg, doing.otherwise))
  }

  async function recorded(leg: Leg, recording: Recording, seconds: number, key: string): Promise<void> {
    leg.recording = null
    const { sid, doing } = recording
    const status = { RecordingSid: sid, RecordingStatus: 'completed', RecordingDuration: String(seconds) }
    const told = {
      name: `recording of ${leg.name} ${leg.documents}`,
      url: doing.callback,
      form: { ...leg.form, ...status },
    }
    await courier.tell(told, false)
    await ask(leg, doing.action, { RecordingSid: sid, RecordingDuration: String(seconds), Digits: key })
  }

  async function join(leg: Leg, doing: Extract<Doing, { does: 'join' }>): Promise<void> {
    leg.talks += 1
    await rooms.enter(leg, doing)
    agenda.plan(now() + looks.afterJoining, look)
    const { how, after } = leg.person.leaves(doing, leg.talks)
    if (how === 'stays') return
    if (how === 'hang up') later(leg, after, () => over(leg, 'completed'))
    else later(leg, after, async () => goOn(await leave(leg, 'participant_hung_up')))
  }

  function leave(leg: Leg, reason: string): Promise<readonly LegMember[]> {
    if (leg.conference !== null) agenda.plan(now() + looks.afterLeaving, look)
    return rooms.leave(leg, reason)
  }

  /** Back from the conference, for those who are still on the line. */
  async function goOn(members: readonly LegMember[]): Promise<void> {
    for (const { leg, action } of members) {
      if (leg.state !== 'up') continue
      leg.life += 1
      await ask(leg, action, { DialCallStatus: 'answered' })
    }
  }

  async function over(leg: Leg, status: string): Promise<void> {
    if (leg.state === 'over') return
    const { recording } = leg
    await tellStatus(leg, status)
    leg.state = 'over'
    leg.life += 1
    const others = await leave(leg, 'participant_hung_up')
    // Whoever hangs up while recording has still said something.
    if (recording !== null) await recorded(leg, recording, 4, 'hangup')
    await goOn(others)
  }

  function ring(leg: Leg, url: string, pickup: ReturnType<typeof answerer>, mostSeconds: number): void {
    later(leg, 0.5, async () => {
      await tellStatus(leg, 'initiated')
      if (pickup.pickup === 'failed') return over(leg, 'failed')
      await tellStatus(leg, 'ringing')
      if (pickup.pickup === 'no-answer') return later(leg, mostSeconds, () => over(leg, 'no-answer'))
      if (pickup.pickup === 'busy') return later(leg, 1, () => over(leg, 'busy'))
      later(leg, pickup.ringSeconds, async () => {
        leg.state = 'up'
        leg.answeredAt = now()
        leg.life += 1
        await tellStatus(leg, 'in-progress')
        await ask(leg, url)
      })
    })
  }

  const carrier: Carrier = {
    placeCall: async ({ to, url, statusCallback, ringSeconds }) => {
      const address = addressOf(to)
      const times = (placed.get(address) ?? 0) + 1
      placed.set(address, times)
      const name = `${address} ${times}`
      const person = answerer(chance, name)
      if (person.pickup === 'refused by the carrier') return refused
      const sid = `CA${chance.hex(`leg ${name}`)}`
      const form = { CallSid: sid, To: address, From: '+62751000100', Direction: 'outbound-api' }
      const leg = addLeg({ name, sid, person, statusCallback, form, state: 'ringing' })
      ring(leg, url, person, ringSeconds)
      return { outcome: 'done', callSid: sid, status: 'queued' }
    },
    moveCall: async (callSid, url) => {
      const leg = legs.get(callSid)
      if (leg === undefined || leg.state === 'over') return { outcome: 'gone' }
      agenda.plan(now() + 300 + chance.below(`move ${leg.documents}`, 199), () => move(leg, url))
      return done
    },
    endCall: async (callSid) => {
      const leg = legs.get(callSid)
      if (leg === undefined || leg.state === 'over') return { outcome: 'gone' }
      agenda.plan(now() + 200 + chance.below(`end ${leg.name}`, 199), () =>
        over(leg, leg.state === 'ringing' ? 'canceled' : 'completed'),
      )
      return done
    },
    updateParticipant: async (conferenceSid, participant, { endConferenceOnExit = false }) =>
      rooms.update(conferenceSid, participant, endConferenceOnExit) ? done : { outcome: 'gone' },
    sendText: texting(now, courier, agenda, chance),
    ...unasked,
    warm: async () => {},
  }

  /** The call drops what it does. Its interrupted verb's `action` is asked too: before, after, or not at all. */
  async function move(leg: Leg, url: string): Promise<void> {
    if (leg.state !== 'up') return
    const { doing } = leg
    const action = doing !== null && 'action' in doing ? doing.action : null
    const when = chance.of(`interrupted ${leg.name} ${leg.documents}`, [
      [2, 'never'],
      [1, 'before'],
      [1, 'after'],
    ] as const)
    leg.life += 1
    leg.recording = null
    const others = (await leave(leg, 'participant_updated_via_api')).filter((member) => member.leg !== leg)
    const interrupted = async () => {
      if (action === null) return
      const how: Record<string, string> = doing?.does === 'join' ? { DialCallStatus: 'answered' } : {}
      leg.documents += 1
      const form = { ...leg.form, CallStatus: 'in-progress', ...how }
      await courier.turn({ name: `${leg.name} turn ${leg.documents}`, url: action, form })
    }
    if (when === 'before') await interrupted()
    await ask(leg, url)
    if (when === 'after') await interrupted()
    await goOn(others)
  }

  return {
    carrier,
    /** A citizen dials the line. */
    dial: async (person: Person, url: string, statusCallback: string, form: Readonly<Record<string, string>>) => {
      const sid = `CA${chance.hex('citizen')}`
      const whole = { CallSid: sid, Direction: 'inbound', ...form }
      const leg = addLeg({ name: 'citizen', sid, person, statusCallback, form: whole, state: 'up' })
      await ask(leg, url, { CallStatus: 'ringing' })
    },
    /** An operator's browser connects outward. */
    connect: async (name: string, url: string, form: Readonly<Record<string, string>>, statusCallback: string) => {
      const sid = `CA${chance.hex(`leg ${name}`)}`
      const whole = { CallSid: sid, Direction: 'inbound', ...form }
      const leg = addLeg({ name, sid, person: answerer(chance, name), statusCallback, form: whole, state: 'up' })
      await ask(leg, url)
    },
    isQuiet: () => [...legs.values()].every(({ state }) => state === 'over'),
  }
}
