import t, { type Test } from 'tap'
import { type Hotline, line, startHotline } from '../support/hotline.ts'
import type { TestPhone } from '../support/phone.ts'
import { answers, isOver } from './rings.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

async function waits(hotline: Hotline): Promise<TestPhone> {
  const warga = hotline.carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('3')
  await warga.hears(/Mohon tunggu/)
  return warga
}

async function joinsWithoutRest(t: Test, how: 'refuses' | 'hangs') {
  const hotline = await startHotline(t, { operators: ['sari'] })
  const { simulator } = hotline.carrier
  const [warga, sari] = [await waits(hotline), hotline.operator('sari')]
  await sari.answers()
  await sari.hears(/Tekan 1/)
  simulator.faults({ restOutage: how })
  await sari.presses('1')
  await hotline.talk(warga, sari)
  const conference = warga.device.leg?.conference
  const move = `select state from carrier_commands where kind = 'move_call'`
  t.equal((await hotline.rows(move)).length, 1, 'a move that would have hastened it was ordered')
  await warga.says('Jalan di depan rumah saya longsor')
  await sari.hears(/longsor/)

  simulator.faults({ restOutage: 'off' })
  await hotline.carrier.passes(30)
  const [ordered] = await hotline.eventually<{ state: string }>(move, ([one]) => !/due|taken/.test(one?.state ?? ''))
  t.not(ordered?.state, 'done', 'the move is not made after all')
  t.same(
    answers(hotline, /\/Calls\/CA/).filter((status) => status < 400),
    [],
    'nothing was moved',
  )
  t.equal(warga.device.leg?.conference, conference, 'they have never left each other')
  t.equal(sari.device.leg?.conference, conference)
  await sari.says('Tim kami berangkat')
  await warga.hears(/Tim kami berangkat/)
  await isOver(hotline, warga)
  t.match(await hotline.rows('select state, returns from waits'), [{ state: 'finished', returns: 0 }])
}

t.test('REST is refused as an operator presses 1: both talk from the heartbeat on, also when it is back', (t) =>
  joinsWithoutRest(t, 'refuses'),
)

t.test('REST hangs as an operator presses 1: both talk from the heartbeat on, also when it is back', (t) =>
  joinsWithoutRest(t, 'hangs'),
)

t.test('too many requests for some seconds: the phone of the operator rings as soon as that is over', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'], faults: { restTooMany: 1 } })
  const { simulator } = hotline.carrier
  const [warga, sari] = [await waits(hotline), hotline.operator('sari')]
  await hotline.carrier.until('the carrier has refused', () => answers(hotline, /\/Calls\.json/).length > 1)
  t.equal(sari.device.state, 'idle')
  simulator.faults({ restTooMany: 0 })
  const cleared = simulator.carrier.clock.seconds()
  await sari.rings()
  const waited = simulator.carrier.clock.seconds() - cleared
  t.ok(waited < 8, `${waited} seconds after it was over`)
  t.match(answers(hotline, /\/Calls\.json/).join(' '), /^(429 )+201$/, 'asked for again until it was granted')
  t.match(
    await hotline.rows('select state from offers'),
    [{ state: 'open' }],
    'and it is the offer that was made first',
  )
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(warga, sari)
  await isOver(hotline, warga)
})
