import t from 'tap'
import { line } from '../support/hotline.ts'
import type { TestPhone } from '../support/phone.ts'
import { psc, withPostgres } from './support/with-postgres.ts'

t.setTimeout(280_000)

t.test('Postgres hangs: a key that is pressed is held, and nobody else waits for the time-out', async (t) => {
  const { postgres, hotline } = await withPostgres(t)
  const { carrier } = hotline
  const first = carrier.phone('+6281200000003')
  await first.dials(line)
  await first.hears(/tekan 1/)
  await postgres.freeze()
  await first.presses('3')
  await first.hears(/Sebentar/)
  await postgres.thaw()
  await first.hears(/Mohon tunggu/)
  t.equal((await hotline.rows(`select from waits where state = 'waiting'`)).length, 1, 'who pressed a key waits, once')
  first.hangsUp()

  await postgres.freeze()
  const [second, third] = ['4', '5'].map((n) => carrier.phone(`+628120000000${n}`)) as [TestPhone, TestPhone]
  await second.dials(line)
  await second.hears(/Darurat, tekan 1. Keperluan lain/)
  const began = performance.now()
  await third.dials(line)
  await third.hears(/Darurat, tekan 1. Keperluan lain/)
  t.ok(performance.now() - began < 1_400, `the next caller hears the menu after ${performance.now() - began} ms`)
  await postgres.thaw()
  await third.presses('1')
  const room = carrier.phone(psc)
  await room.answers()
  await third.talksWith(room)
  third.hangsUp()
  second.hangsUp()
  await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 3)
  await hotline.eventually('select from diverted_calls', ({ length }) => length === 2)
})
