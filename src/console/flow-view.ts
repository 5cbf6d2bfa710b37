/** Publications with people's names and what they are at this moment. */

import { listStaff } from '../identity/service.ts'
import type { Reader } from '../platform/postgres.ts'
import { differences, type FileDifference } from '../publishing/difference.ts'
import { isWithdrawn, type Publication } from '../publishing/publication.ts'
import { bundleOf, history, inForce, publicationAt, watchedFolders } from '../publishing/service.ts'
import type * as schema from './flow-schema.ts'
import { iso } from './shapes.ts'

export async function publicationView(reader: Reader, one: Publication, now: number): Promise<schema.Publication> {
  const [present, names] = await Promise.all([inForce(reader, now), namesOf(reader)])
  return shown(one, present, names, now)
}

/** The newest first, and what lies in the folders of the running system. */
export async function publicationList(reader: Reader, page: { limit: number; below?: number }, now: number) {
  const [all, present, folders, names] = await Promise.all([
    history(reader, page.limit, page.below),
    inForce(reader, now),
    watchedFolders(reader, now),
    namesOf(reader),
  ])
  return {
    publications: all.map((one) => shown(one, present, names, now)),
    folders: folders.map(({ since, problems, ...folder }) => ({
      ...folder,
      problems: [...problems],
      since: iso(since),
    })),
  }
}

/**
 * What a publication changed: against another one, or the one that was published before it. Null when there is no such publication.
 */
export async function changesOf(
  reader: Reader,
  number: number,
  against?: number,
): Promise<readonly FileDifference[] | null> {
  const one = await publicationAt(reader, number)
  if (one === null) return null
  const other = against === undefined ? (await history(reader, 1, number))[0] : await publicationAt(reader, against)
  if (against !== undefined && other == null) return null
  return changesBetween(reader, other?.content ?? null, one.content)
}

/** What texts would change that are not published yet. Null for texts that nobody keeps. */
export async function changesBy(
  reader: Reader,
  content: string,
  now: number,
): Promise<readonly FileDifference[] | null> {
  const present = await inForce(reader, now)
  return changesBetween(reader, present?.content ?? null, content)
}

const nothing = { files: {}, recordings: [] }

async function changesBetween(
  reader: Reader,
  from: string | null,
  to: string,
): Promise<readonly FileDifference[] | null> {
  const [was, is] = [from === null ? nothing : await bundleOf(reader, from), await bundleOf(reader, to)]
  return was === null || is === null ? null : differences(was, is)
}

const namesOf = async (reader: Reader): Promise<ReadonlyMap<string, string>> =>
  new Map((await listStaff(reader)).map(({ id, name }) => [`staff:${id}`, name]))

function shown(
  one: Publication,
  present: Publication | null,
  names: ReadonlyMap<string, string>,
  now: number,
): schema.Publication {
  const { number, content, kind, note, by, publishedAt, effectiveAt, returnsTo } = one
  const state = isWithdrawn(one)
    ? 'withdrawn'
    : number === present?.number
      ? 'in_force'
      : effectiveAt > now
        ? 'scheduled'
        : 'past'
  const times = { publishedAt: iso(publishedAt), effectiveAt: iso(effectiveAt) }
  return { number, content, kind, state, note, by: names.get(by) ?? by, ...times, returnsTo }
}
