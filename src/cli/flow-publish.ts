/** `flow publish`, `rollback`, `withdraw`, `history` and `diff`: what the hotline runs on, and since when. */

import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { DateTime } from 'luxon'
import { siteFolder } from '../config.ts'
import { problemText } from '../flow/flow.ts'
import { may } from '../identity/permission.ts'
import { listStaff, staffByLogin } from '../identity/service.ts'
import { differences } from '../publishing/difference.ts'
import { isWithdrawn, type Publication } from '../publishing/publication.ts'
import * as publishing from '../publishing/service.ts'
import type { Bundle } from '../site/bundle.ts'
import { readFolder } from '../site/folder.ts'
import type { Desk, OpenDesk } from './house.ts'
import { moment, table } from './print.ts'
import { type Language, wordsIn } from './words.ts'

type By = { readonly by?: string }

/** Mounts the commands. Exit code 1 when something was refused; what was published before then stays in force. */
export function publishCommands(flow: Command, open: OpenDesk): void {
  const atDesk = async (work: (desk: Desk) => Promise<boolean>): Promise<void> => {
    const { desk, close } = await open(wordsIn(flow.parent?.opts<{ lang?: Language }>().lang ?? 'ind'))
    try {
      if (!(await work(desk))) process.exitCode = 1
    } finally {
      await close()
    }
  }
  flow
    .command('publish')
    .argument('[folder]', 'folder of flows', siteFolder())
    .requiredOption('--note <text>', 'why, for those who ask later')
    .option('--at <time>', 'from then on, by the region’s clock: "2027-01-04 07:30"; default: at once')
    .option('--by <login>', 'who publishes; default: the user of this terminal')
    .description('terbitkan: berlaku untuk panggilan berikutnya (publish: in force for the next call)')
    .action((folder: string, options: { note: string; at?: string } & By) =>
      atDesk((desk) => publish(desk, folder, options)),
    )
  flow
    .command('rollback')
    .argument('[publication]', 'its number; default: the one before')
    .option('--note <text>', 'why', '')
    .option('--by <login>', 'who takes back; default: the user of this terminal')
    .description('kembali ke terbitan yang lama, seketika (go back to an earlier publication, at once)')
    .action((number: string | undefined, options: { note: string } & By) =>
      atDesk((desk) => rollback(desk, number, options)),
    )
  flow
    .command('withdraw')
    .argument('<publication>', 'its number')
    .option('--by <login>', 'who withdraws; default: the user of this terminal')
    .description('batalkan terbitan yang terjadwal (take back one that is scheduled)')
    .action((number: string, options: By) => atDesk((desk) => withdraw(desk, Number(number), options)))
  flow
    .command('history')
    .option('--limit <count>', 'how many', '20')
    .description('siapa menerbitkan apa dan kapan (who published what, and when)')
    .action(({ limit }: { limit: string }) => atDesk((desk) => printHistory(desk, Number(limit) || 20)))
  flow
    .command('diff')
    .argument('[publication]', 'its number; default: what is in force, beside the folder')
    .argument('[other]', 'its number; default: what is in force')
    .option('--folder <folder>', 'folder of flows', siteFolder())
    .description('apa yang berubah (what changed)')
    .action((from: string | undefined, to: string | undefined, { folder }: { folder: string }) =>
      atDesk((desk) => printDifference(desk, from, to, folder)),
    )
}

/** Who acts; null when the person may not, which has been said. */
async function actorOf({ database, words, print }: Desk, { by }: By): Promise<string | null> {
  if (by === undefined) return `terminal:${userInfo().username}`
  const staff = await staffByLogin(database, by)
  if (staff !== null && staff.disabledAt === null && may(staff.roles, 'flows:publish')) return `staff:${staff.id}`
  print(words.say('mayNotPublish', { login: by }))
  return null
}

async function publish(
  desk: Desk,
  folder: string,
  { note, at: time, by }: { note: string; at?: string } & By,
): Promise<boolean> {
  const { database, words, print, zone } = desk
  const now = desk.now()
  const actor = await actorOf(desk, by === undefined ? {} : { by })
  if (actor === null) return false
  const at = time === undefined ? undefined : DateTime.fromSQL(time, { zone }).toMillis()
  if (at !== undefined && !(at > now)) {
    print(words.say('badTime', { time: time ?? '' }))
    return false
  }
  const { bundle, problems } = await readFolder(folder)
  if (problems.length > 0) return told(desk, { outcome: 'refused', problems: problems.map(problemText) })
  const examined = publishing.examine(bundle, now)
  if (examined.outcome === 'refused') return told(desk, examined)
  const order = { note, ...(at === undefined ? {} : { at }) }
  return told(desk, await database.transact((tx) => publishing.publish(tx, examined.sound, order, { now, actor })))
}

