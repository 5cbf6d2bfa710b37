import t, { type Test } from 'tap'
import { type Hotline, line, startHotline } from '../support/hotline.ts'
import { psc } from './rings.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

/** The carrier knows whose leaving ends the conference. */
const carriedOut = (hotline: Hotline) =>
  hotline.eventually(
    `select from carrier_commands where kind = 'update_participant' and state in ('due', 'taken')`,
    ({ length }) => length === 0,
  )

/** A citizen in danger talks with 119, and an operator who comes on duty comes in as a third before 119 has acknowledged. */
async function threeTalk(t: Test) {
  const hotline = await startHotline(t, { scale: 0.2, operators: ['sari'] })
  await hotline.goesHome('sari')
  const [room, sari] = [hotline.carrier.phone(psc, { role: 'partner' }), hotline.operator('sari')]
  const warga = hotline.carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('1')
  await room.answers()
  await hotline.onDuty('sari')
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(warga, room)
  await hotline.talk(warga, sari)
  t.match(await hotline.rows('select shared from waits'), [{ shared: true }])
  await warga.says('Rumah saya terbakar')
  await Promise.all([room, sari].map((phone) => phone.hears(/terbakar/)))
  await carriedOut(hotline)
  return { hotline, room, sari, warga }
}

const finished = `select from call_events where kind = 'conversation.finished'`

t.test('the citizen leaves 119 and the operator: they agree what happens, and the star key lets both go', async (t) => {
  const { hotline, room, sari, warga } = await threeTalk(t)
  warga.hangsUp()
  await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 1)
  await hotline.carrier.passes(45)
  await sari.says('Kami kirim regu')
  await room.hears(/regu/)
  await sari.presses('*')
  await sari.hears(/Percakapan selesai/)
  await room.hears(/Percakapan dengan warga selesai/)
  await Promise.all([room, sari].map((phone) => phone.isHungUp()))
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)
  const kinds = await hotline.timeline(warga.callSid)
  t.ok(kinds.indexOf('conversation.goes_on') > 0, 'the timeline says that they went on')
  t.equal((await hotline.rows(finished)).length, 1, 'and that it is over')
  t.match(await hotline.rows('select state from operators'), [{ state: /wrap_up|free/ }])
})

t.test('119 leaves the citizen and the operator: they are two again, and whoever leaves first ends it', async (t) => {
  const { hotline, room, sari, warga } = await threeTalk(t)
  room.hangsUp()
  await hotline.eventually<{ shared: boolean }>('select shared from waits', ([wait]) => wait?.shared === false)
  await carriedOut(hotline)
  await warga.says('Api sudah padam')
  await sari.hears(/padam/)
  warga.hangsUp()
  await sari.hears(/Percakapan selesai/)
  await sari.isHungUp()
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)
  t.equal((await hotline.rows(finished)).length, 1)
  t.match(await hotline.rows('select state, returns from waits'), [{ state: 'finished', returns: 0 }])
})
