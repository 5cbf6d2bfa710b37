import t, { type Test } from 'tap'
import { type Hotline, line, startHotline } from '../support/hotline.ts'
import type { TestPhone } from '../support/phone.ts'
import { emptyRedis, noRedis } from '../support/redis.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

const redisUrl = await emptyRedis(12)

const psc = 'sip:119@psc.padangpariaman.example'
const [damkar, posko] = ['+62751000113', '+62751000112']

async function pressesOne(hotline: Hotline, number: string): Promise<TestPhone> {
  const warga = hotline.carrier.phone(number)
  await warga.dials(line)
  await warga.presses('1')
  await warga.hears(/Panggilan darurat\. Bantuan segera kami hubungi/)
  return warga
}

const emergencyOf = (hotline: Hotline, callSid: string | null, state: string) =>
  hotline.eventually<{ state: string; settled_by: string | null }>(
    'select state, settled_by from emergencies where call_sid = $1',
    ([one]) => one?.state === state,
    [callSid],
  )

async function reaches119(t: Test, engine: string | undefined) {
  const hotline = await startHotline(t, { redisUrl: engine, apart: true })
  const [room, brigade] = [hotline.carrier.phone(psc), hotline.carrier.phone(damkar)]
  const warga = await pressesOne(hotline, '+6281200000001')
  await room.answers()
  t.match(
    await room.hears(/./),
    /Ini hotline Kabupaten Padang Pariaman\. Darurat umum, lokasi belum diketahui\. Nomor nol delapan satu dua.*Anda disambungkan/s,
  )
  await hotline.talk(warga, room)
  await warga.says('Rumah saya terbakar')
  await room.hears(/terbakar/)
  const [emergency] = await emergencyOf(hotline, warga.callSid, 'acknowledged')
  t.equal(emergency?.settled_by, 'rung:PSC 119', 'seconds of conversation acknowledge: a control room presses nothing')
  await brigade.isHungUp()
  const attempts = await hotline.rows<{ rung: string; state: string }>(
    'select rung, state from rung_attempts order by place',
  )
  t.match(attempts[0], { rung: 'PSC 119', state: 'accepted' })
  t.same(
    attempts.slice(1).filter(({ state }) => state !== 'withdrawn' && state !== 'failed'),
    [],
    'a rung that rang until 119 was acknowledged has stopped',
  )
  warga.hangsUp()
  await room.isHungUp()
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)
  t.equal((await emergencyOf(hotline, warga.callSid, 'acknowledged')).length, 1, 'and stays acknowledged')
  t.match(await hotline.rows('select kind from tickets where contact = $1', [warga.callSid]), [{ kind: 'emergency' }])
}

t.test('with nobody on duty, key 1 is on the way to 119 at once', (t) => reaches119(t, undefined))

t.test('the same on Redis', { skip: redisUrl === undefined ? noRedis : false }, (t) => reaches119(t, redisUrl))

t.test('an emergency overtakes who waits, and rings every free operator', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'], mayLog: /ladder was climbed/ })
  for (const partner of [psc, damkar, posko]) hotline.carrier.phone(partner).is('no-answer')
  const [sari, budi] = [hotline.operator('sari'), hotline.operator('budi')]
  const first = hotline.carrier.phone('+6281200000001')
  await first.dials(line)
  await first.presses('3')
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(first, sari)
  const second = hotline.carrier.phone('+6281200000002')
  await second.dials(line)
  await second.presses('3')
  await second.hears(/nomor 1 di antrean/)
  // The ladder begins at once, since nobody is free; an operator who comes on duty meanwhile is rung all the same.
  const warga = await pressesOne(hotline, '+6281200000003')
  await hotline.onDuty('budi')
  await budi.answers()
  t.match(
    await budi.hears(/./),
    /^Darurat\. Seorang warga meminta pertolongan/,
    'the emergency, not the caller who was first',
  )
  await budi.presses('1')
  await hotline.talk(warga, budi)
  t.match(await emergencyOf(hotline, warga.callSid, 'acknowledged'), [{ settled_by: /^staff:/ }])
  await hotline.eventually<{ state: string }>('select state from rung_attempts', (all) =>
    all.every(({ state }) => state === 'withdrawn'),
  )
  t.equal(second.device.state, 'in-call', 'who was overtaken still waits')
  warga.hangsUp()
  await budi.answers()
  t.match(await budi.hears(/./), /^Hotline\. Seorang warga menunggu/)
  await budi.presses('1')
  await hotline.talk(second, budi)
})

