/** Told in the long form: its minutes pass fast, and a busy machine lets the phone ring out before anybody can answer. */
import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import { folderWithCallback } from './callback-site.ts'

const outcome = 'select outcome from callbacks'
type Outcome = { readonly outcome: string | null }

t.test('a citizen who does not pick up is called again, and the operator is told', async (t) => {
  const hotline = await startHotline(t, { folder: await folderWithCallback(t), scale: 0.02 })
  const citizen = hotline.carrier.phone('+6281200000001')
  await hotline.onDuty('tuti')
  await hotline.goesHome('tuti')
  await hotline.onDuty('sari', '+6281100000099')
  const sari = hotline.carrier.phone('+6281100000099', { role: 'operator' })
  sari.is('no-answer')
  await citizen.dials(line)
  await citizen.presses('2')
  await citizen.hears(/Tunggu/)
  await citizen.presses('8')
  await citizen.isHungUp()
  citizen.is('no-answer')
  sari.is('manual')
  await sari.answers()
  await sari.hears(/Panggilan balik/)
  await sari.presses('1')
  await sari.hears(/Warga tidak menjawab/)
  await sari.isHungUp()
  const rested = await hotline.eventually<{ state: string; attempts: number }>(
    'select state, attempts from callbacks',
    ([row]) => row?.state === 'resting',
  )
  t.match(rested, [{ attempts: 1 }])
  citizen.is('manual')
  await sari.answers()
  await sari.presses('1')
  await citizen.answers()
  await hotline.talk(citizen, sari)
  citizen.hangsUp()
  await sari.isHungUp()
  await hotline.eventually<Outcome>(outcome, ([row]) => row?.outcome === 'spoken')
})
