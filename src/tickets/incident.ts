/** An incident: an event that many call about. What a caller hears of it, and who it concerns. */

/** By ISO 639-3 language. */
export type InLanguages = Readonly<Record<string, string>>

export type Incident = {
  readonly id: string
  /** The region's word for what it is: `banjir`, `listrik_padam`. */
  readonly kind: string
  readonly title: InLanguages
  /** What callers hear; the title where it has none. */
  readonly announcement: InLanguages
  /** Ids of the site's districts and topics; empty for all of them. */
  readonly districts: readonly string[]
  readonly topics: readonly string[]
  readonly status: 'open' | 'closed'
  /** Milliseconds since 1970. */
  readonly since: number
  readonly until: number
  readonly openedBy: string
  readonly closedAt: number | null
  readonly closedBy: string | null
  readonly reason: string | null
  readonly version: number
  /** Tickets that are attached to it. */
  readonly reports: number
}

/** What a caller or a ticket is about, as far as it is known. */
export type About = { readonly district?: string | null; readonly topic?: string | null }

export const isGoingOn = ({ status, since, until }: Incident, now: number): boolean =>
  status === 'open' && since <= now && now < until

/** Unknown fits everything; a place or topic that is known must be one of the incident's. */
function fits(named: readonly string[], known: string | null | undefined): boolean {
  return named.length === 0 || known === null || known === undefined || known === '' || named.includes(known)
}

/** One that names the caller's district or topic is nearer than one that concerns everybody. */
const nearness = (incident: Incident, { district, topic }: About): number =>
  (district && incident.districts.includes(district) ? 2 : 0) + (topic && incident.topics.includes(topic) ? 1 : 0)

/** Those that may be what this is about, the nearest first; of equals the one that began last. */
export function incidentsNear(incidents: readonly Incident[], about: About, now: number): readonly Incident[] {
  return incidents
    .filter((incident) => isGoingOn(incident, now))
    .filter(({ districts, topics }) => fits(districts, about.district) && fits(topics, about.topic))
    .toSorted((a, b) => nearness(b, about) - nearness(a, about) || b.since - a.since || (a.id < b.id ? -1 : 1))
}

const inLanguage = (said: InLanguages, language: string, defaultLanguage: string): string => {
  const found = [language, defaultLanguage, ...Object.keys(said)].find((one) => Object.hasOwn(said, one))
  return found === undefined ? '' : (said[found] ?? '')
}

export type Languages = { readonly language: string; readonly defaultLanguage: string }

export const titleOf = ({ title }: Incident, { language, defaultLanguage }: Languages): string =>
  inLanguage(title, language, defaultLanguage)

/** The announcement in the caller's language, in the default one, or the title. */
export function announcementOf(incident: Incident, languages: Languages): string {
  const { language, defaultLanguage } = languages
  return inLanguage(incident.announcement, language, defaultLanguage) || titleOf(incident, languages)
}

/** What a flow's `lookup: incident` hears: `since` in milliseconds since 1970. */
export const incidentValues = (incident: Incident, languages: Languages): Readonly<Record<string, string>> => ({
  id: incident.id,
  kind: incident.kind,
  title: titleOf(incident, languages),
  text: announcementOf(incident, languages),
  since: String(incident.since),
  reports: String(incident.reports),
})

/** What a person may set. */
export type IncidentWords = Pick<
  Incident,
  'kind' | 'title' | 'announcement' | 'districts' | 'topics' | 'since' | 'until'
>

export type Wrong = 'title_wanted' | 'kind_wanted' | 'end_wanted'

/** Why an incident cannot be told so; null when it can. An end is wanted that lies ahead, because what nobody closes must end. */
export function wrongWith(words: IncidentWords, defaultLanguage: string, now: number): Wrong | null {
  if ((words.title[defaultLanguage] ?? '').trim() === '') return 'title_wanted'
  if (words.kind.trim() === '') return 'kind_wanted'
  return words.until <= now || words.until <= words.since ? 'end_wanted' : null
}
