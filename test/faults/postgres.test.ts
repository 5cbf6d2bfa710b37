import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { migrate } from '../../src/platform/migrate.ts'
import { type Hotline, line, startHotline } from '../support/hotline.ts'
import { migrationsFolder } from '../support/template.ts'
import { startPostgres } from './support/engines.ts'

t.setTimeout(110_000)

const psc = 'sip:119@psc.padangpariaman.example'
const posko = '+62751000112'
const mayLog = /The database is away|ladder was climbed|job failed|could not be settled|A request failed|queue/i

async function withPostgres(t: Test) {
  const postgres = await startPostgres()
  t.teardown(() => postgres.close())
  await migrate({ url: postgres.url, folder: migrationsFolder })
  const dataFolder = await mkdtemp(join(tmpdir(), 'sahut-data-'))
  t.teardown(() => rm(dataFolder, { recursive: true, force: true }))
  const hotline = await startHotline(t, { operators: ['sari'], postgresUrl: postgres.url, dataFolder, mayLog })
  return { postgres, hotline, journal: join(dataFolder, 'journal') }
}

const state = (hotline: Hotline, sql: string, values: readonly unknown[] = []) => hotline.rows(sql, values)

t.test(
  'Postgres is killed in the middle of calls: everyone goes on to a human, and it is all told afterwards',
  async (t) => {
    const { postgres, hotline, journal } = await withPostgres(t)
    const { carrier } = hotline
    const sari = hotline.operator('sari')
    await hotline.goesHome('sari')
    const waiting = carrier.phone('+6281200000001')
    await waiting.dials(line)
    await waiting.presses('1')
    await waiting.hears(/Bantuan|Panggilan darurat/)
    const room = carrier.phone(psc)
    await room.rings()

    await postgres.kill()
    const fresh = carrier.phone('+6281200000002')
    await fresh.dials(line)
    await fresh.hears(/Darurat, tekan 1.*tekan 2/)
    await fresh.hears(/For an emergency, press 1/)
    const duty = carrier.phone(posko)
    await fresh.presses('2')
    await duty.answers()
    await fresh.talksWith(duty)
    await room.rejects()
    await waiting.hears(/menghubungi PSC 119/)
    await room.answers()
    await room.hears(/Anda disambungkan dengan warga/)
    await waiting.talksWith(room)
    await carrier.passes(12)
    t.ok((await readdir(journal)).length > 0, 'what happened is on the disk')

    await postgres.start()
    await hotline.onDuty('sari')
    await carrier.passes(20)
    await waiting.says('Rumah tetangga saya terbakar')
    await room.hears(/terbakar/)
    t.equal(sari.device.state, 'idle', 'a diverted call is offered to nobody')
    fresh.hangsUp()
    waiting.hangsUp()
    await hotline.eventually('select from calls where ended_at is null', ({ length }) => length === 0)
    await hotline.eventually(`select from calls`, ({ length }) => length === 2)
    t.same(
      await state(hotline, 'select emergency is not null as emergency, reached from diverted_calls order by 2 desc'),
      [
        { emergency: false, reached: 'Posko siaga' },
        { emergency: true, reached: 'PSC 119' },
      ],
    )
    t.same(await state(hotline, 'select kind from tickets order by kind'), [
      { kind: 'emergency' },
      { kind: 'operator' },
    ])
    t.match(await state(hotline, 'select state, settled_by from emergencies'), [
      { state: 'acknowledged', settled_by: 'rung:PSC 119' },
    ])
    const told = await hotline.timeline(fresh.callSid)
    for (const kind of ['call.arrived', 'call.diverted', 'safe.chosen', 'safe.rang', 'safe.reached', 'call.status'])
      t.ok(told.includes(kind), `the timeline has ${kind}`)
    t.same(
      new Set(told.filter((kind) => kind.startsWith('safe.'))).size,
      told.filter((kind) => kind.startsWith('safe.')).length,
      'nothing twice',
    )
    while ((await readdir(journal)).length > 0) await carrier.passes(1)
    t.pass('and the journal is empty in the end')
  },
)

t.test('Postgres hangs: a key that is pressed is held, and nobody else waits for the time-out', async (t) => {
  const { postgres, hotline } = await withPostgres(t)
  const { carrier } = hotline
  const first = carrier.phone('+6281200000003')
  await first.dials(line)
  await first.hears(/tekan 1/)
  await postgres.freeze()
  await first.presses('3')
  await first.hears(/Sebentar/)
  const second = carrier.phone('+6281200000004')
  const began = performance.now()
  await second.dials(line)
  await second.hears(/Darurat, tekan 1. Keperluan lain/)
  t.ok(performance.now() - began < 3_000, `${performance.now() - began} ms`)
  await postgres.thaw()
  await first.hears(/Mohon tunggu/)
  t.equal(
    (await hotline.rows(`select from waits where state = 'waiting'`)).length,
    1,
    'who pressed a key keeps the place, once',
  )
  await second.presses('1')
  const room = carrier.phone(psc)
  await room.answers()
  await second.talksWith(room)
  second.hangsUp()
  first.hangsUp()
  await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 2)
  await hotline.eventually('select from tickets', ({ length }) => length === 2)
})
