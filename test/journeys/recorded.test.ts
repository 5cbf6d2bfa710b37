/** A line whose conversations are recorded: the citizen is told, and a person who may hears it, through us. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { wavSeconds } from '../../src/simulator/audio.ts'
import { atDesk } from '../support/desk.ts'
import { line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)

/** The shipped site, with conversations on its line recorded. */
async function recordedSite(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-recorded-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await cp(join(import.meta.dirname, '../../ivr-flows'), folder, { recursive: true })
  const file = join(folder, 'site.yaml')
  const text = await readFile(file, 'utf8')
  const recorded = text.replace('label: Hotline bebas pulsa, flow: utama', '$&, recording: true')
  if (recorded === text) throw new Error('the line is written in another way by now')
  await writeFile(file, recorded)
  return folder
}

t.test('a conversation is announced as recorded, kept with its call, and played to who may hear it', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'], folder: await recordedSite(t) })
  const [sari, warga] = [hotline.operator('sari'), hotline.carrier.phone('+6281200000001')]
  await warga.dials(line)
  await warga.presses('3')
  await sari.answers()
  await sari.presses('1')
  await warga.hears(/Percakapan ini direkam/)
  await hotline.talk(warga, sari)
  await warga.says('Lampu jalan di depan pasar mati')
  await sari.hears(/mati/)
  await hotline.carrier.passes(20)
  await sari.presses('*')
  await warga.isHungUp()
  type Row = { recording_sid: string; call_sid: string; kind: string; duration_seconds: number }
  const [kept] = await hotline.eventually<Row>(
    `select * from recordings where status = 'completed'`,
    ({ length }) => length === 1,
  )
  t.match(kept, { call_sid: warga.callSid, kind: 'conversation' })
  t.ok((kept?.duration_seconds ?? 0) >= 20, 'as long as the conversation was')

  const desk = await atDesk(hotline, 'sari')
  const path = `/api/calls/${warga.callSid}/recordings/${kept?.recording_sid}/audio`
  const sound = await desk.fetches(path)
  t.equal(sound.status, 200)
  t.equal(wavSeconds(Buffer.from(await sound.arrayBuffer())), kept?.duration_seconds)
  t.equal((await hotline.rows(`select from audit_entries where action = 'recording.opened'`)).length, 1)
})

t.test('without the word in the site nobody is recorded', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'] })
  const [sari, warga] = [hotline.operator('sari'), hotline.carrier.phone('+6281200000001')]
  await warga.dials(line)
  await warga.presses('3')
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(warga, sari)
  await sari.presses('*')
  await warga.isHungUp()
  t.notMatch(warga.transcript(), /direkam/)
  t.equal(hotline.carrier.simulator.carrier.recordings.size, 0)
})