t.test('several free operators share an emergency; the ladder waits for them', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari', 'budi'] })
  const [sari, budi, room] = [hotline.operator('sari'), hotline.operator('budi'), hotline.carrier.phone(psc)]
  const warga = await pressesOne(hotline, '+6281200000001')
  await Promise.all([sari.rings(), budi.rings()])
  t.equal(room.device.state, 'idle')
  await room.rings()
  const [emergency] = await hotline.rows<{ waited: number }>(
    'select extract(epoch from a.started_at - e.raised_at)::float as waited from emergencies e join rung_attempts a on a.emergency_id = e.id',
  )
  t.ok((emergency?.waited ?? 0) >= 12, 'operators have been rung before the ladder')
  t.ok((emergency?.waited ?? 99) < 20, 'but not for long')
  await room.answers()
  await hotline.talk(warga, room)
})

t.test('a duty phone has to press 1: silence, voicemail and no answer climb on', { timeout: 240_000 }, async (t) => {
  const hotline = await startHotline(t, { mayLog: /ladder was climbed/ })
  hotline.carrier.phone(psc).is('no-answer')
  const [brigade, post] = [hotline.carrier.phone(damkar), hotline.carrier.phone(posko)]
  const warga = await pressesOne(hotline, '+6281200000001')
  await warga.hears(/Kami sedang menghubungi PSC 119\. Tetaplah di telepon/)
  await brigade.answers()
  await brigade.hears(/Tekan 1 untuk berbicara/)
  await post.rings()
  t.match(
    (await hotline.rows('select rung, state from rung_attempts order by place')).slice(0, 3),
    [{ rung: 'PSC 119', state: 'failed' }, { rung: 'Damkar' }, { rung: 'Posko siaga' }],
    'a phone that is picked up in silence does not hold the next one up for longer than its ring',
  )
  await post.answers()
  await post.hears(/Tekan 1/)
  await post.presses('1')
  await post.hears(/Anda disambungkan dengan warga/)
  await hotline.talk(warga, post)
  t.match(await emergencyOf(hotline, warga.callSid, 'acknowledged'), [{ settled_by: 'rung:Posko siaga' }])
  await brigade.isHungUp()
  const attempts = await hotline.eventually<{ state: string; rung: string }>(
    'select rung, state from rung_attempts order by place',
    (all) => all.every(({ state }) => state !== 'ringing'),
  )
  t.equal(attempts.filter(({ state }) => state === 'accepted').length, 1)
})

t.test('a voicemail on every rung is never an answer; a new round finds a human', { timeout: 240_000 }, async (t) => {
  const hotline = await startHotline(t, { mayLog: /ladder was climbed/ })
  const [brigade, post] = [hotline.carrier.phone(damkar), hotline.carrier.phone(posko)]
  hotline.carrier.phone(psc).is('busy')
  brigade.is('voicemail')
  post.is('voicemail')
  const warga = await pressesOne(hotline, '+6281200000001')
  await brigade.hears(/Terima kasih|Baik/)
  await post.hears(/Terima kasih|Baik/)
  t.match(await emergencyOf(hotline, warga.callSid, 'raised'), [{ settled_by: null }])
  brigade.is('manual')
  await brigade.answers()
  await brigade.presses('1')
  await hotline.talk(warga, brigade)
  t.match(await emergencyOf(hotline, warga.callSid, 'acknowledged'), [{ settled_by: 'rung:Damkar' }])
})

t.test('whoever hangs up before a human is there is called back at night by a duty phone', async (t) => {
  const hotline = await startHotline(t)
  const [room, brigade] = [hotline.carrier.phone(psc), hotline.carrier.phone(damkar)]
  const warga = await pressesOne(hotline, '+6281200000001')
  await room.rings()
  warga.hangsUp()
  await room.isHungUp()
  await emergencyOf(hotline, warga.callSid, 'dropped')
  t.match(await hotline.rows('select kind, stage from tickets'), [{ kind: 'emergency', stage: 'received' }])
  await brigade.answers()
  await brigade.hears(/Tekan 1/)
  await brigade.presses('1')
  await brigade.hears(/terputus sebelum ada yang menjawab/)
  await warga.answers()
  await warga.hears(/Anda baru saja meminta pertolongan/)
  await hotline.talk(warga, brigade)
  warga.hangsUp()
  await brigade.isHungUp()
  await hotline.eventually<{ outcome: string | null }>(
    'select outcome from recoveries',
    ([row]) => row?.outcome === 'reached',
  )
  const begun = await hotline.rows('select id from rung_attempts order by id')
  await hotline.carrier.passes(60)
  t.same(await hotline.rows('select id from rung_attempts order by id'), begun, 'the ladder climbs no further')
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)
})
