/** Nobody's fault: the room empties while people wait, and a number of the ladder is not in service. */
import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import { psc } from './support/with-postgres.ts'

t.setTimeout(280_000)

t.test('every operator signs out while people wait: nobody waits for nobody', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'], mayLog: /ladder was climbed/i })
  const { carrier } = hotline
  const [warga, darurat] = [carrier.phone('+6281200000001'), carrier.phone('+6281200000002')]
  const [sari, room] = [hotline.operator('sari'), carrier.phone(psc)]
  await warga.dials(line)
  await warga.presses('3')
  await sari.rings()
  await darurat.dials(line)
  await darurat.presses('1')
  await darurat.hears(/Panggilan darurat/)
  await hotline.goesHome('sari')
  await room.rings()
  await room.answers()
  await hotline.talk(darurat, room)
  await warga.hears(/tinggalkan pesan|rekam|panggil/i)
  t.equal(warga.device.state, 'in-call', 'and is not hung up on')
  darurat.hangsUp()
  warga.hangsUp()
  await hotline.eventually('select from calls where ended_at is null', ({ length }) => length === 0)
  t.same(await hotline.rows(`select id from waits where state in ('waiting', 'joined')`), [])
})

t.test('a number in the middle of the ladder is not in service: the next one rings at once', async (t) => {
  const hotline = await startHotline(t, { mayLog: /ladder was climbed/i })
  const { carrier } = hotline
  carrier.phone(psc).is('busy')
  // Nobody has the fire brigade's number any more.
  const post = carrier.phone('+62751000112')
  const warga = carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('1')
  await post.answers()
  await post.hears(/Tekan 1/)
  await post.presses('1')
  await hotline.talk(warga, post)
  const [waited] = await hotline.rows<{ seconds: number }>(
    `select extract(epoch from a.started_at - e.raised_at)::float as seconds from emergencies e
       join rung_attempts a on a.emergency_id = e.id where a.rung = 'Posko siaga'`,
  )
  t.ok((waited?.seconds ?? 99) < 15, 'neither of the two held it up for its ring')
  t.match(await hotline.rows(`select state from rung_attempts where rung = 'Damkar'`), [{ state: 'failed' }])
  warga.hangsUp()
})
