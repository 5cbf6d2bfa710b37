import t from 'tap'
import { isServed, ringsTwice } from './rings.ts'

t.setTimeout(110_000)

t.test('119 rings twice and the second line is answered first: the other hears that it was taken', async (t) => {
  const { hotline, first, second, warga } = await ringsTwice(t)
  await second.answers()
  await second.hears(/Anda disambungkan/)
  await first.answers()
  await first.hears(/sudah ditangani/)
  await hotline.talk(warga, second)
  await first.isHungUp()
  await isServed(t, hotline, warga, second)
})
