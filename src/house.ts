/** The site, in the words of each room: what `app.ts` hands to them. */

import { DateTime } from 'luxon'
import type { Sealer } from './citizens/seal.ts'
import { addressOf } from './citizens/service.ts'
import type { Config } from './config.ts'
import type { BrowserLine } from './console/browser-line.ts'
import type { ConsoleSite } from './console/console-site.ts'
import { readableId } from './console/readable-id.ts'
import type { RoomRules } from './console/room-rules.ts'
import { targetAt, usualRule } from './dispatch/callback.ts'
import type { CallbackHouse } from './dispatch/callback-house.ts'
import type { DispatchHouse } from './dispatch/hooks.ts'
import { everyRung, type Ladder, type LadderPlan, presentLadder } from './emergency/ladder.ts'
import { hooks as emergencyHooks } from './emergency/recall-service.ts'
import { questionNames } from './flow/asks.ts'
import type { Flow } from './flow/flow.ts'
import type { TitleSpec } from './flow/node-kind.ts'
import type { Say, Target } from './flow/verbs.ts'
import { lookUpAnswer } from './knowledge/lookup.ts'
import { lookUpPlace } from './places/lookup.ts'
import type { Reader } from './platform/postgres.ts'
import type { SessionsHouse, SiteLookups } from './sessions/house.ts'
import type { Duty } from './site/facts.ts'
import { firstKeyTo } from './site/keys.ts'
import { sayer } from './site/phrases.ts'
import { targetOf } from './site/target.ts'
import { flowForLine, type Site } from './site.ts'
import type { SmsHouse } from './sms/service.ts'
import { browserHosts, browserToken } from './telephony/browser-token.ts'
import type { CarrierAccount } from './telephony/client.ts'

export function mainFlow(site: Site): Flow {
  const [flow] = site.flows
  if (flow === undefined) throw new Error('A site without a flow passed its check')
  return flow
}

export const saysOf = (site: Site): Say => sayer(mainFlow(site))

export const laneLabelOf = (site: Site) => (id: string) => site.lanes.find((lane) => lane.id === id)?.label ?? id

export function dispatchHouse(site: Site): DispatchHouse {
  const lanes = new Map(site.lanes.map((lane) => [lane.id, { priority: lane.priority, ...lane.offer }]))
  return {
    lane: (id) => lanes.get(id) ?? firstLane(site),
    emergencies: emergencyHooks,
  }
}

export function callbackHouse(site: Site, dispatch: DispatchHouse, sealer: Sealer): CallbackHouse {
  const say = saysOf(site)
  const flow = mainFlow(site)
  const line = site.lines.find(({ to }) => to.startsWith('+')) ?? site.lines[0]
  const sayIn = (language: string) => sayer(flow, language)
  const rule = { ...usualRule, ...site.callbacks }
  return { ...dispatch, sealer, mayDial: mayDial(site), rule, say, sayIn, line: line?.to ?? '' }
}

/** Where the carrier reaches a citizen; null for one who can only call us. */
export const citizenAt = (reader: Reader, sealer: Sealer) => async (citizenId: string) => {
  const address = await addressOf(reader, citizenId, sealer)
  return address === null ? null : targetAt(address)
}

/** For a caller whose flow was published before the lane was taken away: rather first than last. */
function firstLane({ lanes }: Site) {
  const [lane] = lanes.toSorted((a, b) => b.priority - a.priority)
  if (lane === undefined) throw new Error('A site without a lane passed its check')
  return { priority: lane.priority, ...lane.offer }
}

/** The ladder for emergencies of which nothing is known. */
const unknownKind = 'umum'

/** The ladder of a kind of emergency as the files say it; of one that the site does not know, the one for the unknown. */
export function ladderPlan({ ladders }: Site, kind: string): LadderPlan {
  const known = [kind, unknownKind].find((id) => Object.hasOwn(ladders, id))
  const plan = known === undefined ? Object.values(ladders)[0] : ladders[known]
  if (plan === undefined) throw new Error('A site without a ladder passed its check')
  return plan
}

/** The same at a moment (milliseconds since 1970): office and night may have their own. */
export const ladderOf = (site: Site, kind: string, now: number): Ladder =>
  presentLadder(ladderPlan(site, kind), (calendar) => site.isOpen(calendar, now))

/** What kinds and districts are called. */
export const handoverWords = (site: Site) => ({
  kindLabel: (kind: string) => ladderPlan(site, kind).label,
  districtName: (id: string) => site.districts.find((district) => district.id === id)?.name ?? null,
})

/** The open calendars, computed once a second for everyone. */
function openEachSecond(site: Site): (now: number) => Readonly<Record<string, boolean>> {
  let second = -1
  let open: Readonly<Record<string, boolean>> = {}
  return (now) => {
    const present = Math.floor(now / 1000)
    if (present !== second) {
      open = site.open(now)
      second = present
    }
    return open
  }
}

/** What the line finds without the database: places, and answers by the day on the region's calendar. */
export function siteLookups({ gazetteer, answers, zone, defaultLanguage }: Site): SiteLookups {
  const endOf = (date: string) => DateTime.fromISO(date, { zone }).endOf('day').toMillis()
  return {
    place: (input) => lookUpPlace(gazetteer, input),
    knowledge: (input, language, now) => {
      const today = DateTime.fromMillis(now, { zone }).toFormat('yyyy-MM-dd')
      return lookUpAnswer({ answers, language, defaultLanguage, today, endOf }, input)
    },
    districtOf: (id) => gazetteer.places.find((place) => place.id === id)?.district ?? null,
  }
}

