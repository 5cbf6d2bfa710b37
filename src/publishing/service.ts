/** Publishing, taking back, scheduling: in one order, by people with the right, and kept for those who ask later. */

import { problemText } from '../flow/flow.ts'
import { record } from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type Built, buildSite } from '../site/build.ts'
import { type Bundle, contentOf } from '../site/bundle.ts'
import type { Site } from '../site/facts.ts'
import { publishable } from '../site/publishable.ts'
import { before, type FolderState, type Publication, type PublicationKind } from './publication.ts'
import * as store from './store.ts'

export type Published =
  | { readonly outcome: 'published'; readonly publication: Publication }
  /** These very texts are in force already. */
  | { readonly outcome: 'unchanged'; readonly publication: Publication }
  /** `problems` as `file:line path: message`. */
  | { readonly outcome: 'refused'; readonly problems: readonly string[] }
  | { readonly outcome: 'unknown' }

/** A bundle that has passed every check and example call. */
export type Sound = { readonly bundle: Bundle; readonly content: string; readonly site: Site }

/** Checks everything and plays every example; `made` is what was made of the texts already. Takes some tenths of a second of the processor: do it before the transaction. */
export function examine(
  bundle: Bundle,
  now: number,
  made?: Built,
): { readonly outcome: 'sound'; readonly sound: Sound } | Extract<Published, { outcome: 'refused' }> {
  const built = publishable(bundle, now, made)
  if (built.outcome === 'problems') return { outcome: 'refused', problems: built.problems.map(problemText) }
  return { outcome: 'sound', sound: { bundle, content: contentOf(bundle), site: built.site } }
}

export type Order = {
  readonly note: string
  /** Milliseconds since 1970; absent or past: at once. */
  readonly at?: number
}

/** Publishes texts that were examined, at once or from a moment to come. */
export async function publish(
  tx: Tx,
  { bundle, content, site }: Sound,
  order: Order,
  context: Context,
): Promise<Published> {
  const { now } = context
  const { note, at = now } = order
  await store.lock(tx)
  const inForce = await store.inForce(tx, now)
  const isLater = at > now
  if (!isLater && inForce?.content === content) return { outcome: 'unchanged', publication: inForce }
  keep(tx, { bundle, content, site }, now)
  const kind = isLater ? 'schedule' : 'publish'
  return { outcome: 'published', publication: await add(tx, content, { kind, note, at, returnsTo: null }, context) }
}

/** Texts of a watched folder, unless they were published before: then the folder is only behind, and changes nothing. */
export async function publishFolder(tx: Tx, sound: Sound, context: Context): Promise<Published> {
  await store.lock(tx)
  const inForce = await store.inForce(tx, context.now)
  if (inForce !== null && (await store.wasPublished(tx, sound.content)))
    return { outcome: 'unchanged', publication: inForce }
  keep(tx, sound, context.now)
  const kind = inForce === null ? 'first' : 'edit'
  const written = { kind, note: '', at: context.now, returnsTo: null } as const
  return { outcome: 'published', publication: await add(tx, sound.content, written, context) }
}

export type Return = {
  readonly note: string
  /** Number of the publication whose texts are to run again; absent: the last one that was other than those in force. */
  readonly to?: number
}

/** Takes back: an earlier publication's texts run again at once. Those that today's program cannot read are refused. */
export async function rollback(tx: Tx, { note, to }: Return, context: Context): Promise<Published> {
  const { now } = context
  await store.lock(tx)
  const inForce = await store.inForce(tx, now)
  if (inForce === null) return { outcome: 'unknown' }
  const target =
    to === undefined ? before(inForce, await store.list(tx, latest, remembered), now) : await store.find(tx, to)
  if (target === null) return { outcome: 'unknown' }
  if (target.content === inForce.content) return { outcome: 'unchanged', publication: inForce }
  const bundle = await store.bundleOf(tx, target.content)
  if (bundle === null) return { outcome: 'unknown' }
  const built = buildSite(bundle, now)
  if (built.outcome === 'problems') return { outcome: 'refused', problems: built.problems.map(problemText) }
  for (const flow of built.site.flows) store.keepRevision(tx, flow, now)
  const written = { kind: 'rollback', note, at: now, returnsTo: target.number } as const
  return { outcome: 'published', publication: await add(tx, target.content, written, context) }
}

/** Takes a publication back that is still to come; null when it has come, was withdrawn, or never was. */
export async function withdraw(tx: Tx, number: number, context: Context): Promise<Publication | null> {
  await store.lock(tx)
  const withdrawn = await store.withdraw(tx, number, context.actor, context.now)
  if (withdrawn !== null) record(tx, { action: 'flows.withdrawn', subject: `publication:${number}` }, context)
  return withdrawn
}

type Written = {
  readonly kind: PublicationKind
  readonly note: string
  readonly at: number
  readonly returnsTo: number | null
}

async function add(tx: Tx, content: string, written: Written, context: Context): Promise<Publication> {
  const { kind, note, at, returnsTo } = written
  const { now, actor } = context
  const added = await store.add(tx, {
    ...{ content, kind, note, by: actor, publishedAt: now, effectiveAt: at, returnsTo },
  })
  const facts = { kind, note, content, effectiveAt: new Date(added.effectiveAt).toISOString() }
  record(tx, { action: 'flows.published', subject: `publication:${added.number}`, facts }, context)
  return added
}

/** Calls that arrive find the revision of their flow already there. */
function keep(tx: Tx, { bundle, content, site }: Sound, now: number): void {
  store.keepContent(tx, content, bundle, now)
  for (const flow of site.flows) store.keepRevision(tx, flow, now)
}

/** The revisions of a site that is about to come into force here: today's program may read the same texts differently than the last one. */
export async function keepRevisions(tx: Tx, site: Site, now: number): Promise<void> {
  for (const flow of site.flows) store.keepRevision(tx, flow, now)
}

/** Texts that wait for a person who publishes them. */
export function keepWaiting(tx: Tx, { bundle, content }: Pick<Sound, 'bundle' | 'content'>, now: number): void {
  store.keepContent(tx, content, bundle, now)
}

const latest = 2_147_483_647
/** How far back a rollback without a number looks. */
const remembered = 200

export const inForce = (reader: Reader, now: number): Promise<Publication | null> => store.inForce(reader, now)

/** The newest first; `below` is the smallest number of the page before. */
export const history = (reader: Reader, limit: number, below = latest): Promise<readonly Publication[]> =>
  store.list(reader, below, limit)

export const publicationAt = (reader: Reader, number: number): Promise<Publication | null> => store.find(reader, number)

/** Null for a content that was never kept. */
export const bundleOf = (reader: Reader, content: string): Promise<Bundle | null> => store.bundleOf(reader, content)

export const wasPublished = (reader: Reader, content: string): Promise<boolean> => store.wasPublished(reader, content)

/** A watcher renews its word often; after this time it is taken for gone. */
const watcherMilliseconds = 120_000

export const watchedFolders = (reader: Reader, now: number): Promise<readonly FolderState[]> =>
  store.folders(reader, now - watcherMilliseconds)

export function reportFolder(tx: Tx, folder: FolderState, now: number): void {
  store.reportFolder(tx, folder, now)
  store.forgetFolders(tx, now - 100 * watcherMilliseconds)
}
