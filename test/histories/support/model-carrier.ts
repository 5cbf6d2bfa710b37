import type { Answer, Carrier } from '../../../src/telephony/carrier.ts'
import { addressOf } from '../../../src/telephony/client.ts'
import type { Agenda } from './agenda.ts'
import type { Chance } from './chance.ts'
import { type Conference, type Member, newsOf } from './conference.ts'
import type { Courier } from './courier.ts'
import { type Doing, doingOf } from './document.ts'
import { answerer, type Person } from './people.ts'

type Leg = {
  readonly name: string
  readonly sid: string
  readonly person: Person
  /** Where its status is told; the citizen's has the number's. */
  readonly statusCallback: string
  /** What every webhook of it carries. */
  readonly form: Readonly<Record<string, string>>
  state: 'ringing' | 'up' | 'over'
  answeredAt: number
  documents: number
  talks: number
  sequence: number
  /** Grows when it is interrupted: what was planned for it is void. */
  life: number
  doing: Doing | null
  recording: { readonly sid: string; readonly doing: Extract<Doing, { does: 'record' }> } | null
  conference: Conference<Leg> | null
}

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

const refused: Answer<never> = { outcome: 'refused', status: 400, code: 21215, message: 'Not allowed' }

/**
 * A carrier as a model: executes our documents and commands, lets people act as their chance has it, and gives every webhook
 * to the courier. It knows nothing of our rows, and nothing of how its news travels.
 */
export function modelCarrier({ house, courier, agenda, chance, look }: Surroundings) {
  const legs = new Map<string, Leg>()
  const conferences = new Map<string, Conference<Leg>>()
  const placed = new Map<string, number>()
  const counts = { conferences: 0, texts: 0 }
  const now = () => house.clock()

  /** At most one thing of a leg falls on a moment, and two legs seldom share one: the order is the story's. */
  const later = (leg: Leg, seconds: number, run: () => Promise<void>) => {
    const { life } = leg
    agenda.plan(now() + seconds * 1000 + chance.below(`offset ${leg.name}`, 499), async () => {
      if (leg.life === life && leg.state !== 'over') await run()
    })
  }

  function addLeg(given: Pick<Leg, 'name' | 'sid' | 'person' | 'statusCallback' | 'form' | 'state'>): Leg {
    const fresh = { documents: 0, talks: 0, sequence: 0, life: 0, answeredAt: now() }
    const leg: Leg = { ...given, ...fresh, doing: null, recording: null, conference: null }
    legs.set(leg.sid, leg)
    return leg
  }

  const tellStatus = (leg: Leg, status: string): Promise<void> => {
    leg.sequence += 1
    const isOver = !['initiated', 'ringing', 'in-progress'].includes(status)
    const seconds = String(Math.round((now() - leg.answeredAt) / 1000))
    const form = {
      ...leg.form,
      CallStatus: status,
      SequenceNumber: String(leg.sequence - 1),
      Timestamp: new Date(now()).toUTCString().replace('GMT', '+0000'),
      ...(isOver && { CallDuration: leg.state === 'ringing' ? '0' : seconds }),
    }
    return courier.tell({ name: `${leg.name} is ${status}`, url: leg.statusCallback, form }, isOver)
  }

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

  async function recorded(
    leg: Leg,
    recording: NonNullable<Leg['recording']>,
    seconds: number,
    key: string,
  ): Promise<void> {
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

  const tellConference = (conference: Conference<Leg>, event: string, member: Member<Leg> | null, reason = {}) => {
    const { event: name, form } = newsOf(conference, event, member, reason)
    return courier.tell({ name: `${conference.sid} ${name}`, url: conference.callback, form }, true)
  }

  async function join(leg: Leg, doing: Extract<Doing, { does: 'join' }>): Promise<void> {
    let conference = conferences.get(doing.conference)
    if (conference === undefined) {
      counts.conferences += 1
      const sid = `CF${chance.hex(`conference ${counts.conferences}`)}`
      conference = { sid, name: doing.conference, callback: doing.callback, members: [], sequence: 0 }
      conferences.set(doing.conference, conference)
      await tellConference(conference, 'conference-start', null)
    }
    const { label, action, endsOnExit } = doing
    const member = { leg, label, action, endsOnExit }
    conference.members.push(member)
    leg.conference = conference
    leg.talks += 1
    await tellConference(conference, 'participant-join', member)
    agenda.plan(now() + looks.afterJoining, look)
    const { how, after } = leg.person.leaves(doing, leg.talks)
    if (how === 'stays') return
    if (how === 'hang up') later(leg, after, () => over(leg, 'completed'))
    else
      later(leg, after, async () => {
        const left = await leave(leg, 'participant_hung_up')
        await goOn(left)
      })
  }

  /** Takes a leg out of its conference. Gives those whose `<Dial>` is over and who go on, in the order of their going. */
  async function leave(leg: Leg, reason: string): Promise<readonly Member<Leg>[]> {
    const { conference } = leg
    const member = conference?.members.find((one) => one.leg === leg)
    if (conference === null || member === undefined) return []
    leg.conference = null
    conference.members.splice(conference.members.indexOf(member), 1)
    await tellConference(conference, 'participant-leave', member, { ReasonParticipantLeft: reason })
    agenda.plan(now() + looks.afterLeaving, look)
    const ends = member.endsOnExit || conference.members.length === 0
    if (!ends) return [member]
    const others = conference.members.splice(0)
    conferences.delete(conference.name)
    for (const other of others) {
      other.leg.conference = null
      await tellConference(conference, 'participant-leave', other, {
        ReasonParticipantLeft: 'moderator_ended_conference',
      })
    }
    const why = others.length > 0 ? 'participant-with-end-conference-on-exit-left' : 'last-participant-left'
    await tellConference(conference, 'conference-end', null, { ReasonConferenceEnded: why })
    return [member, ...others]
  }

  /** Back from the conference, for those who are still on the line. */
  async function goOn(members: readonly Member<Leg>[]): Promise<void> {
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

  const done: Answer = { outcome: 'done' }
  const never = (what: string) => () => Promise.reject(new Error(`a story never asks for ${what}`))

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
    updateParticipant: async (conferenceSid, participant, change) => {
      const conference = [...conferences.values()].find(({ sid }) => sid === conferenceSid)
      const member = conference?.members.find(({ leg }) => leg.sid === participant)
      if (member === undefined) return { outcome: 'gone' }
      member.endsOnExit = change.endConferenceOnExit ?? member.endsOnExit
      return done
    },
    sendText: async ({ statusCallback }) => {
      counts.texts += 1
      const sid = `SM${chance.hex(`text ${counts.texts}`)}`
      const end = chance.of(`text ${counts.texts} ends`, [
        [4, 'delivered'],
        [1, 'undelivered'],
        [1, 'failed'],
      ] as const)
      agenda.plan(now() + 700, async () => {
        for (const status of ['queued', 'sending', 'sent', end]) {
          const error = status === 'failed' || status === 'undelivered' ? { ErrorCode: '30005' } : {}
          const form = { MessageSid: sid, MessageStatus: status, ...error }
          await courier.tell({ name: `${sid} is ${status}`, url: statusCallback, form }, false)
        }
      })
      return { outcome: 'done', messageSid: sid }
    },
    fetchCall: never('a call'),
    listCalls: never('calls'),
    removeParticipant: never('a removal'),
    findConference: never('a conference'),
    fetchRecording: never('a recording'),
    downloadRecording: never('a sound'),
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
