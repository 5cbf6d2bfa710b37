import t, { type Test } from 'tap'
import { type Follower, type FollowOptions, follow } from '../../src/publishing/follower.ts'
import * as publishing from '../../src/publishing/service.ts'
import { buildSite } from '../../src/site/build.ts'
import { contentOf } from '../../src/site/bundle.ts'
import { testDatabase } from '../support/database.ts'
import { readableLog } from '../support/log.ts'
import { brokenBundle, context, eventually, monday, soundSaying, startOf, wordsOf } from './sites.ts'

const database = await testDatabase(t, { connections: 12 })
let now = monday
const clock = () => now

async function empty(): Promise<void> {
  now = monday
  await database.pool.query(
    'truncate publications, site_contents, flow_revisions, watched_folders restart identity cascade',
  )
}

/** A process that looks only when it is told to. */
async function process(t: Test, more: Partial<FollowOptions> = {}): Promise<Follower & { lines: readonly object[] }> {
  const { log, lines } = readableLog('info')
  const options = { database, clock, log, prepare: async () => {}, everyMilliseconds: 1_000_000, ...more }
  const follower = await follow(options, await startOf())
  t.teardown(follower.close)
  return { ...follower, lines }
}

async function publish(words: string, at = now): Promise<void> {
  const sound = await soundSaying(words)
  await database.transact((tx) => publishing.publish(tx, sound, { note: words, at }, context(now)))
}

t.test('at the first start the folder becomes the first publication, whoever comes first', async (t) => {
  await empty()
  const [web, worker] = await Promise.all([process(t), process(t)])
  t.match([web.publication(), worker.publication()], [{ number: 1, kind: 'first' }, { number: 1 }])
  t.equal(wordsOf(web.current()), 'Mohon tunggu.')
})

t.test('every process follows what is published, and takes back what is taken back', async (t) => {
  await empty()
  const processes = [await process(t), await process(t)]
  const words = async () => {
    await Promise.all(processes.map(({ look }) => look()))
    return processes.map(({ current }) => wordsOf(current()))
  }
  await publish('Sebentar.')
  t.same(
    processes.map(({ current }) => wordsOf(current())),
    ['Mohon tunggu.', 'Mohon tunggu.'],
  )
  t.same(await words(), ['Sebentar.', 'Sebentar.'])
  await database.transact((tx) => publishing.rollback(tx, { note: 'salah' }, context()))
  t.same(await words(), ['Mohon tunggu.', 'Mohon tunggu.'])
  t.equal(processes[0]?.publication().number, 3)
})

t.test('what is scheduled comes into force by the clock, without anybody doing anything', async (t) => {
  await empty()
  const web = await process(t)
  await publish('Besok.', monday + 86_400_000)
  await web.look()
  t.equal(wordsOf(web.current()), 'Mohon tunggu.')
  now = monday + 86_400_000
  await web.look()
  t.equal(wordsOf(web.current()), 'Besok.')
})

t.test('by itself a process follows within five seconds', async (t) => {
  await empty()
  const { everyMilliseconds: _, ...usual } = { everyMilliseconds: 0 }
  const { log } = readableLog('silent')
  const web = await follow({ database, clock, log, prepare: async () => {}, ...usual }, await startOf())
  t.teardown(web.close)
  const sound = await soundSaying('Sebentar.')
  const began = performance.now()
  await database.transact((tx) => publishing.publish(tx, sound, { note: 'x' }, context()))
  await eventually(t, 'the new words are in force', () => wordsOf(web.current()) === 'Sebentar.')
  t.ok(performance.now() - began < 5_000, `after ${Math.round(performance.now() - began)} ms`)
})

t.test(
  'revisions of before stay known to this process, and those in force are kept before any call needs them',
  async (t) => {
    await empty()
    const web = await process(t)
    const before = web.current().flows[0]
    await publish('Sebentar.')
    await web.look()
    const after = web.current().flows[0]
    t.not(after?.revision, before?.revision)
    t.equal(web.revision(before?.revision ?? ''), before)
    t.equal(web.revision(after?.revision ?? ''), after)
    const { rows } = await database.pool.query('select revision from flow_revisions')
    t.same(rows.map(({ revision }) => revision).sort(), [before?.revision, after?.revision].sort())
  },
)

t.test('while Postgres is away the last one goes on, and afterwards the newest is followed', async (t) => {
  await empty()
  const web = await process(t)
  await publish('Sebentar.')
  await database.pool.query('alter table publications rename to away')
  try {
    await web.look()
    t.equal(wordsOf(web.current()), 'Mohon tunggu.')
    t.equal(web.problem(), undefined)
  } finally {
    await database.pool.query('alter table away rename to publications')
  }
  await web.look()
  t.equal(wordsOf(web.current()), 'Sebentar.')
})

t.test('what cannot be prepared does not come into force, and is tried again', async (t) => {
  await empty()
  let fails = false
  const prepare = async () => {
    if (fails) throw new Error('the table is locked')
  }
  const web = await process(t, { prepare })
  await publish('Sebentar.')
  fails = true
  await web.look()
  t.equal(wordsOf(web.current()), 'Mohon tunggu.')
  fails = false
  await web.look()
  t.equal(wordsOf(web.current()), 'Sebentar.')
})

/** Texts that an older version of the program has published and today's cannot use. */
async function publishUnusable(): Promise<void> {
  const bundle = await brokenBundle()
  const { site } = await soundSaying('Sebentar.')
  const sound = { bundle, content: contentOf(bundle), site }
  await database.transact((tx) => publishing.publish(tx, sound, { note: 'x' }, context(now)))
}

t.test('a publication that this program cannot use keeps the one before, and says so', async (t) => {
  await empty()
  const web = await process(t)
  await publishUnusable()
  await web.look()
  await web.look()
  t.equal(wordsOf(web.current()), 'Mohon tunggu.')
  t.match(web.problem(), /^publication 1 goes on, because publication 2 cannot be used; utama\.yaml:\d+ nodes\.sapaan/)
  t.equal(web.lines.length, 1, 'once, not at every look')
  t.match(web.lines, [{ level: 'error', publication: 2, problems: [/leads to "antri"/] }])
  await publish('Sebentar.')
  await web.look()
  t.equal(wordsOf(web.current()), 'Sebentar.')
  t.equal(web.problem(), undefined)
})

t.test('a process that starts then looks for the newest that it can use', async (t) => {
  await empty()
  await publish('Sebentar.')
  await publishUnusable()
  const web = await process(t)
  t.equal(wordsOf(web.current()), 'Sebentar.')
  await web.look()
  t.match(web.problem(), /^publication 1 goes on, because publication 2 cannot be used/)
})

t.test('a folder that cannot be used is no hindrance once something is published, and no start before', async (t) => {
  await empty()
  const { log } = readableLog('silent')
  const options = { database, clock, log, prepare: async () => {}, everyMilliseconds: 1_000_000 }
  const bundle = await brokenBundle()
  const start = { bundle, built: buildSite(bundle, now) }
  await t.rejects(follow(options, start), {
    name: 'StartProblem',
    message: /The flows cannot be used:\nutama\.yaml:\d+/,
  })
  t.equal(await publishing.inForce(database, now), null)
  await publish('Sebentar.')
  const web = await follow(options, start)
  t.teardown(web.close)
  t.equal(wordsOf(web.current()), 'Sebentar.')
})
