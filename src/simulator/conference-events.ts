import type { Carrier } from './carrier.ts'
import type { Conference } from './conference.ts'
import type { Participant } from './participant.ts'
import { methodOf } from './source.ts'
import { rfc2822 } from './voice-params.ts'

/** Who hears of a conference: set by its first participant, deaf to what later ones ask. */
export type ConferenceCallback = {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly events: ReadonlySet<string>
}

export type ConferenceEvent =
  | 'conference-start'
  | 'conference-end'
  | 'participant-join'
  | 'participant-leave'
  | 'participant-mute'
  | 'participant-unmute'
  | 'participant-hold'
  | 'participant-unhold'
  | 'participant-modify'

const wantedBy: Readonly<Record<ConferenceEvent, string>> = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
}

export function makeConferenceCallback(
  url: string | undefined,
  method: string | undefined,
  events: readonly string[],
): ConferenceCallback | null {
  return url ? { url, method: methodOf(method), events: new Set(events) } : null
}

/** Tells of one event. The sequence counts every event of the conference, wanted or not. */
export function reportConference(
  carrier: Carrier,
  conference: Conference,
  event: ConferenceEvent,
  participant: Participant | null,
  more: Readonly<Record<string, string>> = {},
): void {
  const sequence = conference.nextSequence()
  const { callback } = conference
  if (!callback?.events.has(wantedBy[event])) return
  const params: Record<string, string> = {
    AccountSid: carrier.account.sid,
    ConferenceSid: conference.sid,
    FriendlyName: conference.name,
    SequenceNumber: String(sequence),
    Timestamp: rfc2822(carrier.clock.now()),
    StatusCallbackEvent: event,
    ...(participant ? participantParams(participant) : {}),
    ...more,
  }
  const { faults, races, clock } = carrier
  if (event === 'conference-end' && races.happens('callbackMissing', faults.callbackMissing)) return
  const send = () =>
    carrier.webhooks.send({ purpose: 'conference', url: callback.url, method: callback.method, params })
  if (races.happens('callbackReordered', faults.callbackReordered)) {
    carrier.background(clock.sleep(races.between('callbackReordered seconds', 0.2, 5)).then(send))
  } else if (races.happens('callbackLate', faults.callbackLate)) {
    carrier.background(clock.sleep(faults.callbackLateSeconds).then(send))
  } else {
    conference.lastCallback = conference.lastCallback.then(send)
    if (races.happens('callbackTwice', faults.callbackTwice))
      conference.lastCallback = conference.lastCallback.then(send)
    carrier.background(conference.lastCallback)
  }
}

function participantParams(participant: Participant): Record<string, string> {
  return {
    CallSid: participant.leg.sid,
    Muted: String(participant.muted),
    Hold: String(participant.hold),
    Coaching: String(participant.coaching),
    EndConferenceOnExit: String(participant.endOnExit),
    StartConferenceOnEnter: String(participant.startOnEnter),
    ...(participant.label ? { ParticipantLabel: participant.label } : {}),
    ...(participant.callSidToCoach ? { CallSidToCoach: participant.callSidToCoach } : {}),
  }
}
