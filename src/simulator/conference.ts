import type { Carrier } from './carrier.ts'
import { type ConferenceCallback, reportConference } from './conference-events.ts'
import { playMusic, stopMusic } from './conference-music.ts'
import type { Leg } from './leg.ts'
import { type Joining, makeParticipant, type Participant, type ReasonLeft, reachesEar } from './participant.ts'
import { keepRecording, type RecordingCallback } from './recordings.ts'
import { newSid } from './sid.ts'
import { network, sound, speechSeconds } from './sound.ts'

export type ReasonEnded =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-kicked'
  | 'last-participant-left'

/** One conference from its first participant to its end. A name may live again afterwards, as another conference. */
export class Conference {
  readonly sid = newSid('CF')
  readonly name: string
  readonly createdAt: Date
  readonly participants = new Map<string, Participant>()
  updatedAt: Date
  status: 'init' | 'in-progress' | 'completed' = 'init'
  callback: ConferenceCallback | null
  reasonEnded: ReasonEnded | null = null
  endedBy: string | null = null
  lastCallback: Promise<unknown> = Promise.resolve()
  /** Wanted by the first participant: the callback of the recording, if it is recorded. */
  recorded: { readonly callback: RecordingCallback; readonly startedAt: Date; readonly words: string[] } | null = null
  private sequence = 0
  private readonly carrier: Carrier

  constructor(carrier: Carrier, name: string, callback: ConferenceCallback | null) {
    this.carrier = carrier
    this.name = name
    this.callback = callback
    this.createdAt = carrier.clock.now()
    this.updatedAt = this.createdAt
    carrier.conferences.set(this.sid, this)
    carrier.living.set(name, this)
  }

  nextSequence(): number {
    return ++this.sequence
  }

  labels(except: Leg): string[] {
    return [...this.participants.values()]
      .filter(({ leg }) => leg !== except)
      .map(({ leg }) => leg.farEnd?.label ?? leg.to)
  }

  join(leg: Leg, joining: Joining): Participant {
    const now = this.carrier.clock.now()
    const participant = makeParticipant(leg, joining, now)
    this.participants.set(leg.sid, participant)
    this.updatedAt = now
    leg.conference = this
    leg.muted = participant.muted
    leg.audience = (text) => this.speak(participant, text)
    leg.keypad ??= (key) => this.tone(participant, key)
    if (participant.beep && this.participants.size > 1) this.tone(null, network.beep)
    reportConference(this.carrier, this, 'participant-join', participant)
    if (
      this.status === 'init' &&
      this.participants.size > 1 &&
      [...this.participants.values()].some((one) => one.startOnEnter)
    ) {
      this.status = 'in-progress'
      for (const one of this.participants.values()) stopMusic(one)
      reportConference(this.carrier, this, 'conference-start', participant)
    }
    if (this.status === 'init') playMusic(this.carrier, participant, participant.wait)
    this.tellPhones()
    return participant
  }

  /** Takes a participant out; the conference may end with it. */
  leave(leg: Leg, reason: ReasonLeft, kicked = false): void {
    const participant = this.participants.get(leg.sid)
    if (!participant) return
    this.participants.delete(leg.sid)
    this.updatedAt = this.carrier.clock.now()
    stopMusic(participant)
    leg.conference = null
    leg.audience = null
    leg.keypad = null
    leg.hold = false
    leg.muted = false
    reportConference(this.carrier, this, 'participant-leave', participant, {
      ParticipantCallStatus: leg.status,
      ReasonParticipantLeft: reason,
    })
    participant.left.resolve(reason)
    leg.changed()
    if (participant.beep && this.participants.size > 0) this.tone(null, network.beep)
    if (this.status === 'completed') return
    if (participant.endOnExit) {
      this.end(
        `participant-with-end-conference-on-exit-${kicked ? 'kicked' : 'left'}`,
        leg,
        'moderator_ended_conference',
      )
    } else if (this.participants.size === 0) {
      this.end(kicked ? 'last-participant-kicked' : 'last-participant-left', leg, 'moderator_ended_conference')
    }
    this.tellPhones()
  }

  end(reason: ReasonEnded, by: Leg | null, left: ReasonLeft): void {
    if (this.status === 'completed') return
    this.status = 'completed'
    this.carrier.living.delete(this.name)
    this.reasonEnded = reason
    this.endedBy = by?.sid ?? null
    const [first] = this.participants.values()
    for (const one of [...this.participants.values()]) this.leave(one.leg, left)
    this.updatedAt = this.carrier.clock.now()
    this.finishRecording(by ?? first?.leg ?? null)
    reportConference(this.carrier, this, 'conference-end', null, {
      ReasonConferenceEnded: reason,
      ...(by ? { CallSidEndingConference: by.sid } : {}),
    })
  }

  /** Nobody ever came: ended without a word to anybody. */
  abandon(): void {
    if (this.participants.size > 0 || this.status !== 'init') return
    this.status = 'completed'
    this.carrier.living.delete(this.name)
  }

  /** Words of one person, as captions to everyone who can hear them. */
  private speak(speaker: Participant, text: string): void {
    const from = speaker.leg.farEnd?.label ?? speaker.leg.to
    if (this.status === 'in-progress' && !speaker.muted && !speaker.hold && !speaker.coaching)
      this.recorded?.words.push(text)
    for (const ear of this.participants.values())
      if (this.status === 'in-progress' && reachesEar(speaker, ear))
        ear.leg.hear(sound('person', text, speechSeconds(text), { from }))
  }

  private tone(from: Participant | null, key: string): void {
    for (const ear of this.participants.values())
      if (ear !== from && (!from || reachesEar(from, ear))) ear.leg.hear(sound('tone', key, 0.3))
  }

  tellPhones(): void {
    for (const { leg } of this.participants.values()) leg.changed()
  }

  private finishRecording(leg: Leg | null): void {
    const { recorded, carrier } = this
    if (!recorded || !leg) return
    const seconds = Math.round((carrier.clock.now().getTime() - recorded.startedAt.getTime()) / 1000)
    keepRecording(
      carrier,
      leg,
      {
        source: 'Conference',
        seconds,
        words: recorded.words.join(' '),
        conferenceSid: this.sid,
        startedAt: recorded.startedAt,
      },
      recorded.callback,
    )
  }
}

/** The living conference of a name or SID. */
export function livingConference(carrier: Carrier, nameOrSid: string): Conference | undefined {
  const named = carrier.living.get(nameOrSid)
  if (named) return named
  const known = carrier.conferences.get(nameOrSid)
  return known?.status === 'completed' ? undefined : known
}
