import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import * as publishing from '../../src/publishing/service.ts'
import { testDatabase } from '../support/database.ts'
import { brokenBundle, bundleSaying, context, monday, soundSaying } from './sites.ts'

const database = await testDatabase(t)

/** An empty press: the tests of this file share one database and come one after the other. */
async function press() {
  await database.pool.query(
    'truncate publications, site_contents, flow_revisions, audit_entries restart identity cascade',
  )
  const within = <T>(work: (tx: Tx) => Promise<T>) => database.transact(work)
  const publish = async (words: string, order: Partial<publishing.Order> = {}, now = monday) => {
    const sound = await soundSaying(words)
    const published = await within((tx) => publishing.publish(tx, sound, { note: words, ...order }, context(now)))
    if (!('publication' in published)) throw new Error(published.outcome)
    return published
  }
  const runs = async (now = monday) => {
    const inForce = await publishing.inForce(database, now)
    return inForce === null ? null : `${inForce.number} ${inForce.kind} ${inForce.note}`
  }
  return { within, publish, runs }
}

t.test('what is published is in force at once, with who, when and why', async (t) => {
  const { publish, runs } = await press()
  t.equal(await runs(), null)
  t.match(await publish('A'), {
    outcome: 'published',
    publication: { number: 1, by: 'staff:rina', effectiveAt: monday },
  })
  t.match(await publish('B'), { outcome: 'published' })
  t.equal(await runs(), '2 publish B')
  t.match(await publish('B'), { outcome: 'unchanged', publication: { number: 2 } })
  t.match(await auditAbout(database, 'publication:2'), [
    { action: 'flows.published', actor: 'staff:rina', facts: { kind: 'publish', note: 'B' } },
  ])
})

t.test('calls find the revision of every flow that was published', async (t) => {
  const { publish } = await press()
  await publish('A')
  await publish('B')
  const { rows } = await database.pool.query('select flow_id, document from flow_revisions order by first_seen_at')
  t.same(rows.map(({ document }) => document.prompts.ind.mohon_tunggu.text).sort(), ['A', 'B'])
})

t.test('what is broken, or whose examples do not hold, is refused with file and line', async (t) => {
  const broken = publishing.examine(await brokenBundle(), monday)
  t.match(broken, { outcome: 'refused', problems: [/^utama\.yaml:\d+ nodes\.sapaan\.options\.3: leads to "antri"/] })
  const bundle = await bundleSaying('A')
  const flow = (bundle.files['utama.yaml'] ?? '').replace('- hears: darurat_mulai', '- hears: mohon_tunggu')
  const wrong = publishing.examine({ ...bundle, files: { ...bundle.files, 'utama.yaml': flow } }, monday)
  t.match(wrong, {
    outcome: 'refused',
    problems: [/^utama\.yaml:\d+ cases\.\d+\.steps\.3: example ".*", step 4: hears/],
  })
  const prompts = (bundle.files['prompts/ind.yaml'] ?? '').replace(/^maaf_posko:.*$/m, '')
  const mute = publishing.examine({ ...bundle, files: { ...bundle.files, 'prompts/ind.yaml': prompts } }, monday)
  t.match(mute, { outcome: 'refused', problems: [/^prompts\/ind\.yaml:1 maaf_posko: the house itself says this/] })
})

t.test('one for later waits for its moment, by the clock', async (t) => {
  const { publish, runs } = await press()
  const at = monday + 3_600_000
  await publish('A')
  t.match(await publish('B', { at }), { publication: { kind: 'schedule', effectiveAt: at, publishedAt: monday } })
  t.equal(await runs(at - 1), '1 publish A')
  t.equal(await runs(at), '2 schedule B')
  await publish('C', {}, monday + 60_000)
  t.equal(await runs(at - 1), '3 publish C')
  t.equal(await runs(at), '2 schedule B', 'also when something else was published meanwhile')
  await publish('D', {}, at + 60_000)
  t.equal(await runs(at + 60_000), '4 publish D')
})

