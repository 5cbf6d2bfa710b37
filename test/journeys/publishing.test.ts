import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { change, changedFolder } from '../site/changed-site.ts'
import { line, startHotline } from '../support/hotline.ts'

t.test('a changed sentence is heard by the next call, and not by the one that goes on', async (t) => {
  const folder = await changedFolder(t)
  const hotline = await startHotline(t, { folder, apart: true, mayLog: /^Changed files cannot be used/ })
  const { carrier, url } = hotline
  const ready = async () =>
    (await (await fetch(`${url}/health/ready`)).json()) as { checks: Record<string, { ok: boolean; problem?: string }> }
  /** Real time, because files and processes know no other; the design's limit is five seconds. */
  const within = async (what: string, isSo: () => Promise<boolean>) => {
    const began = performance.now()
    while (!(await isSo())) {
      if (performance.now() - began > 60_000) return void t.fail(`never came true: ${what}`)
      await sleep(100)
    }
    t.pass(`${what}, after ${Math.round(performance.now() - began)} ms`)
  }

  const early = carrier.phone('+6281200000001')
  await early.dials(line)
  await early.hears(/tekan 1/)

  await change(folder, {
    'prompts/ind.yaml': (text) => text.replace(/^topik: .*$/m, 'topik: "Pilih topik yang baru."'),
  })
  await within('the change is published', async () => (await hotline.rows('select from publications')).length === 2)
  await within('and in force in the web process', async () => {
    const [{ count } = { count: 0 }] = await hotline.rows<{ count: number }>(
      'select count(*)::int as count from flow_revisions',
    )
    return count === 2
  })
  await sleep(1_500)

  await early.presses('2')
  await early.hears(/Untuk jalan/)
  t.notOk(
    /Pilih topik yang baru/.test(early.heard.map(({ text }) => text).join(' ')),
    'the call that goes on keeps its words',
  )

  const late = carrier.phone('+6281200000002')
  await late.dials(line)
  await late.presses('2')
  await late.hears(/Pilih topik yang baru/)

  await change(folder, { 'utama.yaml': (text) => text.replace('3: antre_umum\n', '3: antri\n') })
  await within('a broken file is told on the health page', async () => !(await ready()).checks.flows?.ok)
  t.match((await ready()).checks.flows, {
    problem:
      /^publication 2 goes on, because the changed files cannot be used; utama\.yaml:\d+ nodes\.sapaan\.options\.3: leads to "antri"/,
  })
  t.equal((await fetch(`${url}/health/ready`)).status, 200, 'calls may still come here')

  const third = carrier.phone('+6281200000003')
  await third.dials(line)
  await third.presses('2')
  await third.hears(/Pilih topik yang baru/)

  await hotline.stop('web')
  await hotline.start('web')
  const fourth = carrier.phone('+6281200000004')
  await fourth.dials(line)
  await fourth.presses('2')
  await fourth.hears(/Pilih topik yang baru/)
  t.equal((await hotline.rows('select from publications')).length, 2, 'a start with broken files publishes nothing')
})
