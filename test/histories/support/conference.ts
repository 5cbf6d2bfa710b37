import type { Chance } from './chance.ts'
import type { Courier } from './courier.ts'
import type { Doing } from './document.ts'

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
  /** The first participant's, as at the carrier. */
  readonly callback: string
  readonly members: Member<Leg>[]
  sequence: number
}

type Participant<Leg> = { readonly sid: string; conference: Conference<Leg> | null }

export function conferenceRooms<Leg extends Participant<Leg>>(courier: Courier, chance: Chance) {
  const running = new Map<string, Conference<Leg>>()
  let opened = 0

  function tell(conference: Conference<Leg>, event: string, member: Member<Leg> | null, reason = {}): Promise<void> {
    conference.sequence += 1
    const form = {
      ConferenceSid: conference.sid,
      FriendlyName: conference.name,
      StatusCallbackEvent: event,
      SequenceNumber: String(conference.sequence),
      ...(member !== null && { CallSid: member.leg.sid, ParticipantLabel: member.label }),
      ...reason,
    }
    const name = `${conference.sid} ${event} ${conference.sequence}`
    return courier.tell({ name, url: conference.callback, form }, true)
  }

  async function open(name: string, callback: string): Promise<Conference<Leg>> {
    opened += 1
    const sid = `CF${chance.hex(`conference ${opened}`)}`
    const conference: Conference<Leg> = { sid, name, callback, members: [], sequence: 0 }
    running.set(name, conference)
    await tell(conference, 'conference-start', null)
    return conference
  }

  return {
    enter: async (leg: Leg, doing: Extract<Doing, { does: 'join' }>): Promise<void> => {
      const { label, action, endsOnExit } = doing
      const conference = running.get(doing.conference) ?? (await open(doing.conference, doing.callback))
      const member = { leg, label, action, endsOnExit }
      conference.members.push(member)
      leg.conference = conference
      await tell(conference, 'participant-join', member)
    },

    /** Takes a leg out of its conference. Gives those whose `<Dial>` is over and who go on, in the order of their going. */
    leave: async (leg: Leg, reason: string): Promise<readonly Member<Leg>[]> => {
      const { conference } = leg
      const member = conference?.members.find((one) => one.leg === leg)
      if (conference === null || member === undefined) return []
      leg.conference = null
      conference.members.splice(conference.members.indexOf(member), 1)
      await tell(conference, 'participant-leave', member, { ReasonParticipantLeft: reason })
      if (!member.endsOnExit && conference.members.length > 0) return [member]
      const others = conference.members.splice(0)
      running.delete(conference.name)
      for (const other of others) {
        other.leg.conference = null
        await tell(conference, 'participant-leave', other, { ReasonParticipantLeft: 'moderator_ended_conference' })
      }
      const why = others.length > 0 ? 'participant-with-end-conference-on-exit-left' : 'last-participant-left'
      await tell(conference, 'conference-end', null, { ReasonConferenceEnded: why })
      return [member, ...others]
    },

    /** False if they are not there. */
    update: (conferenceSid: string, callSid: string, endsOnExit: boolean): boolean => {
      const conference = [...running.values()].find(({ sid }) => sid === conferenceSid)
      const member = conference?.members.find(({ leg }) => leg.sid === callSid)
      if (member === undefined) return false
      member.endsOnExit = endsOnExit
      return true
    },
  }
}
