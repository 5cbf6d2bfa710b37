import type { Queue } from 'bullmq'
import t from 'tap'
import { openOnPostgres } from '../../src/platform/queue-on-postgres.ts'
import { type Hotline, line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

/** Throws away every job of every queue, as an operator of the machine might. */
async function emptyTheQueues(hotline: Hotline): Promise<void> {
  const engine = await openOnPostgres(hotline.databaseUrl, 5_000, () => {})
  for (const name of ['carrier', 'match', 'offer', 'climb', 'outbox', 'texts']) {
    const queue = (await engine.queue(name)) as unknown as Queue
    await queue.obliterate({ force: true })
    await queue.close()
  }
  await engine.close()
}

t.test('web and worker are started again while one caller waits and another talks', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'], apart: true })
  const [sari, budi] = [hotline.operator('sari'), hotline.operator('budi')]
  const talking = hotline.carrier.phone('+6281200000001')
  await talking.dials(line)
  await talking.presses('3')
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(talking, sari)
  const waiting = hotline.carrier.phone('+6281200000002')
  await waiting.dials(line)
  await waiting.presses('3')
  await waiting.hears(/nomor 1 di antrean|Mohon tunggu/)

  await hotline.stop()
  talking.pressesNow('5')
  await talking.says('Halo, masih di sana?')
  await sari.hears(/masih di sana/)
  await hotline.start()

  await waiting.hears(/nomor 1 di antrean|telah menunggu|tekan 9/)
  t.equal(waiting.device.state, 'in-call')
  await hotline.onDuty('budi')
  await budi.answers()
  await budi.presses('1')
  await hotline.talk(waiting, budi)
  await sari.says('Tim sudah di jalan')
  await talking.hears(/di jalan/)
  talking.hangsUp()
  waiting.hangsUp()
  await hotline.eventually('select from calls where ended_at is null', ({ length }) => length === 0)
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)
  t.equal((await hotline.rows(`select from waits where state = 'finished'`)).length, 2)
})

t.test(
  'the worker is away while a caller begins to wait: the caller hears it, and is served when it is back',
  async (t) => {
    const hotline = await startHotline(t, { operators: ['sari'], apart: true })
    const [warga, sari] = [hotline.carrier.phone('+6281200000001'), hotline.operator('sari')]
    await hotline.stop('worker')
    await warga.dials(line)
    await warga.presses('3')
    await warga.hears(/Mohon tunggu/)
    await warga.hears(/nomor 1/)
    t.equal(sari.device.state, 'idle')
    await hotline.start('worker')
    await sari.answers()
    await sari.presses('1')
    await hotline.talk(warga, sari)
    warga.hangsUp()
  },
)

t.test('the queues are emptied while callers wait: sweeps bring everything on', async (t) => {
  const hotline = await startHotline(t, { apart: true, mayLog: /ladder was climbed|job failed/i })
  const [sari, budi] = [hotline.operator('sari'), hotline.operator('budi')]
  await hotline.onDuty('sari')
  const urgent = hotline.carrier.phone('+6281200000001')
  await urgent.dials(line)
  await urgent.presses('1')
  await sari.rings()
  await emptyTheQueues(hotline)
  const room = hotline.carrier.phone('sip:119@psc.padangpariaman.example')
  await room.rings()
  await emptyTheQueues(hotline)
  await room.answers()
  await hotline.talk(urgent, room)
  const waiting = hotline.carrier.phone('+6281200000002')
  await waiting.dials(line)
  await waiting.presses('3')
  await emptyTheQueues(hotline)
  await hotline.onDuty('budi')
  await emptyTheQueues(hotline)
  // Until the control room is acknowledged, budi may be asked to join the emergency first.
  await hotline.eventually<{ state: string }>('select state from emergencies', ([one]) => one?.state === 'acknowledged')
  for (;;) {
    await budi.answers()
    const words = await budi.hears(/Tekan 1/)
    if (/menunggu di antrean/.test(words)) break
    await budi.presses('2')
    await budi.isHungUp()
  }
  await budi.presses('1')
  await hotline.talk(waiting, budi)
  urgent.hangsUp()
  waiting.hangsUp()
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)
  t.equal((await hotline.rows(`select from waits where state = 'finished'`)).length, 2)
})
