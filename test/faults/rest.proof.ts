import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import { psc } from './support/with-postgres.ts'

t.setTimeout(280_000)

t.test(
  'all of REST refuses: an emergency is rung for from its own call, and rung for once when it is back',
  async (t) => {
    const hotline = await startHotline(t, { mayLog: /ladder was climbed/i })
    const { carrier } = hotline
    carrier.simulator.faults({ restOutage: 'refuses' })
    const warga = carrier.phone('+6281200000001')
    const room = carrier.phone(psc)
    await warga.dials(line)
    await warga.presses('1')
    await warga.hears(/Kami menghubungi PSC 119/)
    await room.answers()
    await room.hears(/Anda disambungkan dengan warga/)
    await warga.talksWith(room)
    carrier.simulator.faults({ restOutage: 'off' })
    await carrier.passes(30)
    await warga.says('Ayah saya tidak sadar')
    await room.hears(/tidak sadar/)
    t.equal(room.heard.filter(({ kind }) => kind === 'ringing').length, 1, 'the control room was rung once')
    warga.hangsUp()
    await hotline.eventually<{ state: string }>(
      'select state from emergencies',
      ([one]) => one?.state === 'acknowledged',
    )
    t.match(await hotline.rows('select emergency, reached from diverted_calls'), [{ reached: 'PSC 119' }])
    t.match(await hotline.rows('select kind from tickets'), [{ kind: 'emergency' }])
    t.same(await hotline.rows('select id from recoveries where state <> $1', ['closed']), [], 'nobody is called back')
  },
)
