import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { change, changedFolder } from '../site/changed-site.ts'
import { cliDesk } from './cli-desk.ts'

const wait = (words: string) => ({
  'prompts/ind.yaml': (text: string) => text.replace(/^mohon_tunggu: .*$/m, `mohon_tunggu: "${words}"`),
})

t.test('publishing from the terminal', async (t) => {
  const { database, run, clock } = await cliDesk(t)
  const folder = await changedFolder(t, wait('Pertama.'))
  const eng = (...args: readonly string[]) => run(['--lang', 'eng', 'flow', ...args])
  const password = ['--password-stdin']
  const user = (login: string, role: string) =>
    run(['user', 'add', '--login', login, '--name', login, '--role', role, ...password], 'kata sandi panjang')
  await user('dewi', 'coordinator')
  await user('sari', 'operator')

  t.test('nothing yet', async (t) => {
    t.match(await run(['flow', 'history']), { isDone: true, text: /Belum ada yang diterbitkan/ })
    t.match(await eng('rollback'), { isDone: false, text: 'There is no such publication. See: flow history' })
    t.match(await eng('diff', '--folder', folder), { isDone: false })
  })

  t.test('a sound folder is published, with a note and by somebody with the right', async (t) => {
    const done = await run(['flow', 'publish', folder, '--note', 'awal', '--by', 'dewi'])
    t.same(done, { isDone: true, text: 'Terbitan 1 berlaku sejak 2026-01-05 08:00:00.' })
    t.match(await auditAbout(database, 'publication:1'), [{ actor: /^staff:/, facts: { note: 'awal' } }])
    t.match(await eng('publish', folder, '--note', 'x', '--by', 'sari'), {
      isDone: false,
      text: 'sari may not publish flows.',
    })
    t.match(await eng('publish', folder, '--note', 'x', '--by', 'siapa'), { isDone: false })
    t.match(await eng('publish', folder, '--note', 'x'), { isDone: true, text: /in force already \(publication 1\)/ })
  })

  t.test('what would change is told, and then published by the user of the terminal', async (t) => {
    await change(folder, wait('Kedua.'))
    const diff = await eng('diff', '--folder', folder)
    t.match(diff.text, /^--- prompts\/ind\.yaml[\s\S]*-mohon_tunggu: "Pertama\."\n\+mohon_tunggu: "Kedua\."/)
    clock.now += 60_000
    t.match(await eng('publish', folder, '--note', 'other words'), { isDone: true })
    t.equal((await eng('diff', '--folder', folder)).text, 'There is no difference.')
    t.match((await eng('diff', '1', '2')).text, /\+mohon_tunggu: "Kedua\."/)
    t.match((await eng('diff', '2', '1')).text, /\+mohon_tunggu: "Pertama\."/)
  })

  t.test('a broken folder is refused with file and line, and what is in force stays', async (t) => {
    await change(folder, { 'utama.yaml': (text) => text.replace('3: antre_umum\n', '3: antri\n') })
    const refused = await eng('publish', folder, '--note', 'x')
    t.equal(refused.isDone, false)
    t.match(refused.text, /^utama\.yaml:\d+ nodes\.sapaan\.options\.3: leads to "antri"[\s\S]*1 things to mend first/)
    await change(folder, { 'utama.yaml': (text) => text.replace('3: antri\n', '3: antre_umum\n') })
  })

  t.test('one for later, by the region’s clock; going back names it', async (t) => {
    await change(folder, wait('Ketiga.'))
    for (const time of ['besok', '2025-01-01 07:30'])
      t.match(await eng('publish', folder, '--note', 'x', '--at', time), {
        isDone: false,
        text: /cannot be read or is over/,
      })
    const scheduled = await eng('publish', folder, '--note', 'Monday', '--at', '2026-01-12 07:30')
    t.match(scheduled.text, /^Publication 3 comes into force 2026-01-12 07:30:00/)
    const back = await eng('rollback', '--note', 'wrong words')
    t.match(back, { isDone: true, text: /^Publication 4 is in force[\s\S]*Still scheduled: publication 3/ })
    t.match(await eng('withdraw', '3'), { isDone: true, text: /^Publication 3 was withdrawn/ })
    t.match(await eng('withdraw', '3'), { isDone: false })
    t.match(await eng('rollback', '2'), { isDone: true, text: /^Publication 5/ })
  })

  t.test('the history says who, when and why', async (t) => {
    const { text } = await eng('history')
    const [heads, , ...rows] = text.split('\n')
    t.match(heads, /^publication +in force from +state +by +note$/)
    t.match(rows, [
      /^5 .* in force +terminal:\S+ +back to publication 2$/,
      /^4 .*back to publication 1: wrong words$/,
      /^3 +2026-01-12 07:30:00 +withdrawn +terminal:\S+ +Monday$/,
      /^2 .*other words$/,
      /^1 +2026-01-05 08:00:00 +dewi +awal$/,
    ])
  })
})
