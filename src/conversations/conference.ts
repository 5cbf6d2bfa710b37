/** Who is inside a conference, folded from its events. Events come twice, late and out of order: the sequence puts them right. */

/** The citizen's participant label; every other label is a leg's id. */
export const citizenLabel = 'citizen'

export type ConferenceEvent = {
  /** Unique and growing within one conference. */
  readonly sequence: number
  readonly kind: 'start' | 'end' | 'join' | 'leave'
  readonly label: string | null
  readonly participantSid: string | null
}

export type Presence = {
  /** Labels, in the order of joining. */
  readonly inside: readonly string[]
  /** Labels of those who were inside together with the citizen at some time. */
  readonly met: readonly string[]
  readonly ended: boolean
}

/** Folds what is known so far; a gap in the sequence is read as nothing having happened there. */
export function fold(events: readonly ConferenceEvent[]): Presence {
  const inside = new Set<string>()
  const met = new Set<string>()
  let ended = false
  for (const event of [...events].sort((a, b) => a.sequence - b.sequence)) {
    // A conference (one sid) ends once; its start may be told before or after the first has joined, and says nothing.
    if (event.kind === 'end') ended = true
    if (event.label === null) continue
    if (event.kind === 'join') inside.add(event.label)
    if (event.kind === 'leave') inside.delete(event.label)
    if (inside.has(citizenLabel)) for (const label of inside) if (label !== citizenLabel) met.add(label)
  }
  return { inside: ended ? [] : [...inside], met: [...met], ended }
}

/** The citizen hears nobody and nobody will come: everyone who was there has left, or the conversation was closed. */
export function isStranded(presence: Presence, conversationIsOpen: boolean): boolean {
  if (presence.ended || !presence.inside.includes(citizenLabel)) return false
  if (!conversationIsOpen) return true
  return presence.inside.length === 1 && presence.met.length > 0
}

/**
 * How long a citizen who looks stranded is left there, in milliseconds: the events that explain it (the conference's end, the next person's
 * joining) may be on their way, and a call that comes back by itself need not be moved.
 */
export const strandedAfterMilliseconds = 1_500
