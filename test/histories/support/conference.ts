/** Conferences at the model's carrier: who is inside, and the numbered news about it. */

export type Member<Leg> = {
  readonly leg: Leg
  readonly label: string
  readonly action: string
  endsOnExit: boolean
}

export type Conference<Leg> = {
  readonly sid: string
  readonly name: string
  readonly callback: string
  readonly members: Member<Leg>[]
  sequence: number
}

type Named = { readonly sid: string }

export type ConferenceNews = { readonly event: string; readonly form: Readonly<Record<string, string>> }

/** The form of the next event of a conference. */
export function newsOf<Leg extends Named>(
  conference: Conference<Leg>,
  event: string,
  member: Member<Leg> | null,
  reason: Readonly<Record<string, string>> = {},
): ConferenceNews {
  conference.sequence += 1
  return {
    event: `${event} ${conference.sequence}`,
    form: {
      ConferenceSid: conference.sid,
      FriendlyName: conference.name,
      StatusCallbackEvent: event,
      SequenceNumber: String(conference.sequence),
      ...(member !== null && { CallSid: member.leg.sid, ParticipantLabel: member.label }),
      ...reason,
    },
  }
}
