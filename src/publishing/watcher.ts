/** Watches the folder of a running system: what was changed there publishes itself, or waits for a person, or is told to be broken. */

import { hostname } from 'node:os'
import { problemText } from '../flow/flow.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/log.ts'
import type { Database } from '../platform/postgres.ts'
import { contentOf } from '../site/bundle.ts'
import { readFolder, signing } from '../site/folder.ts'
import type { FolderState } from './publication.ts'
import * as publishing from './service.ts'

export type WatchOptions = {
  readonly database: Database
  readonly folder: string
  readonly clock: Clock
  readonly log: Logger
  /** `direct`: sound files publish themselves. `reviewed`: they wait for somebody with the right. */
  readonly mode: 'direct' | 'reviewed'
  /** Called when changed files were published: whoever follows need not wait for the next look. */
  readonly onPublished?: () => void
  readonly everyMilliseconds?: number
}

export type Watcher = {
  /** One look. Never rejects. A change counts when two looks find the same: somebody may be in the middle of saving. */
  readonly look: () => Promise<void>
  /** What the folder was found to hold last; null before the first look. */
  readonly state: () => FolderState | null
  readonly close: () => Promise<void>
}

const usualMilliseconds = 1_000
/** What was seen is said again, so that a machine that is gone is forgotten. */
const renewMilliseconds = 30_000

export function watchFolder(options: WatchOptions): Watcher {
  const { database, folder, clock, log, mode, everyMilliseconds = usualMilliseconds } = options
  const sign = signing(folder)
  const place = `${hostname()}:${folder}`
  let glimpsed: string | null = null
  let settled: string | null = null
  let state: FolderState | null = null
  let saidAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | null = null

  async function say(found: FolderState): Promise<void> {
    await database.transact(async (tx) => publishing.reportFolder(tx, found, clock()))
    saidAt = clock()
    state = found
  }

  /** What the folder holds now, and everything that follows from it. */
  async function examine(): Promise<FolderState> {
    const now = clock()
    const { bundle, problems } = await readFolder(folder)
    const content = contentOf(bundle)
    const found = (kind: FolderState['state'], told: readonly string[] = []): FolderState => ({
      ...{ place, content, state: kind, problems: told, since: now },
    })
    if (problems.length > 0) return broken(problems.map(problemText))
    if (await publishing.wasPublished(database, content)) {
      const inForce = await publishing.inForce(database, now)
      if (inForce !== null && inForce.content !== content)
        log.warn(
          { inForce: inForce.number },
          'The folder holds what was published before and is not in force; flow publish puts it in force',
        )
      return found('published')
    }
    const examined = publishing.examine(bundle, now)
    if (examined.outcome === 'refused') return broken(examined.problems)
    if (mode === 'reviewed') {
      await database.transact(async (tx) => publishing.keepWaiting(tx, examined.sound, now))
      log.info({ content }, 'The folder holds changes that wait for somebody to publish them')
      return found('waiting')
    }
    const published = await database.transact((tx) =>
      publishing.publishFolder(tx, examined.sound, { now, actor: 'system' }),
    )
    if (published.outcome === 'published') {
      log.info({ publication: published.publication.number }, 'Changed files were published')
      options.onPublished?.()
    }
    return found('published')

    function broken(told: readonly string[]): FolderState {
      log.error({ problems: told }, 'Changed files cannot be used; what was published goes on')
      return found('broken', told)
    }
  }

  async function lookOnce(): Promise<void> {
    try {
      const signature = await sign()
      const isStill = signature === glimpsed
      glimpsed = signature
      if (isStill && signature !== settled) {
        await say(await examine())
        settled = signature
      } else if (state !== null && clock() - saidAt > renewMilliseconds) await say(state)
    } catch (err) {
      log.debug({ err }, 'The folder could not be looked at; the next look tries again')
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
    look,
    state: () => state,
    close: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
