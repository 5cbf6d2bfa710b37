/** The machine's clock is put right by an hour, ahead and back, while people call. */
import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import { psc } from './support/with-postgres.ts'

t.setTimeout(280_000)

for (const [name, seconds] of [
  ['ahead', 3_600],
  ['back', -3_600],
] as const) {
  t.test(`an hour ${name}: who waits, who talks and who is in danger notice nothing`, async (t) => {
    const hotline = await startHotline(t, { operators: ['sari'], mayLog: /ladder was climbed/i })
    const { carrier } = hotline
    const [talker, waiter, darurat] = [1, 2, 3].map((n) => carrier.phone(`+628120000000${n}`)) as [
      ReturnType<typeof carrier.phone>,
      ReturnType<typeof carrier.phone>,
      ReturnType<typeof carrier.phone>,
    ]
    const [sari, budi, room] = [hotline.operator('sari'), hotline.operator('budi'), carrier.phone(psc)]
    await talker.dials(line)
    await talker.presses('3')
    await sari.answers()
    await sari.presses('1')
    await hotline.talk(talker, sari)
    await hotline.onDuty('budi')
    await darurat.dials(line)
    await darurat.presses('1')
    await budi.rings()
    await waiter.dials(line)
    await waiter.presses('3')
    await waiter.hears(/antrean|urutan|menunggu/i)
    hotline.jump(seconds)
    await room.answers()
    await hotline.talk(darurat, room)
    hotline.jump(-seconds)
    talker.says('Masih di sana?')
    await sari.hears(/Masih di sana/)
    t.equal(waiter.device.state, 'in-call', 'and is not hung up on')
    talker.hangsUp()
    await sari.answers()
    await sari.presses('1')
    await hotline.talk(waiter, sari)
    waiter.hangsUp()
    darurat.hangsUp()
    await hotline.eventually('select from calls where ended_at is null', ({ length }) => length === 0)
    t.equal((await hotline.rows(`select from emergencies where state = 'acknowledged' or state = 'closed'`)).length, 1)
    t.same(await hotline.rows(`select id from waits where state in ('waiting', 'joined')`), [])
  })
}
