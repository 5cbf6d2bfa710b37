import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { stringify } from 'yaml'
import { housePrompts } from '../../src/site/phrases.ts'
import { smallFlow, smallPrompts } from '../flow/small-flow.ts'
import { smallSite } from '../flow/small-site.ts'
import { load } from '../site/changed-site.ts'
import { line, startHotline } from '../support/hotline.ts'

const shipped = join(import.meta.dirname, '../../ivr-flows')

/** The small site, with key 8 in the queue for a callback; the house's own sentences are the shipped ones. */
async function folderWithCallback(t: Test): Promise<string> {
  const { flows } = await load(shipped)
  const house = Object.fromEntries(housePrompts.map((id) => [id, flows[0]?.prompts.ind?.[id]?.text]))
  const files = {
    ...smallSite,
    'kecil.yaml': smallFlow
      .replace('      9: pesan\n', '      8: panggil\n      9: pesan\n')
      .replace(
        '  pesan:\n    voicemail',
        '  panggil:\n    callback: umum\n    exits: { granted: dijanjikan, refused: pesan }\n' +
          '  dijanjikan: { say: dijanjikan, next: selesai }\n  pesan:\n    voicemail',
      ),
    'prompts/ind.yaml': `${smallPrompts}dijanjikan: Kami telepon kembali.\n${stringify(house)}`,
  }
  const folder = await mkdtemp(join(tmpdir(), 'sahut-callback-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return folder
}

const outcome = 'select outcome from callbacks'
type Outcome = { readonly outcome: string | null }

t.test('a citizen who hangs up keeps the place, is called when an operator is there, and both talk', async (t) => {
  const hotline = await startHotline(t, { folder: await folderWithCallback(t), operators: ['sari'] })
  const [busy, citizen] = [hotline.carrier.phone('+6281200000009'), hotline.carrier.phone('+6281200000001')]
  const sari = hotline.operator('sari')
  await busy.dials(line)
  await busy.presses('2')
  await sari.answers()
  await sari.hears(/Tekan 1/)
  await sari.presses('1')
  await hotline.talk(busy, sari)

  await citizen.dials(line)
  const asked = citizen.callSid
  await citizen.presses('2')
  await citizen.hears(/Tunggu/)
  await citizen.presses('8')
  await citizen.hears(/Kami telepon kembali/)
  await citizen.isHungUp()
  await hotline.eventually<{ state: string }>('select state from callbacks', ([row]) => row?.state === 'waiting')

  await sari.presses('*')
  await busy.isHungUp()
  await sari.isHungUp()
  await sari.answers()
  await sari.hears(/Panggilan balik dari antrean Umum/)
  await sari.presses('1')
  await sari.hears(/Warga sedang kami telepon/)
  await citizen.answers()
  await citizen.hears(/Anda meminta dipanggil balik/)
  await hotline.talk(citizen, sari)
  await sari.says('Halo, ada yang bisa dibantu?')
  await citizen.hears(/ada yang bisa dibantu/)
  await sari.presses('*')
  await citizen.isHungUp()
  await hotline.eventually<Outcome>(outcome, ([row]) => row?.outcome === 'spoken')
  const story = (await hotline.timeline(asked)).filter((kind) => kind.startsWith('callback') || kind === 'call.ended')
  t.same(story, [
    'callback.asked',
    'callback.answered',
    'callback.in_line',
    'call.ended',
    'callback.calling',
    'callback.picked_up',
    'callback.closed',
  ])
})

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
