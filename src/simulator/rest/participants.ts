import type { FastifyInstance } from 'fastify'
import type { Carrier } from '../carrier.ts'
import { endLeg } from '../conduct.ts'
import { Conference, livingConference } from '../conference.ts'
import { makeConferenceCallback, reportConference } from '../conference-events.ts'
import { playMusic, stopMusic } from '../conference-music.ts'
import { type Joining, makeParticipant, type Participant } from '../participant.ts'
import { newLeg, ring } from '../place.ts'
import { makeProgress } from '../progress.ts'
import { methodOf } from '../source.ts'
import { takePart } from '../take-part.ts'
import { endpointsOf, replyOrder } from './calls.ts'
import { findConference } from './conferences.ts'
import { notFound, RestError } from './errors.ts'
import { type Form, flag, many, one, readForm, url, whole } from './form.ts'
import { page } from './page.ts'
import { base, participantShape } from './shapes.ts'

type Conf = { readonly Params: { readonly conference: string } }
type Part = { readonly Params: { readonly conference: string; readonly participant: string } }

/** Participants: list, fetch, add, change, take out. */
export function participantRoutes(app: FastifyInstance, carrier: Carrier): void {
  const path = '/Conferences/:conference/Participants'

  app.get<Conf>(`${path}.json`, async (request) => {
    const conference = findConference(carrier, request.params.conference, request.url)
    const form = readForm(request.query)
    const is = (name: string, value: boolean) => (flag(form, name) ?? value) === value
    const wanted = [...conference.participants.values()].filter(
      (one) => is('Muted', one.muted) && is('Hold', one.hold) && is('Coaching', one.coaching),
    )
    return page(
      'participants',
      wanted.map((one) => participantShape(carrier, conference, one, 'connected')),
      form,
      `${base(carrier.account)}/Conferences/${conference.sid}/Participants.json`,
    )
  })

  app.post<Conf>(`${path}.json`, async (request, reply) => {
    const added = await addParticipant(carrier, request.params.conference, readForm(request.body), request.url)
    return reply.code(201).send(added)
  })

  app.get<Part>(`${path}/:participant.json`, async (request) => {
    const { conference, participant } = find(carrier, request.params, request.url)
    return participantShape(carrier, conference, participant, 'connected')
  })

  app.post<Part>(`${path}/:participant.json`, async (request) => {
    const { conference, participant } = find(carrier, request.params, request.url)
    changeParticipant(carrier, conference, participant, readForm(request.body))
    return participantShape(carrier, conference, participant, 'connected')
  })

  app.delete<Part>(`${path}/:participant.json`, async (request, reply) => {
    const { conference, participant } = find(carrier, request.params, request.url)
    conference.leave(participant.leg, 'participant_updated_via_api', true)
    return reply.code(204).send()
  })
}

/** A participant by call SID or by label. */
function find(carrier: Carrier, names: { conference: string; participant: string }, path: string) {
  const conference = findConference(carrier, names.conference, path)
  const label = decodeURIComponent(names.participant)
  const participant =
    conference.participants.get(names.participant) ??
    [...conference.participants.values()].find((one) => one.label === label)
  if (!participant) throw notFound(path)
  return { conference, participant }
}

async function addParticipant(carrier: Carrier, name: string, form: Form, path: string) {
  const { to, from, byoc } = endpointsOf(form)
  const wanted = decodeURIComponent(name)
  const living = livingConference(carrier, wanted)
  if (!living && /^CF[0-9a-f]{32}$/i.test(wanted)) throw notFound(path)
  const callback = makeConferenceCallback(
    url(form, 'ConferenceStatusCallback', 21609),
    one(form, 'ConferenceStatusCallbackMethod'),
    many(form, 'ConferenceStatusCallbackEvent').flatMap((events) => events.split(/\s+/)),
  )
  const conference = living ?? new Conference(carrier, wanted, callback)
  const coach = one(form, 'CallSidToCoach')
  const wait = one(form, 'WaitUrl')
  const joining: Joining = {
    label: one(form, 'Label') ?? null,
    muted: flag(form, 'Muted') ?? false,
    beep: !['false', 'onExit'].includes(one(form, 'Beep') ?? 'true'),
    startOnEnter: flag(form, 'StartConferenceOnEnter') ?? true,
    endOnExit: flag(form, 'EndConferenceOnExit') ?? false,
    coach: (flag(form, 'Coaching') ?? coach !== undefined) ? (coach ?? null) : null,
    wait: wait ? { purpose: 'wait', url: wait, method: methodOf(one(form, 'WaitMethod')), params: {} } : null,
  }
  const leg = newLeg(carrier, {
    from: one(form, 'CallerId') ?? from,
    to,
    byoc,
    direction: 'outbound-api',
    progress: makeProgress(
      url(form, 'StatusCallback', 21609),
      methodOf(one(form, 'StatusCallbackMethod')),
      many(form, 'StatusCallbackEvent').flatMap((events) => events.split(/\s+/)),
    ),
  })
  carrier.background(
    (async () => {
      const rang = await ring(carrier, leg, whole(form, 'Timeout', 60, 5, 600))
      if (rang === 'answered') {
        await takePart(carrier, conference, leg, joining)
        endLeg(carrier, leg, 'completed')
      } else conference.abandon()
    })(),
  )
  await replyOrder(carrier, leg)
  return participantShape(carrier, conference, makeParticipant(leg, joining, leg.createdAt), 'queued')
}

function changeParticipant(carrier: Carrier, conference: Conference, participant: Participant, form: Form): void {
  const [muted, hold] = [flag(form, 'Muted'), flag(form, 'Hold')]
  const [endOnExit, coaching, coach] = [
    flag(form, 'EndConferenceOnExit'),
    flag(form, 'Coaching'),
    one(form, 'CallSidToCoach'),
  ]
  if (coach !== undefined && !conference.participants.has(coach))
    throw new RestError(400, 16025, 'CallSidToCoach is not in this conference')
  participant.updatedAt = carrier.clock.now()
  if (muted !== undefined && muted !== participant.muted) {
    participant.muted = muted
    participant.leg.muted = muted
    reportConference(carrier, conference, muted ? 'participant-mute' : 'participant-unmute', participant)
  }
  if (hold !== undefined && hold !== participant.hold) {
    participant.hold = hold
    participant.leg.hold = hold
    const music = url(form, 'HoldUrl', 21205)
    if (!hold) stopMusic(participant)
    else
      playMusic(
        carrier,
        participant,
        music ? { purpose: 'wait', url: music, method: methodOf(one(form, 'HoldMethod')), params: {} } : null,
      )
    reportConference(carrier, conference, hold ? 'participant-hold' : 'participant-unhold', participant)
  }
  conference.tellPhones()
  if (endOnExit === undefined && coaching === undefined && coach === undefined) return
  if (endOnExit !== undefined) participant.endOnExit = endOnExit
  if (coach !== undefined) participant.callSidToCoach = coach
  participant.coaching = coaching ?? (coach !== undefined || participant.coaching)
  if (!participant.coaching) participant.callSidToCoach = null
  reportConference(carrier, conference, 'participant-modify', participant)
  conference.tellPhones()
}
