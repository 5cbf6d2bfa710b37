/** The whole line as people see it: phones page, web, worker, Postgres and carrier for real, from dialling to the ticket. */
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { addStaff } from '../../src/identity/service.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { demoPhones } from '../../src/simulator/demo-phones.ts'
import { line, startHotline } from '../support/hotline.ts'
import { seriousProblems } from './support/accessibility.ts'
import { withBrowser } from './support/chromium.ts'
import { phoneOn } from './support/phone.ts'

t.setTimeout(280_000)
const newContext = await withBrowser(t)
const supervisor = { login: 'rina', name: 'Rina', roles: ['supervisor'], password: 'kata sandi rina yang panjang' }

/** A hotline with the demonstration's phones and a supervisor; a browser that shows the phones. */
async function openLine(t: Test) {
  const hotline = await startHotline(t)
  for (const phone of demoPhones) hotline.carrier.simulator.addPhone(phone)
  await addSupervisor(hotline.databaseUrl)
  // Colours in mid-change would be measured as too pale.
  const context = await newContext({ reducedMotion: 'reduce' })
  const errors: string[] = []
  context.on('weberror', (error) => errors.push(error.error().message))
  // Who is not signed in yet is told so: 401. A page asks again when the machine is too busy for an answer: 503.
  context.on('console', (message) => {
    if (message.type() === 'error' && !/401|503/.test(message.text())) errors.push(message.text())
  })
  t.teardown(() => context.close())
  const open = async (url: string): Promise<Page> => {
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    await page.goto(url)
    return page
  }
  const page = await open(`${hotline.carrier.url}/phones/`)
  // Time passes only while somebody waits for it, so that a slow machine costs nobody a ring.
  const during = <T>(wait: Promise<T>): Promise<T> => hotline.carrier.during(wait)
  return { hotline, open, page, during, errors }
}

async function addSupervisor(url: string): Promise<void> {
  const database = openDatabase({
    url,
    connections: 1,
    statementTimeout: 5_000,
    connectionTimeout: 5_000,
    onWake: () => {},
    onIdleError: () => {},
  })
  await database.transact((tx) => addStaff(tx, supervisor, { now: Date.now(), actor: 'system' }))
  await database.close()
}

t.test('a citizen dials, presses 3 and talks with an operator; the supervisor finds call and ticket', async (t) => {
  const { hotline, open, page, during, errors } = await openLine(t)
  await hotline.onDuty('sari', '+6281100000001')
  const citizen = await phoneOn(page, 'Warga 1')
  const operator = await phoneOn(page, 'Petugas Sari')

  await citizen.dials(line)
  await during(citizen.hears(/petugas, tekan 3/))
  const heard = await citizen.captions()
  t.match(
    heard[0],
    /^Hotline Kabupaten Padang Pariaman\. Untuk keadaan darurat, tekan 1\./,
    'emergency is offered first',
  )
  await citizen.presses('3')
  await during(operator.is('Berdering'))
  t.strictSame(await seriousProblems(page), [], 'people who cannot see the page can use it while a phone rings')
  await operator.answers()
  await during(operator.hears(/Seorang warga menunggu.*Tekan 1/))
  await operator.presses('1')
  await during(citizen.talksWith('Petugas Sari'))
  await during(operator.talksWith('Warga 1'))
  await operator.says('Selamat pagi, ada yang bisa kami bantu?')
  await citizen.hears('Selamat pagi, ada yang bisa kami bantu?')
  await citizen.says('Jalan di depan rumah saya longsor.')
  await operator.hears('Jalan di depan rumah saya longsor.')
  t.strictSame(await seriousProblems(page), [], 'and while two talk')
  await citizen.hangsUp()
  await during(operator.hears(/Percakapan selesai/))
  await during(operator.is('Siap'))
  await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 1)

  const console = await open(hotline.url)
  await console.getByLabel('Nama pengguna').fill(supervisor.login)
  await console.getByRole('textbox', { name: 'Kata sandi' }).fill(supervisor.password)
  await console.getByRole('button', { name: 'Masuk', exact: true }).click()
  await console.getByRole('navigation').getByRole('link', { name: 'Panggilan' }).click()
  const row = console.getByRole('row').filter({ hasText: '+62812•••0001' })
  t.match(await row.textContent(), /Dilayani petugas/)
  await row.getByRole('link').first().click()
  const timeline = console.getByRole('region', { name: 'Jejak kejadian' })
  await timeline.getByText('Panggilan masuk').waitFor()
  t.match(await timeline.textContent(), /Pilihan ditekan.*tombol: 3.*Panggilan berakhir/)
  t.strictSame(await seriousProblems(console), [], 'nor is the call hidden from them')
  await console.getByRole('link', { name: /^\d{8}$/ }).click()
  await console.getByRole('heading', { name: /^Tiket \d{8}$/ }).waitFor()
  await t.resolves(console.getByText('Dinas Komunikasi dan Informatika').first().waitFor(), 'the ticket has an owner')
  t.strictSame(errors, [], 'nothing went wrong in the browser')
})

t.test('key 1 rings PSC 119, whose people talk with the caller at once', async (t) => {
  const { page, during, errors } = await openLine(t)
  const citizen = await phoneOn(page, 'Warga 2')
  const psc = await phoneOn(page, 'PSC 119')

  await citizen.dials(line)
  await during(citizen.hears(/keadaan darurat, tekan 1/))
  await citizen.presses('1')
  await during(psc.is('Berdering'))
  await psc.answers()
  await during(psc.talksWith('Warga 2'))
  await psc.says('PSC 119, apa yang terjadi?')
  await citizen.hears('PSC 119, apa yang terjadi?')
  await citizen.says('Rumah tetangga saya terbakar.')
  await t.resolves(psc.hears('Rumah tetangga saya terbakar.'))
  await citizen.hangsUp()
  await during(psc.is('Siap'))
  t.strictSame(errors, [], 'nothing went wrong in the browser')
})
