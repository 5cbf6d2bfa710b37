/**
 * A probe: a call of our own through the whole line, as the carrier would bring it. It hears the first menu, presses a key that leads
 * nowhere, hears the menu again and hangs up. Pure.
 */

import { parseXml, XmlElement } from '@rgrove/parse-xml'

/** What went wrong, as a stable word; the pages say what to do. */
export const probeProblems = [
  /** Nobody answered at PUBLIC_URL. */
  'unreachable',
  /** The answer came after the time that the carrier allows. */
  'slow',
  /** The signature was not taken: the account's token or PUBLIC_URL differ between the processes, or a proxy changes the path. */
  'refused',
  /** Another HTTP status than 200. */
  'failed',
  /** The answer is no TwiML. */
  'not_twiml',
  /** A document without the first menu's words, such as an apology or a holding sentence. */
  'no_menu',
  /** The key was not taken up by the menu. */
  'stuck',
  /** The process that made the call is gone. */
  'abandoned',
] as const
export type ProbeProblem = (typeof probeProblems)[number]

export type ProbeState = 'running' | 'passed' | 'failed'

/** Moments in milliseconds since 1970. */
export type Probe = {
  readonly callSid: string
  readonly startedAt: number
  readonly state: ProbeState
  readonly settledAt: number | null
  readonly problem: ProbeProblem | null
  /** Until the menu was there, and until it went on after the key. */
  readonly menuMilliseconds: number | null
  readonly keyMilliseconds: number | null
}

/** So that a turn of a citizen never has to look whether it is a probe's: no carrier counts from zero. */
const start = `CA${'0'.repeat(8)}`
export const hasProbeShape = (callSid: string): boolean => callSid.startsWith(start)

/** A call's id, of a random uuid. */
export const probeSid = (uuid: string): string => start + uuid.replaceAll('-', '').slice(-24)

/** What the line must say first, as its flow has it. */
export type Expected = {
  /** Sentences, and addresses of recordings. */
  readonly says: readonly string[]
  /** A key that the menu does not know and answers with itself; null: there is none, so that none is pressed. */
  readonly key: string | null
}

export type Heard = {
  readonly says: readonly string[]
  readonly next: { readonly url: string; readonly turn: number } | null
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

const elementsIn = (parent: XmlElement): readonly XmlElement[] =>
  parent.children.flatMap((child) => (child instanceof XmlElement ? [child, ...elementsIn(child)] : []))

/** What a document says and where its keys go; null when it is no TwiML. */
export function readDocument(body: string): Heard | null {
  const root = rootOf(body)
  if (root === null) return null
  const all = elementsIn(root)
  const says = all.filter(({ name }) => name === 'Say' || name === 'Play').map(({ text }) => plain(text))
  const url = all.find(({ name }) => name === 'Gather')?.attributes.action ?? null
  const turn = Number(url === null || !URL.canParse(url) ? Number.NaN : new URL(url).searchParams.get('turn'))
  return { says, next: url === null || !Number.isInteger(turn) ? null : { url, turn } }
}

function rootOf(body: string): XmlElement | null {
  try {
    const { root } = parseXml(body)
    return root?.name === 'Response' ? root : null
  } catch {
    return null
  }
}

/** The first document: everything that the menu says is there, and its keys come back to us. */
export function judgeMenu(heard: Heard | null, { says }: Expected, base: string): ProbeProblem | null {
  if (heard === null) return 'not_twiml'
  const lacks = says.map(plain).some((sentence) => sentence !== '' && !heard.says.includes(sentence))
  return lacks || heard.next === null || !heard.next.url.startsWith(`${base}/`) ? 'no_menu' : null
}

/** The document after the key: the menu is there again, a turn later. */
export function judgeKey(heard: Heard | null, before: Heard): ProbeProblem | null {
  if (heard === null) return 'not_twiml'
  return heard.next === null || before.next === null || heard.next.turn <= before.next.turn ? 'stuck' : null
}

const minute = 60_000

export const isProbeDue = (last: Pick<Probe, 'startedAt'> | null, everyMinutes: number, now: number): boolean =>
  last === null || last.startedAt + everyMinutes * minute <= now

/** A call of ours is over within seconds; a probe that is still running then has lost its process. */
const abandonedMilliseconds = 2 * minute

/** Probes that nobody will settle any more. */
export const overdueProbes = <One extends Pick<Probe, 'startedAt' | 'state'>>(
  probes: readonly One[],
  now: number,
): readonly One[] =>
  probes.filter(({ state, startedAt }) => state === 'running' && startedAt + abandonedMilliseconds <= now)

/** One failure may be a moment's; two in a row are an alarm. */
export const failuresBeforeAlarm = 2

export type LineStanding =
  /** The site does not ask for probes. */
  | { readonly standing: 'off' }
  | { readonly standing: 'good' }
  /** So many in a row have failed, the first of them at `since`. */
  | { readonly standing: 'failing'; readonly since: number; readonly failures: number }
  /** None was made for three times as long as there should be one. */
  | { readonly standing: 'missing'; readonly since: number }

/** How the line stands by its last probes, the newest first; `begunAt`: since when this process looks. */
export function lineStanding(
  probes: readonly Probe[],
  { everyMinutes, begunAt }: { readonly everyMinutes: number | null; readonly begunAt: number },
  now: number,
): LineStanding {
  if (everyMinutes === null) return { standing: 'off' }
  const failures = failuresInRow(probes)
  const first = failures.at(-1)
  if (first !== undefined && failures.length >= failuresBeforeAlarm)
    return { standing: 'failing', since: first.settledAt ?? first.startedAt, failures: failures.length }
  const late = Math.max(probes[0]?.startedAt ?? 0, begunAt) + 3 * everyMinutes * minute
  return late <= now ? { standing: 'missing', since: late } : { standing: 'good' }
}

/** Of the newest that are settled, those that failed, up to the last that passed. */
export function failuresInRow(probes: readonly Probe[]): readonly Probe[] {
  const settled = probes.filter(({ state }) => state !== 'running')
  const passed = settled.findIndex(({ state }) => state === 'passed')
  return passed < 0 ? settled : settled.slice(0, passed)
}
