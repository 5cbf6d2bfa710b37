/** Keeps this process on what is in force: asks Postgres every second, and stays with the last one while Postgres is away. */

import { type Flow, problemText } from '../flow/flow.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/log.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { type Built, buildSite } from '../site/build.ts'
import { type Bundle, contentOf } from '../site/bundle.ts'
import type { Site } from '../site/facts.ts'
import type { SiteNow } from '../site/now.ts'
import type { FolderState, Publication } from './publication.ts'
import * as publishing from './service.ts'

export type FollowOptions = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Logger
  /** Done in one transaction before a site comes into force here: whatever of it lies in tables. */
  readonly prepare: (tx: Tx, site: Site, now: number) => Promise<void>
  /** Real milliseconds between two looks. */
  readonly everyMilliseconds?: number
}

export type Follower = SiteNow & {
  /** The publication that this process runs on. */
  readonly publication: () => Publication
  /** What a technician should know, in one sentence; undefined when all is well. */
  readonly problem: () => string | undefined
  /** One look. Never rejects: what fails is tried again by the next. */
  readonly look: () => Promise<void>
  readonly close: () => Promise<void>
}

const usualMilliseconds = 1_000
/** Revisions of calls in progress that are kept beside those in force. */
const mostRevisions = 200

type Loaded = { readonly publication: Publication; readonly site: Site }

/** What a process begins with when nothing was ever published: its folder, which becomes the first publication. */
export type Start = {
  readonly bundle: Bundle
  /** Made of the bundle already, so that a start does not do it twice. */
  readonly built: Built
}

/**
 * Finds what is in force, or publishes the folder as the first; then follows. Throws a StartProblem when there is nothing that could
 * answer a call.
 */
export async function follow(options: FollowOptions, start: Start): Promise<Follower> {
  const { database, clock, log, prepare, everyMilliseconds = usualMilliseconds } = options
  const revisions = new Map<string, Flow>()
  let present = await firstOf(options, start)
  let broken: { readonly publication: Publication; readonly problems: readonly string[] } | null = null
  let watched: readonly FolderState[] = []
  let looking: Promise<void> | null = null

  const remember = ({ flows }: Site): void => {
    for (const flow of flows) revisions.delete(flow.revision)
    for (const flow of flows) revisions.set(flow.revision, flow)
    for (const revision of revisions.keys()) if (revisions.size > mostRevisions) revisions.delete(revision)
  }
  remember(present.site)

  async function change(publication: Publication): Promise<void> {
    if (publication.content === present.publication.content) {
      present = { ...present, publication }
      broken = null
      return
    }
    if (broken?.publication.number === publication.number) return
    const bundle = await publishing.bundleOf(database, publication.content)
    const built = bundle === null ? null : buildSite(bundle, clock())
    if (built === null || built.outcome === 'problems') {
      broken = { publication, problems: built?.problems.map(problemText) ?? [] }
      log.error(
        { publication: publication.number, problems: broken.problems },
        'A publication cannot be used; the one before it goes on',
      )
      return
    }
    await database.transact((tx) => prepared(tx, built.site, clock(), prepare))
    remember(built.site)
    present = { publication, site: built.site }
    broken = null
    log.info({ publication: publication.number, kind: publication.kind }, 'Another publication is in force')
  }

  async function lookOnce(): Promise<void> {
    try {
      const now = clock()
      const [newest, folders] = await Promise.all([
        publishing.inForce(database, now),
        publishing.watchedFolders(database, now),
      ])
      watched = folders
      if (newest !== null && newest.number !== present.publication.number) await change(newest)
    } catch (err) {
      log.debug({ err }, 'What is in force could not be asked; the last one goes on')
    }
  }
  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = null
    })
    return looking
  }
  const timer = setInterval(() => void look(), everyMilliseconds)
  timer.unref()

  return {
    current: () => present.site,
    revision: (revision) => revisions.get(revision),
    publication: () => present.publication,
    problem: () => sentence(present.publication, broken, watched),
    look,
    close: async () => {
      clearInterval(timer)
      await looking
    },
  }
}

async function prepared(tx: Tx, site: Site, now: number, prepare: FollowOptions['prepare']): Promise<void> {
  await publishing.keepRevisions(tx, site, now)
  await prepare(tx, site, now)
}

async function firstOf(options: FollowOptions, start: Start): Promise<Loaded> {
  const { database, clock, prepare } = options
  const now = clock()
  const inForce = (await publishing.inForce(database, now)) ?? (await firstPublication(database, start, now))
  const loaded = await usable(options, inForce, start, now)
  await database.transact((tx) => prepared(tx, loaded.site, now, prepare))
  return loaded
}

async function firstPublication(database: Database, { bundle, built }: Start, now: number): Promise<Publication> {
  const examined = publishing.examine(bundle, now, built)
  if (examined.outcome === 'refused')
    throw new StartProblem(['The flows cannot be used:', ...examined.problems].join('\n'))
  const published = await database.transact((tx) =>
    publishing.publishFolder(tx, examined.sound, { now, actor: 'system' }),
  )
  if ('publication' in published) return published.publication
  throw new Error('A sound folder was not published')
}

/** The newest that today's program can use: after an update of the program that may be one before the newest. */
async function usable(
  { database, log }: FollowOptions,
  newest: Publication,
  start: Start,
  now: number,
): Promise<Loaded> {
  if (newest.content === contentOf(start.bundle) && start.built.outcome === 'site')
    return { publication: newest, site: start.built.site }
  const earlier = (await publishing.history(database, mostTried)).filter(
    ({ number, effectiveAt, withdrawnAt }) => number !== newest.number && effectiveAt <= now && withdrawnAt === null,
  )
  for (const publication of [newest, ...earlier]) {
    const bundle = await publishing.bundleOf(database, publication.content)
    const built = bundle === null ? null : buildSite(bundle, now)
    if (built?.outcome === 'site') return { publication, site: built.site }
    const problems = built?.problems.map(problemText) ?? []
    log.error(
      { publication: publication.number, problems },
      'A publication cannot be used; an earlier one is looked for',
    )
  }
  throw new StartProblem('No publication can be used by this version of the program. Run: npm run cli flow check')
}

const mostTried = 20
/** Problems that one sentence names. */
const mostNamed = 3

function sentence(
  { number }: Publication,
  broken: { readonly publication: Publication; readonly problems: readonly string[] } | null,
  watched: readonly FolderState[],
): string | undefined {
  const folder = watched.find(({ state }) => state === 'broken')
  if (broken === null && folder === undefined) return undefined
  const problems = broken?.problems ?? folder?.problems ?? []
  const what = broken === null ? 'the changed files' : `publication ${broken.publication.number}`
  const more = problems.length > mostNamed ? [`and ${problems.length - mostNamed} more`] : []
  return [
    `publication ${number} goes on, because ${what} cannot be used`,
    ...problems.slice(0, mostNamed),
    ...more,
  ].join('; ')
}
