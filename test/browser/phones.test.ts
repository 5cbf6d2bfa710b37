import t from 'tap'
import { demoPhones } from '../../src/simulator/demo-phones.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import { slowness } from '../support/slowness.ts'
import { withBrowser } from './support/chromium.ts'
import { phoneOn, ringingOf } from './support/phone.ts'
import { startSmallHotline } from './support/small-hotline.ts'

const hotline = await startSmallHotline()
const simulator = await startSimulator({ appUrl: hotline.url, phones: demoPhones, scale: 0.2 * slowness() })
const newContext = await withBrowser(t)
t.teardown(async () => {
  await simulator.close()
  await hotline.close()
})

/** The page, and what went wrong on it. */
async function openPage() {
  const page = await (await newContext()).newPage()
  page.setDefaultTimeout(60_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`${simulator.url}/phones/`)
  return { page, errors }
}

t.test('by keyboard alone: Enter calls and answers, keys press, Escape hangs up', async (t) => {
  const { page, errors } = await openPage()
  const citizen = await phoneOn(page, 'Warga 1')
  const operator = await phoneOn(page, 'Petugas Sari')

  await citizen.card.focus()
  await page.keyboard.press('Enter')
  await citizen.hears(/Untuk petugas, tekan 3/)
  await page.keyboard.press('3')
  await operator.is('Berdering')
  await operator.card.focus()
  await page.keyboard.press('Enter')
  await operator.hears(/Tekan 1 untuk menerima/)
  await page.keyboard.press('1')
  await citizen.talksWith('Petugas Sari')
  await page.keyboard.press('Escape')
  await citizen.is('Siap')
  t.strictSame(errors, [], 'nothing went wrong on the page')
})

t.test('a phone that rings comes to the front of its group', async (t) => {
  const { page } = await openPage()
  const citizen = await phoneOn(page, 'Warga 2')
  await page.locator('button[title="Petugas Budi"]').click()
  await citizen.dials()
  await citizen.hears(/Untuk petugas, tekan 3/)
  await citizen.presses('3')
  const { label, phone } = await ringingOf(page, 'Petugas')
  t.equal(label, 'Petugas Sari')
  await phone.card.getByRole('button', { name: 'Tolak' }).click()
  await t.resolves(phone.is('Siap'))
})

t.test('a text to the line is answered on the same phone', async (t) => {
  const { page } = await openPage()
  const citizen = await phoneOn(page, 'Warga 2')
  await citizen.texts('Sampah menumpuk di pasar')
  await t.resolves(citizen.hears('Diterima: Sampah menumpuk di pasar'))
})

t.test('what happens while the page has lost the line is written there when it is back', async (t) => {
  const { page } = await openPage()
  const citizen = await phoneOn(page, 'Warga 1')
  await page.getByRole('status').getByText('Terhubung').waitFor()
  simulator.app.server.closeAllConnections()
  simulator.carrier.phones.deliver('+62751000100', '+6281200000001', 'Tiket Anda sudah dijawab')
  await t.resolves(citizen.hears('Tiket Anda sudah dijawab'))
})

t.test('what a phone does when it rings is kept, and shown after a reload', async (t) => {
  const { page } = await openPage()
  const operator = await phoneOn(page, 'Petugas Sari')
  const stored = page.waitForResponse(/setting$/)
  await operator.card.getByLabel('Bila berdering').selectOption('busy')
  await stored
  await page.reload()
  const again = await phoneOn(page, 'Petugas Sari')
  t.equal(await again.card.getByLabel('Bila berdering').inputValue(), 'busy')
})

t.test('everything fits on the smallest screen of an operator, and in one column on a phone', async (t) => {
  const { page } = await openPage()
  await phoneOn(page, 'Warga 1')
  const overflow = () =>
    page.evaluate(() => [
      document.documentElement.scrollWidth - window.innerWidth,
      document.documentElement.scrollHeight - window.innerHeight,
    ])
  t.strictSame(await overflow(), [0, 0], 'at 1366 x 768 nothing scrolls')
  await page.setViewportSize({ width: 375, height: 667 })
  await page.getByRole('radiogroup', { name: 'Kelompok telepon' }).waitFor()
  t.equal((await overflow())[0], 0, 'at 375 nothing scrolls sideways')
  t.equal(await page.locator('article:visible').count(), 1)
})

t.test('the simulator has no defect to report', async (t) => {
  t.strictSame(simulator.defects(), [])
})
