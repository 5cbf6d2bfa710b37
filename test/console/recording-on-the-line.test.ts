/** The whole way of a recording: a citizen speaks on the line, and an operator hears it from the carrier through us. */
import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)

t.test('what a citizen said is heard in the console, whole and from the middle', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'] })
  const warga = hotline.carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('2')
  await warga.hears(/Pengaduan tentang apa/)
  await warga.presses('1')
  await warga.hears(/Di mana kejadiannya/)
  await warga.presses('5')
  await warga.hears(/sebutkan tempatnya/)
  await warga.says('Korong Sungai Abang, dekat masjid raya')
  await warga.presses('#')
  await warga.hears(/ceritakan apa yang terjadi/)
  await warga.hangsUp()
  const done = `select recording_sid from recordings where call_sid = $1 and status = 'completed'`
  const rows = await hotline.eventually<{ recording_sid: string }>(done, ({ length }) => length === 1, [warga.callSid])
  const sid = rows[0]?.recording_sid ?? ''
  const wav = hotline.carrier.simulator.carrier.recordings.get(sid)?.wav ?? Buffer.alloc(0)
  t.ok(wav.length > 1000, 'the carrier has its sound')

  const own = { origin: hotline.url, 'content-type': 'application/json' }
  const credentials = JSON.stringify({ login: 'sari', password: 'a long password of sari' })
  const entered = await fetch(`${hotline.url}/api/session`, { method: 'POST', headers: own, body: credentials })
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${hotline.url}${path}`, { headers: { cookie, ...headers } })
  const call = (await (await get(`/api/calls/${warga.callSid}`)).json()) as { recordings: { id: string }[] }
  t.match(call.recordings, [{ id: sid, status: 'completed' }])

  const path = `/api/calls/${warga.callSid}/recordings/${sid}/audio`
  const whole = await get(path)
  t.match([whole.status, whole.headers.get('content-type')], [200, 'audio/x-wav'])
  t.ok(Buffer.from(await whole.arrayBuffer()).equals(wav))
  const middle = await get(path, { range: 'bytes=500-999' })
  t.match([middle.status, middle.headers.get('content-range')], [206, `bytes 500-999/${wav.length}`])
  t.ok(Buffer.from(await middle.arrayBuffer()).equals(wav.subarray(500, 1000)))
  t.equal((await fetch(`${hotline.url}${path}`)).status, 401, 'nobody hears it from outside')

  const database = openDatabase({
    url: hotline.databaseUrl,
    connections: 1,
    statementTimeout: 5_000,
    connectionTimeout: 5_000,
    onWake: () => {},
    onIdleError: () => {},
  })
  t.teardown(() => database.close())
  const entries = await auditAbout(database, `recording:${sid}`)
  t.match(entries, [{ action: 'recording.opened', facts: { callSid: warga.callSid } }])
  t.equal(entries.length, 1)
})
