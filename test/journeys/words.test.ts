import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { audio } from '../../src/cli/flow-audio.ts'
import { makeWav } from '../../src/simulator/audio.ts'
import { line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

t.test('a caller answers the menu in words; what is mumbled is asked again, and a key works as ever', async (t) => {
  const hotline = await startHotline(t)
  const warga = hotline.carrier.phone('+6281200000011')
  await warga.dials(line)
  await warga.hears(/darurat/)
  await warga.says('hmm pengaduan', 0.2)
  await warga.hears(/darurat/)
  await warga.says('pengaduan', 0.8)
  await warga.hears(/Pengaduan/)
  await warga.presses('1')
  warga.hangsUp()
  await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 1)
  const told = await hotline.timeline(warga.callSid)
  t.ok(told.includes('input.missed') && told.includes('choice.made'), told.join(', '))
})

t.test('where texts go both ways, the menu of the line is answered by text', async (t) => {
  const folder = t.testdir({})
  await cp(join(import.meta.dirname, '../../ivr-flows'), folder, { recursive: true })
  const site = await readFile(join(folder, 'site.yaml'), 'utf8')
  await writeFile(join(folder, 'site.yaml'), site.replace('two_way_text: false', 'two_way_text: true'))
  const hotline = await startHotline(t, { folder })
  const warga = hotline.carrier.phone('+6281200000012')
  warga.texts('halo')
  const menu = (await warga.receivesText(/1\. /)).body
  t.match(menu, /2\. Pengaduan/i)
  warga.texts('pengaduan')
  await warga.receivesText(/\n2\. /)
  warga.texts('ada kebakaran rumah di Lubuk Alung')
  const danger = await warga.receivesText(/112/)
  const code = /\b[1-9]\d{7}\b/.exec(danger.body)?.[0]
  const [ticket] = await hotline.rows<{ kind: string; description: string }>(
    'select kind, description from tickets where code = $1',
    [code],
  )
  t.match(ticket, { kind: 'emergency', description: /kebakaran/ })
})

t.test('a sentence that was recorded and stamped is played to the caller, the others are spoken', async (t) => {
  const folder = t.testdir({})
  await cp(join(import.meta.dirname, '../../ivr-flows'), folder, { recursive: true })
  await mkdir(join(folder, 'audio/ind'), { recursive: true })
  await writeFile(join(folder, 'audio/ind/salam.wav'), makeWav(4))
  await audio(folder, { stamp: true }, 'ind')
  const hotline = await startHotline(t, { folder })
  const warga = hotline.carrier.phone('+6281200000013')
  await warga.dials(line)
  await warga.hears(/pengaduan, tekan 2/)
  t.match(
    warga.heard.find(({ kind }) => kind === 'audio'),
    { seconds: 4, text: /salam\.wav/ },
  )
  warga.hangsUp()
  await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 1)
})
