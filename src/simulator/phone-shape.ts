import type { Phone } from './phones.ts'

/** A phone as the page shows it. */
export function phoneShape(phone: Phone) {
  const { id, label, role, address, behaviour, state, leg } = phone
  const peer = leg && (leg.direction === 'inbound' ? leg.to : leg.from)
  return {
    id,
    label,
    role,
    address,
    behaviour,
    state,
    call: leg && {
      callSid: leg.sid,
      peer: leg.bridgedWith?.farEnd?.label ?? peer ?? '',
      since: (leg.answeredAt ?? leg.createdAt).getTime(),
      conference: leg.conference?.name ?? null,
      with: leg.conference
        ? leg.conference.labels(leg)
        : leg.bridgedWith
          ? [leg.bridgedWith.farEnd?.label ?? leg.bridgedWith.to]
          : [],
      recording: leg.recording,
      listening: leg.listening,
      hold: leg.hold,
      muted: leg.muted,
    },
  }
}