async function rollback(desk: Desk, number: string | undefined, { note, by }: { note: string } & By): Promise<boolean> {
  const actor = await actorOf(desk, by === undefined ? {} : { by })
  if (actor === null) return false
  const now = desk.now()
  const order = { note, ...(number === undefined ? {} : { to: Number(number) }) }
  const done = await desk.database.transact((tx) => publishing.rollback(tx, order, { now, actor }))
  const isDone = told(desk, done)
  // Whoever goes back in a hurry should know what comes on Monday.
  for (const one of await publishing.history(desk.database, 50))
    if (!isWithdrawn(one) && one.effectiveAt > now) desk.print(desk.words.say('stillScheduled', facts(one, desk)))
  return isDone
}

async function withdraw(desk: Desk, number: number, by: By): Promise<boolean> {
  const { database, words, print, now } = desk
  const actor = await actorOf(desk, by)
  if (actor === null) return false
  const done = await database.transact((tx) => publishing.withdraw(tx, number, { now: now(), actor }))
  print(words.say(done === null ? 'notWithdrawn' : 'withdrawn', { number: String(number) }))
  return done !== null
}

const facts = ({ number, effectiveAt }: Publication, { zone }: Desk) => ({
  number: String(number),
  time: moment(effectiveAt, zone),
})

/** Says what came of it; true when it was done. */
function told(desk: Desk, published: publishing.Published): boolean {
  const { words, print } = desk
  switch (published.outcome) {
    case 'published': {
      const { publication } = published
      print(words.say(publication.kind === 'schedule' ? 'scheduled' : 'published', facts(publication, desk)))
      return true
    }
    case 'unchanged':
      print(words.say('unchanged', { number: String(published.publication.number) }))
      return true
    case 'refused':
      for (const problem of published.problems) print(problem)
      print(words.say('notPublished', { count: String(published.problems.length) }))
      return false
    case 'unknown':
      print(words.say('noPublication'))
      return false
  }
}

async function printHistory({ database, words, print, zone, now }: Desk, limit: number): Promise<boolean> {
  const all = await publishing.history(database, limit)
  if (all.length === 0) {
    print(words.say('noPublications'))
    return true
  }
  const inForce = await publishing.inForce(database, now())
  const names = new Map((await listStaff(database)).map(({ id, name }) => [`staff:${id}`, name]))
  const state = (one: Publication): string => {
    if (isWithdrawn(one)) return words.say('stateWithdrawn')
    if (one.number === inForce?.number) return words.say('stateInForce')
    return one.effectiveAt > now() ? words.say('stateScheduled') : ''
  }
  const note = ({ kind, note: written, returnsTo }: Publication): string => {
    if (kind === 'first') return words.say('notedFirst')
    if (kind === 'edit') return words.say('notedEdit')
    const back = returnsTo === null ? '' : words.say('notedReturn', { number: String(returnsTo) })
    return [back, written].filter(Boolean).join(': ')
  }
  const heads = (['number', 'from', 'state', 'by', 'note'] as const).map((name) => words.column(name))
  const rows = all.map((one) => [
    String(one.number),
    moment(one.effectiveAt, zone),
    state(one),
    names.get(one.by) ?? one.by,
    note(one),
  ])
  print(table(heads, rows))
  return true
}

async function printDifference(
  desk: Desk,
  from: string | undefined,
  to: string | undefined,
  folder: string,
): Promise<boolean> {
  const { database, words, print, now } = desk
  const inForce = await publishing.inForce(database, now())
  const textsOf = async (number: string | undefined): Promise<Bundle | null> => {
    const one = number === undefined ? inForce : await publishing.publicationAt(database, Number(number))
    return one === null ? null : publishing.bundleOf(database, one.content)
  }
  const was = await textsOf(from)
  const is = from === undefined ? (await readFolder(folder)).bundle : await textsOf(to)
  if (was === null || is === null) {
    print(words.say('noPublication'))
    return false
  }
  const changed = differences(was, is)
  if (changed.length === 0) print(words.say('noDifference'))
  for (const { text } of changed) print(text)
  return true
}
