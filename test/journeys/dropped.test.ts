import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)

type Recovery = { readonly state: string; readonly outcome: string | null; readonly seconds: number }

t.test(
  'who presses 1 and is cut off before anyone answers is rung within the minute, with an operator there',
  async (t) => {
    const hotline = await startHotline(t, { operators: ['sari'] })
    const citizen = hotline.carrier.phone('+6281200000001')
    const sari = hotline.operator('sari')
    await citizen.dials(line)
    const dropped = citizen.callSid
    await citizen.presses('1')
    await citizen.hears(/Panggilan darurat/)
    citizen.hangsUp()
    await hotline.eventually<Recovery>('select state, outcome from recoveries', ([row]) => row?.state === 'open')
    // The ring of the call that was cut off is over.
    const first = 'select ended_at from legs order by placed_at limit 1'
    await hotline.eventually<{ ended_at: Date | null }>(first, ([leg]) => leg?.ended_at != null)

    await sari.answers()
    await sari.hears(/Darurat/)
    await sari.presses('1')
    await sari.hears(/Warga sedang kami telepon/)
    await citizen.answers()
    await citizen.hears(/Anda baru saja meminta pertolongan, lalu terputus/)
    await hotline.talk(citizen, sari)
    await sari.says('Halo, apa yang terjadi?')
    await citizen.hears(/apa yang terjadi/)
    await sari.presses('*')
    await citizen.isHungUp()
    const [recovery] = await hotline.eventually<Recovery>(
      `select state, outcome, extract(epoch from first_try_at - dropped_at)::float8 as seconds from recoveries`,
      ([row]) => row?.outcome === 'reached',
    )
    t.ok((recovery?.seconds ?? 99) < 60, 'within the minute')
    t.match(await hotline.rows('select state from emergencies'), [{ state: 'acknowledged' }])
    const story = (await hotline.timeline(dropped)).filter((kind) => /^(recovery|callback)\./.test(kind))
    t.same(story, [
      'recovery.began',
      'callback.owed',
      'callback.in_line',
      'callback.calling',
      'callback.picked_up',
      'callback.closed',
      'recovery.closed',
    ])
  },
)

t.test('who hangs up unseen while an operator accepts is called back: nobody had talked with them', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'] })
  const citizen = hotline.carrier.phone('+6281200000001')
  const sari = hotline.operator('sari')
  await citizen.dials(line)
  await citizen.presses('1')
  await sari.answers()
  await sari.hears(/Darurat/)
  hotline.carrier.simulator.faults({ callbackMissing: 1 })
  citizen.hangsUp()
  hotline.carrier.simulator.faults({ callbackMissing: 0 })
  await sari.presses('1')
  await hotline.eventually<Recovery>('select state, outcome from recoveries', ([row]) => row?.state === 'open')
  t.match(await hotline.rows('select state from emergencies'), [{ state: 'dropped' }])
})
