import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import { folderWithCallback } from './callback-site.ts'

/** Who is in sari's conversation, as her page is told. Ends when it is so; the test's own time ends it otherwise. */
async function eventuallyOnDesk(url: string, wanted: readonly string[]): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-requested-with': 'test' }
  const body = JSON.stringify({ login: 'sari', password: 'a long password of sari' })
  const signedIn = await fetch(`${url}/api/session`, { method: 'POST', headers, body })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((set) => set.split(';')[0] ?? '')
    .join('; ')
  for (;;) {
    const desk = (await (await fetch(`${url}/api/desk`, { headers: { cookie } })).json()) as Desk
    const found = desk.conversation?.with.map(({ purpose, state }) => `${purpose} ${state}`).sort()
    if (found?.join() === wanted.join()) return
    await pause(200)
  }
}
type Desk = { readonly conversation: { readonly with: readonly { purpose: string; state: string }[] } | null }

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
  await eventuallyOnDesk(hotline.url, ['callback talking', 'operator talking'])
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
