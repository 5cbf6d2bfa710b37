import t from 'tap'
import { endLeg } from '../../src/simulator/conduct.ts'
import type { Leg } from '../../src/simulator/leg.ts'
import { type Hotline, line, startHotline } from '../support/hotline.ts'
import type { TestPhone } from '../support/phone.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

async function waits(hotline: Hotline, number: string): Promise<TestPhone> {
  const warga = hotline.carrier.phone(number)
  await warga.dials(line)
  await warga.presses('3')
  return warga
}

async function takesTheCall(operator: TestPhone): Promise<void> {
  await operator.answers()
  await operator.hears(/Tekan 1/)
  await operator.presses('1')
}

const ways: readonly (readonly [string, (hotline: Hotline, operator: TestPhone) => void])[] = [
  ['hangs up', (_, operator) => operator.hangsUp()],
  [
    'loses the network',
    ({ carrier }, operator) => endLeg(carrier.simulator.carrier, operator.device.leg as Leg, 'failed'),
  ],
]

for (const [how, loses] of ways) {
  t.test(`an operator ${how} in mid-call: the caller is first and reaches the next one`, async (t) => {
    const hotline = await startHotline(t, { operators: ['sari'] })
    const [sari, budi] = [hotline.operator('sari'), hotline.operator('budi')]
    const warga = await waits(hotline, '+6281200000001')
    await takesTheCall(sari)
    await hotline.talk(warga, sari)
    const later = await waits(hotline, '+6281200000002')
    await hotline.goesHome('sari')
    loses(hotline, sari)
    await warga.hears(/Maaf, percakapan terputus/)
    await hotline.onDuty('budi')
    await takesTheCall(budi)
    await hotline.talk(warga, budi)
    t.equal(later.device.state, 'in-call', 'who came later still waits')
    warga.hangsUp()
    const waited = await hotline.eventually<{ state: string; returns: number }>(
      'select state, returns from waits where call_sid = $1',
      ([wait]) => wait?.state === 'finished',
      [warga.callSid],
    )
    t.match(waited, [{ returns: 1 }])
    later.hangsUp()
  })
}

t.test('an operator ends the conversation with the star: the caller hears a goodbye', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'] })
  const sari = hotline.operator('sari')
  const warga = await waits(hotline, '+6281200000001')
  await takesTheCall(sari)
  await hotline.talk(warga, sari)
  await sari.presses('*')
  await sari.hears(/Percakapan selesai/)
  await warga.hears(/Terima kasih telah menghubungi/)
  await warga.isHungUp()
  await sari.isHungUp()
  const [wait] = await hotline.eventually<{ state: string }>(
    'select state from waits',
    ([one]) => one?.state !== 'joined',
  )
  t.equal(wait?.state, 'finished')
  t.notOk((await hotline.timeline(warga.callSid)).includes('operator.lost'))
})

t.test('whoever does not take the call, the next operator is rung', async (t) => {
  const hotline = await startHotline(t, { mayLog: /outside the dialling rules/ })
  const [menolak, mesin, sibuk, diam] = ['menolak', 'mesin', 'sibuk', 'diam'].map((login) => hotline.operator(login))
  mesin?.is('voicemail')
  sibuk?.is('busy')
  diam?.is('no-answer')
  // One after the other, so that they have been free for longer in this order.
  for (const login of ['menolak', 'sibuk', 'diam', 'mesin']) {
    await hotline.onDuty(login)
    await hotline.carrier.passes(1)
  }
  await hotline.onDuty('salah', '+6281')
  await hotline.carrier.passes(1)
  await hotline.onDuty('sari')
  const warga = await waits(hotline, '+6281200000001')
  await menolak?.answers()
  await menolak?.presses('2')
  await menolak?.hears(/dialihkan ke petugas lain/)
  await hotline.goesHome('menolak')
  const sari = hotline.operator('sari')
  await takesTheCall(sari)
  await hotline.talk(warga, sari)
  const missed = await hotline.rows<{ login: string; how: string }>(
    `select s.login, e.facts->>'how' as how from call_events e join staff s on s.id::text = e.facts->>'staffId'
     where e.kind = 'operator.missed' order by e.id`,
  )
  const hows = Object.fromEntries(missed.map(({ login, how }) => [login, how]))
  // A machine listens until the lease runs out, or is let go after three sentences: whichever is first.
  t.match(hows, { menolak: 'declined', sibuk: 'busy', diam: 'no-answer', mesin: /declined|no-answer/, salah: 'failed' })
  warga.hangsUp()
})
