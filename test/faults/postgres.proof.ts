import { readdir } from 'node:fs/promises'
import t from 'tap'
import { type Hotline, line } from '../support/hotline.ts'
import { posko, psc, withPostgres } from './support/with-postgres.ts'

t.setTimeout(280_000)

const state = (hotline: Hotline, sql: string, values: readonly unknown[] = []) => hotline.rows(sql, values)

t.test(
  'Postgres is killed in the middle of calls: everyone goes on to a human, and it is all told afterwards',
  async (t) => {
    const { postgres, hotline, journal } = await withPostgres(t)
    const { carrier } = hotline
    const sari = hotline.operator('sari')
    await hotline.goesHome('sari')
    // The brigade's phone exists and rings beside the control room's: the duty line is not rung yet.
    carrier.phone('+62751000113')
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
    fresh.texts('Status?')
    await fresh.receivesText(/kami simpan.*62751000100/)
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
    await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 2)
    await hotline.eventually('select from diverted_calls where reached is not null', ({ length }) => length === 2)
    await hotline.eventually<{ state: string }>(
      'select state from emergencies',
      ([one]) => one?.state === 'acknowledged',
    )
    t.same(await state(hotline, 'select emergency is not null as emergency, reached from diverted_calls order by 1'), [
      { emergency: false, reached: 'Posko siaga' },
      { emergency: true, reached: 'PSC 119' },
    ])
    t.same(await state(hotline, 'select kind from tickets order by kind'), [
      { kind: 'emergency' },
      { kind: 'operator' },
    ])
    t.match(await state(hotline, 'select state, settled_by from emergencies'), [
      { state: 'acknowledged', settled_by: 'rung:PSC 119' },
    ])
    t.equal((await state(hotline, `select from messages where direction = 'in'`)).length, 1, 'the text is there, once')
    const told = await hotline.timeline(fresh.callSid)
    for (const kind of ['call.arrived', 'call.diverted', 'safe.chosen', 'safe.rang', 'safe.reached', 'call.status'])
      t.ok(told.includes(kind), `the timeline has ${kind}`)
    const safe = told.filter((kind) => kind.startsWith('safe.'))
    t.equal(new Set(safe).size, safe.length, 'nothing twice')
    while ((await readdir(journal)).length > 0) await carrier.passes(1)
    t.pass('and the journal is empty in the end')
  },
)
