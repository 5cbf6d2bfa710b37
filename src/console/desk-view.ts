import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import type { Reader } from '../platform/postgres.ts'
import { mayKnowReporter } from '../tickets/ticket.ts'
import { rungNames } from './call-store.ts'
import { type CallFacts, callFacts, type Known } from './desk-call.ts'
import type { Desk } from './desk-schema.ts'
import * as store from './desk-store.ts'
import { deviceView } from './presence-device.ts'
import { iso, isoOrNull } from './shapes.ts'

/** For so long the last conversation's outcome is asked for. */
const toldWithinMilliseconds = 12 * 3_600_000

type Talk = store.TalkRow
type Person = store.OnDutyRow
type Participant = NonNullable<Desk['conversation']>['with'][number]

const unique = (values: readonly string[]) => [...new Set(values)]

/** What is known of all these calls, read at once. */
async function knownOf(reader: Reader, talks: readonly Talk[], sealer: Sealer): Promise<Known> {
  const callSids = unique(talks.map(({ call_sid }) => call_sid))
  const citizens = unique(talks.flatMap(({ citizen_id }) => citizen_id ?? []))
  if (callSids.length === 0) return { callers: new Map(), heard: [], tickets: [], visits: new Map() }
  const [callers, heard, tickets, visits] = await Promise.all([
    maskedAddresses(reader, citizens, sealer),
    store.whatWasHeard(reader, callSids),
    store.deskTickets(reader, callSids, citizens),
    store.visitsBefore(reader, callSids),
  ])
  return { callers, heard, tickets, visits }
}

type Legs = readonly (store.DeskLegRow & { readonly who: string | null })[]

async function legsOf(reader: Reader, talks: readonly Talk[]): Promise<Legs> {
  if (talks.length === 0) return []
  const legs = await store.openLegs(reader, unique(talks.map(({ call_sid }) => call_sid)))
  const names = await rungNames(
    reader,
    legs.map(({ about }) => about),
  )
  return legs.map((leg) => ({ ...leg, who: names.get(leg.about) ?? null }))
}

function stateOf({ failed, met_at, answered_at, status }: store.DeskLegRow): Participant['state'] {
  if (failed) return 'failed'
  return met_at !== null ? 'talking' : answered_at !== null ? 'answered' : status === 'ringing' ? 'ringing' : 'placed'
}

/** Who is there or on the way, and who was called since I have the caller and did not answer: of several rings for one the last. */
function participants(legs: Legs, { call_sid, offer_id, settled_at, muted }: Talk): readonly Participant[] {
  const ofCall = legs.filter((leg) => leg.citizen_call_sid === call_sid)
  // In a conference a citizen who was called back is the citizen, not the leg: that the two have met stands with the other leg.
  const metCitizen = ofCall.find((leg) => leg.purpose !== 'callback' && leg.met_at !== null)?.met_at ?? null
  const seen = (leg: Legs[number]) =>
    leg.purpose === 'callback' && leg.answered_at !== null ? { ...leg, met_at: metCitizen } : leg
  const isPast = (leg: Legs[number], index: number) =>
    leg.failed &&
    (leg.placed_at < (settled_at ?? leg.placed_at) || ofCall.slice(index + 1).some(({ who }) => who === leg.who))
  return ofCall
    .filter((leg, index) => !isPast(leg, index))
    .map((leg) => ({
      leg: leg.id,
      purpose: leg.purpose,
      who: leg.who,
      state: stateOf(seen(leg)),
      mine: leg.about === offer_id,
      muted: muted?.includes(leg.id) ?? false,
    }))
}

export function meView(person: Person): Desk['me'] {
  const { staff_id, name, state, since, until, then_state, device, missed } = person
  return {
    staffId: staff_id,
    name,
    state,
    since: iso(since.getTime()),
    until: isoOrNull(until?.getTime() ?? null),
    thenState: then_state,
    ...deviceView(device),
    missed,
  }
}

/** One person's desk from what was read for all. */
function deskOf(
  person: Person,
  talks: readonly Talk[],
  facts: (talk: Talk) => CallFacts,
  legs: Legs,
  callbacks: number,
): Desk {
  const mine = talks.filter(({ staff_id }) => staff_id === person.staff_id)
  const [offer, talking, ended] = ['open', 'accepted', 'ended'].map((state) =>
    mine.find((talk) => talk.state === state),
  )
  return {
    me: meView(person),
    offer:
      offer === undefined
        ? null
        : {
            id: offer.offer_id,
            reason: offer.reason,
            offeredAt: iso(offer.offered_at.getTime()),
            expiresAt: iso(offer.expires_at.getTime()),
            call: facts(offer),
          },
    conversation:
      talking === undefined
        ? null
        : {
            id: talking.conversation_id ?? '',
            offerId: talking.offer_id,
            since: iso((talking.settled_at ?? talking.offered_at).getTime()),
            held: talking.held_by !== null,
            heldSince: isoOrNull(talking.held_since?.getTime() ?? null),
            with: [...participants(legs, talking)],
            call: facts(talking),
          },
    wrapUp:
      ended === undefined
        ? null
        : {
            offerId: ended.offer_id,
            endedAt: iso((ended.settled_at ?? ended.offered_at).getTime()),
            call: facts(ended),
          },
    callbacksDue: callbacks,
  }
}

/** What these people's pages show of their own work now, each as far as that person may know. Who is no staff is not in it. */
export async function desks(
  reader: Reader,
  people: readonly string[],
  sealer: Sealer,
  now: number,
): Promise<ReadonlyMap<string, Desk>> {
  const [persons, live, untold, callbacks] = await Promise.all([
    store.peopleOnDuty(reader, people),
    store.liveOffers(reader, people),
    store.untoldEnds(reader, people, now - toldWithinMilliseconds),
    store.callbacksDue(reader),
  ])
  const talks = [...live, ...untold]
  const [known, legs] = await Promise.all([
    knownOf(reader, talks, sealer),
    legsOf(
      reader,
      live.filter(({ state }) => state === 'accepted'),
    ),
  ])
  return new Map(
    persons.map((person) => {
      const mayKnow = (privacy: Parameters<typeof mayKnowReporter>[1]) => mayKnowReporter(person, privacy)
      return [person.staff_id, deskOf(person, talks, (talk) => callFacts(talk, known, mayKnow), legs, callbacks)]
    }),
  )
}
