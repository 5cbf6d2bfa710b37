import t, { type Test } from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import { emptyRedis, noRedis } from '../support/redis.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

const redisUrl = await emptyRedis(11)

async function callsAndTalks(t: Test, engine: string | undefined) {
  const hotline = await startHotline(t, { operators: ['sari'], redisUrl: engine, apart: true })
  const [warga, sari] = [hotline.carrier.phone('+6281200000001'), hotline.operator('sari')]

  await warga.dials(line)
  t.match(
    await warga.hears(/./),
    /^Hotline Kabupaten Padang Pariaman\. Untuk keadaan darurat, tekan 1\./,
    'emergency is offered first',
  )
  await warga.hears(/petugas, tekan 3/)
  await warga.presses('3')
  await warga.hears(/Mohon tunggu/)
  await sari.answers()
  t.match(
    await sari.hears(/./),
    /^Hotline\. Seorang warga menunggu di antrean Umum\. Tekan 1/,
    'one sentence tells what waits',
  )
  await sari.presses('1')
  await hotline.talk(warga, sari)
  await warga.says('Jalan di depan rumah saya longsor')
  await sari.hears(/longsor/)
  await sari.says('Tim kami berangkat')
  await warga.hears(/Tim kami berangkat/)
  warga.hangsUp()
  await sari.hears(/Percakapan selesai/)
  await sari.isHungUp()

  const [call] = await hotline.eventually<{ status: string; node: string; duration_seconds: number }>(
    'select status, node, duration_seconds from calls where call_sid = $1 and ended_at is not null',
    ({ length }) => length === 1,
    [warga.callSid],
  )
  t.equal(call?.status, 'completed')
  t.equal(call?.node, 'antre_umum', 'the record says where the call ended')
  t.ok((call?.duration_seconds ?? 0) > 0)

  const story = [
    'call.arrived',
    'choice.made',
    'wait.began',
    'operator.offered',
    'leg.answered',
    'operator.joined',
    'human.reached',
    'call.ended',
  ]
  const kinds = await hotline.timeline(warga.callSid)
  t.same(
    kinds.filter((kind) => story.includes(kind)),
    story,
    'the timeline tells the call in order',
  )

  const tickets = await hotline.rows<{ code: string; kind: string; owner: string }>(
    'select code, kind, owner_agency_id as owner from tickets where contact = $1',
    [warga.callSid],
  )
  t.match(tickets, [{ code: /^\d{8}$/, owner: 'diskominfo' }])
  t.match(await hotline.rows('select state from waits where call_sid = $1', [warga.callSid]), [{ state: 'finished' }])
  t.match(await hotline.rows('select state from operators'), [{ state: 'wrap_up' }], 'time to write')
  await hotline.eventually<{ state: string }>('select state from operators', ([one]) => one?.state === 'free')
  t.match(await hotline.rows('select status, ended_at from legs'), [{ status: 'completed', ended_at: Date }])
}

t.test('a citizen dials, is put through to an operator and talks; everything is on record', (t) =>
  callsAndTalks(t, undefined),
)

t.test('the same on Redis', { skip: redisUrl === undefined ? noRedis : false }, (t) => callsAndTalks(t, redisUrl))
