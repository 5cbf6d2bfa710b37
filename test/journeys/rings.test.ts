import t from 'tap'
import { isOver, isServed, ringsAgain, ringsTwice } from './rings.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

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

t.test('119 rings twice and the first line is answered first: the other stops ringing', async (t) => {
  const { hotline, first, second, warga } = await ringsTwice(t)
  await first.answers()
  await hotline.talk(warga, first)
  await second.isHungUp()
  t.notOk(
    second.heard.some(({ kind }) => kind === 'speech'),
    'nobody picked it up',
  )
  await isServed(t, hotline, warga, first)
})

t.test('119 rings twice and is busy with the first ring: whoever answers that one is put through', async (t) => {
  const { hotline, room, warga } = await ringsAgain(t)
  const [told] = await hotline.eventually<{ ended_at: Date | null }>(
    'select ended_at from legs order by placed_at limit 1',
    ([leg]) => leg?.ended_at != null,
  )
  t.ok(told, 'the second ring was busy, and counts as the end of the leg')
  await room.answers()
  await hotline.talk(warga, room)
  await isServed(t, hotline, warga, room)
  t.match(await hotline.rows('select state, rung from rung_attempts order by place limit 1'), [
    { rung: 'PSC 119', state: 'ended' },
  ])
})

t.test(
  '119 rings twice and the caller hangs up: the line of which nothing was told hears that it is over',
  async (t) => {
    const { hotline, first, second, warga } = await ringsTwice(t)
    warga.hangsUp()
    await second.isHungUp()
    await first.answers()
    await first.hears(/sudah ditangani/)
    await first.isHungUp()
    await isOver(hotline, warga)
    t.same(await hotline.rows('select from legs where answered_at is not null'), [], 'and is joined to nobody')
  },
)

t.test('119 rings twice, both are known and the caller hangs up: both lines stop at once', async (t) => {
  const { hotline, first, second, warga } = await ringsTwice(t, 12)
  await hotline.eventually('select from stray_legs', ({ length }) => length === 1)
  await isOver(hotline, warga)
  await first.isHungUp()
  await second.isHungUp()
  const { legs } = hotline.carrier.simulator.carrier
  t.same(
    [first, second].map(({ callSid }) => legs.get(callSid ?? '')?.status),
    ['canceled', 'canceled'],
  )
  t.notOk(
    [...first.heard, ...second.heard].some(({ kind }) => kind === 'speech'),
    'and nobody has picked up',
  )
})