t.test('one for later can be taken back, one that has come cannot', async (t) => {
  const { within, publish, runs } = await press()
  const at = monday + 3_600_000
  await publish('A')
  await publish('B', { at })
  t.match(await within((tx) => publishing.withdraw(tx, 2, context(monday + 1))), { number: 2, withdrawnAt: monday + 1 })
  t.equal(await runs(at), '1 publish A')
  for (const number of [1, 2, 99])
    t.equal(await within((tx) => publishing.withdraw(tx, number, context(at + 1))), null, String(number))
  t.match(await auditAbout(database, 'publication:2'), [{ action: 'flows.published' }, { action: 'flows.withdrawn' }])
})

t.test('taking back goes one step each time, and forward again by number', async (t) => {
  const { within, publish, runs } = await press()
  for (const words of ['A', 'B', 'C']) await publish(words)
  const back = (to?: number) =>
    within((tx) => publishing.rollback(tx, { note: 'salah', ...(to === undefined ? {} : { to }) }, context()))
  t.match(await back(), { outcome: 'published', publication: { number: 4, kind: 'rollback', returnsTo: 2 } })
  t.equal(await runs(), '4 rollback salah')
  t.match(await back(), { publication: { number: 5, returnsTo: 1 } })
  t.match(await back(), { outcome: 'unknown' }, 'before the first there is nothing')
  t.match(await back(3), { publication: { number: 6, returnsTo: 3 } })
  t.match(await back(3), { outcome: 'unchanged' })
  t.match(await back(99), { outcome: 'unknown' })
})

t.test('texts of a folder that were published before never publish themselves again', async (t) => {
  const { within, publish, runs } = await press()
  const folder = async (words: string) => {
    const sound = await soundSaying(words)
    return (await within((tx) => publishing.publishFolder(tx, sound, context(monday, 'system')))).outcome
  }
  t.equal(await folder('A'), 'published')
  t.equal(await runs(), '1 first ')
  t.equal(await folder('B'), 'published')
  t.equal(await runs(), '2 edit ')
  await within((tx) => publishing.rollback(tx, { note: 'salah' }, context()))
  t.equal(await folder('B'), 'unchanged')
  t.equal(await runs(), '3 rollback salah')
  await publish('C', { at: monday + 1_000 })
  t.equal(await folder('C'), 'unchanged', 'what is scheduled waits for its moment')
})

t.test(
  'two processes that start at once make one first publication, two that see one change publish it once',
  async (t) => {
    const { within } = await press()
    for (const words of ['A', 'B']) {
      const sound = await soundSaying(words)
      const order = () => within((tx) => publishing.publishFolder(tx, sound, context(monday, 'system')))
      t.same((await Promise.all([order(), order(), order()])).map(({ outcome }) => outcome).sort(), [
        'published',
        'unchanged',
        'unchanged',
      ])
    }
    t.equal((await publishing.history(database, 10)).length, 2)
  },
)

t.test('a machine whose clock is behind still publishes what is newest', async (t) => {
  const { publish, runs } = await press()
  await publish('A', {}, monday + 5_000)
  t.match(await publish('B', {}, monday), { publication: { effectiveAt: monday + 5_000 } })
  t.equal(await runs(monday + 5_000), '2 publish B')
})

t.test('a transaction that breaks off leaves nothing', async (t) => {
  const { within, publish, runs } = await press()
  await publish('A')
  const sound = await soundSaying('B')
  const breaking = within(async (tx) => {
    await publishing.publish(tx, sound, { note: 'B' }, context())
    throw new Error('the process ended here')
  })
  await t.rejects(breaking, /the process ended here/)
  t.equal(await runs(), '1 publish A')
  t.equal(await publishing.bundleOf(database, sound.content), null)
})

t.test('history is read page by page, the newest first', async (t) => {
  const { publish } = await press()
  for (const words of ['A', 'B', 'C']) await publish(words)
  const page = (await publishing.history(database, 2)).map(({ number }) => number)
  t.same(page, [3, 2])
  t.same(
    (await publishing.history(database, 2, 2)).map(({ number }) => number),
    [1],
  )
})