export function sessionsHouse(site: Site, dispatch: DispatchHouse, sealer: Sealer): SessionsHouse {
  const revisions = new Map(site.flows.map((flow) => [flow.revision, flow]))
  const topics = new Map(site.topics.map((topic) => [topic.id, topic]))
  return {
    sealer,
    dispatch,
    callbacks: callbackHouse(site, dispatch, sealer),
    lookups: siteLookups(site),
    dangerWords: site.dangerWords,
    defaultLanguage: site.defaultLanguage,
    lanes: site.lanes.map(({ id }) => id),
    flowFor: (line) => flowForLine(site, line),
    revision: (revision) => revisions.get(revision),
    open: openEachSecond(site),
    topic: (id) => topics.get(id) ?? null,
    ladderFor: (kind) => ladderPlan(site, kind).kind,
  }
}

export function smsHouse(site: Site, sealer: Sealer): SmsHouse {
  const flow = mainFlow(site)
  const line = site.lines.find(({ to }) => to.startsWith('+')) ?? site.lines[0]
  return {
    sealer,
    language: site.defaultLanguage,
    zone: site.zone,
    line: line?.to ?? '',
    emergencyKey: firstKeyTo(flow, 'emergency') ?? '',
    statusKey: firstKeyTo(flow, 'lookup') ?? '',
    ticketKind: site.topics[0]?.kind ?? 'pengaduan',
    dangerWords: site.dangerWords,
    twoWayText: site.carrier.twoWayText,
  }
}

/** A step's name in every language of its flow: its title, or its id in words. */
function namesOfStep(id: string, spec: unknown, languages: readonly string[]): Readonly<Record<string, string>> {
  const { title = readableId(id) } = spec as TitleSpec
  if (typeof title !== 'string') return title
  return Object.fromEntries(languages.map((language) => [language, title]))
}

/** What the console shows of the region. Of steps with one id in several flows the first flow's name counts. */
export function consoleSite(site: Site): ConsoleSite {
  const steps = new Map(
    site.flows
      .toReversed()
      .flatMap(({ nodes, languages }) =>
        Object.values(nodes).map(({ id, spec }) => [id, namesOfStep(id, spec, languages)] as const),
      ),
  )
  return {
    name: site.name,
    zone: site.zone,
    lanes: site.lanes.map(({ id, label }) => ({ id, name: label })),
    ladders: Object.values(site.ladders).map((plan) => ({
      id: plan.kind,
      name: plan.label,
      rungs: everyRung(plan).map(({ name }) => name),
    })),
    steps: [...[...steps].map(([id, names]) => ({ id, names })), ...site.flows.flatMap(questionNames)],
    topics: site.topics.map(({ id, label, agency }) => ({ id, name: label, agencyId: agency })),
    districts: site.districts.map(({ id, name }) => ({ id, name })),
    agencies: site.agencies.map(({ id, name }) => ({ id, name })),
    contacts: contactsOf(site).map(({ id, name }) => ({ id, name })),
  }
}

/** What the console's room and its alarms go by, at a moment. */
export const roomRulesAt =
  ({ lanes, alarms, zone, open, isOpen }: Site) =>
  (now: number): RoomRules => {
    const calendars = Object.values(open(now))
    return {
      lanes: lanes.map(({ id, promise }) => ({ id, ...promise })),
      emergencySeconds: alarms.emergencySeconds,
      // A site without calendars never closes.
      isOpen:
        alarms.staffed === null ? calendars.length === 0 || calendars.includes(true) : isOpen(alarms.staffed, now),
      dayBegan: DateTime.fromMillis(now, { zone }).startOf('day').toMillis(),
    }
  }

/** The account at the carrier, as the room that speaks with it wants it. An API key is preferred: it can be taken back alone. */
export function carrierAccount({ accountSid, apiKey, authTokens, apiUrl }: Config['carrier']): CarrierAccount {
  const credentials = apiKey === null ? { authToken: authTokens[0] } : { apiKey: apiKey.sid, apiSecret: apiKey.secret }
  return { accountSid, credentials, apiUrl }
}

/** Whom an operator may bring into a conversation: the phones that the site's files name. */
export const contactsOf = ({ targets, duties }: Site): readonly Duty[] => [...Object.values(targets), ...duties]

export const contactOf = (site: Site, id: string): Duty | null =>
  contactsOf(site).find((duty) => duty.id === id) ?? null

/** How operators talk in their browsers: by the carrier's application, by the simulator, or, without an application, not at all. */
export function browserLine({ accountSid, apiKey, applicationSid, simulatorUrl }: Config['carrier']): BrowserLine {
  if (apiKey === null || applicationSid === null) {
    const missing = [
      ...(apiKey === null ? ['TWILIO_API_KEY', 'TWILIO_API_SECRET'] : []),
      ...(applicationSid === null ? ['TWILIO_TWIML_APP_SID'] : []),
    ]
    return { kind: 'none', missing }
  }
  const account = { accountSid, apiKey: apiKey.sid, apiSecret: apiKey.secret, applicationSid }
  const token = (identity: string) => browserToken(account, identity)
  return simulatorUrl === null
    ? { kind: 'carrier', token, hosts: browserHosts }
    : { kind: 'simulator', token, url: simulatorUrl }
}

/** The site's rules of what may be dialled at all: against toll fraud, whoever orders the call. */
export const mayDial =
  (site: Site) =>
  (target: Target): boolean => {
    if (target.kind === 'client') return true
    const written =
      target.kind === 'sip'
        ? { target: target.uri }
        : { target: target.number, ...(target.byocTrunk === undefined ? {} : { byoc_trunk: target.byocTrunk }) }
    return targetOf(written, site.dialling).outcome === 'target'
  }

export const mayText = (site: Site) => (number: string) =>
  site.dialling.prefixes.some((prefix) => number.startsWith(prefix))
