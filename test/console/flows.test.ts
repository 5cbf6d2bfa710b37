import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import * as publishing from '../../src/publishing/service.ts'
import { contentOf } from '../../src/site/bundle.ts'
import { brokenBundle, soundSaying } from '../publishing/sites.ts'
import { consoleHouse } from './console-house.ts'

t.test('publications', async (t) => {
  const house = await consoleHouse(t)
  const { database, clock } = house
  await house.add('dewi', 'coordinator')
  await house.add('sari', 'operator')
  const dewi = await house.enter('dewi')
  const sari = await house.enter('sari')
  const system = () => ({ now: clock.now, actor: 'system' })
  const publishes = (body: object) => dewi('POST', '/api/flows/publications', body)

  const first = await soundSaying('Pertama.')
  await database.transact((tx) => publishing.publishFolder(tx, first, system()))
  const second = await soundSaying('Kedua.')
  await database.transact(async (tx) => {
    publishing.keepWaiting(tx, second, clock.now)
    const place = 'server:/srv/ivr-flows'
    publishing.reportFolder(
      tx,
      { place, content: second.content, state: 'waiting', problems: [], since: clock.now },
      clock.now,
    )
  })

  t.test('whoever works at the desk sees what runs, and what waits', async (t) => {
    const { status, body } = await sari('GET', '/api/flows/publications')
    t.equal(status, 200)
    t.match(body, {
      publications: [{ number: 1, kind: 'first', state: 'in_force', by: 'system', content: first.content }],
      folders: [{ state: 'waiting', content: second.content }],
    })
    const changes = await sari('GET', `/api/flows/contents/${second.content}/changes`)
    t.match(changes.body, {
      files: [{ file: 'prompts/ind.yaml', change: 'changed', text: /\+mohon_tunggu: "Kedua\."/ }],
    })
    t.equal((await sari('GET', `/api/flows/contents/${'0'.repeat(64)}/changes`)).status, 404)
    t.equal((await sari('POST', '/api/flows/publications', { returnTo: null, note: 'coba' })).status, 403)
  })

  t.test('whoever has the right publishes what waits, with a note', async (t) => {
    t.equal((await publishes({ content: second.content, note: '  ' })).status, 400)
    const done = await publishes({ content: second.content, note: 'kalimat tunggu' })
    t.equal(done.status, 201)
    t.match(done.body, { number: 2, kind: 'publish', state: 'in_force', by: 'Nama dewi', note: 'kalimat tunggu' })
    t.match(await auditAbout(database, 'publication:2'), [{ action: 'flows.published', actor: /^staff:/ }])
    t.match(await publishes({ content: second.content, note: 'sekali lagi' }), {
      status: 409,
      body: { error: 'in_force_already' },
    })
    t.equal((await publishes({ content: '0'.repeat(64), note: 'tidak ada' })).status, 404)
    const changes = await dewi('GET', '/api/flows/publications/2/changes')
    t.match(changes.body, { files: [{ file: 'prompts/ind.yaml' }] })
    const against = (number: number) => dewi('GET', `/api/flows/publications/2/changes?against=${number}`)
    t.match((await against(1)).body, changes.body, 'against the one before it, named')
    t.same((await against(2)).body, { files: [] }, 'against itself nothing is changed')
    t.equal((await against(99)).status, 404)
    t.equal((await dewi('GET', '/api/flows/publications/99/changes')).status, 404)
  })

  t.test('what does not pass the check is refused with file and line', async (t) => {
    const bundle = await brokenBundle()
    const content = contentOf(bundle)
    await database.transact(async (tx) => publishing.keepWaiting(tx, { bundle, content }, clock.now))
    const refused = await publishes({ content, note: 'rusak' })
    t.equal(refused.status, 422)
    t.match(refused.body, { error: 'flows_broken', details: [/^utama\.yaml:\d+ nodes\.sapaan\.options\.3/] })
    t.equal((await publishing.inForce(database, clock.now))?.number, 2)
  })

  t.test('one step back, and forward to a number', async (t) => {
    t.match((await publishes({ returnTo: null, note: 'keliru' })).body, {
      number: 3,
      kind: 'rollback',
      returnsTo: 1,
      state: 'in_force',
    })
    t.match((await publishes({ returnTo: 2, note: 'ternyata benar' })).body, { number: 4, returnsTo: 2 })
    t.equal((await publishes({ returnTo: 99, note: 'tidak ada' })).status, 404)
  })

  t.test('one for later, and taken back in time', async (t) => {
    const at = new Date(clock.now + 3_600_000).toISOString()
    t.match(await publishes({ content: first.content, note: 'besok', at: new Date(clock.now - 1).toISOString() }), {
      status: 422,
      body: { error: 'in_the_past' },
    })
    t.match((await publishes({ content: first.content, note: 'besok', at })).body, { number: 5, state: 'scheduled' })
    t.match((await dewi('DELETE', '/api/flows/publications/5')).body, { number: 5, state: 'withdrawn' })
    t.match(await dewi('DELETE', '/api/flows/publications/5'), { status: 409, body: { error: 'not_scheduled' } })
    const page = await dewi('GET', '/api/flows/publications?limit=2&below=5')
    t.same(
      page.body.publications.map(({ number }: { number: number }) => number),
      [4, 3],
    )
  })
})
