import { join } from 'node:path'
import t from 'tap'
import { advanceStatus, beginCall, note, placeCall } from '../../src/conversations/service.ts'
import { openTicket } from '../../src/tickets/service.ts'
import { consoleHouse, password } from '../console/console-house.ts'
import { withBrowser } from './support/chromium.ts'

const house = await consoleHouse(t, { folder: join(import.meta.dirname, '../../dist/console') })
const url = await house.http.listen({ port: 0, host: '127.0.0.1' })
const newContext = await withBrowser(t)

await house.add('sari', 'operator')
await house.add('opd', 'agency', 'pupr')
const callSid = `CA${'1'.repeat(32)}`
const citizenId = await house.citizen('+6281200000001')
const code = await house.database.transact(async (tx) => {
  const ctx = house.system()
  await beginCall(tx, { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'ringing' }, ctx)
  placeCall(tx, { callSid, node: 'catat_laporan', lane: 'umum' }, ctx)
  note(tx, { callSid, kind: 'choice.made', facts: { node: 'sapa', digits: '2' } }, ctx)
  await advanceStatus(tx, { callSid, status: 'completed', at: ctx.now + 60_000, durationSeconds: 60 }, ctx)
  return (
    await openTicket(
      tx,
      { contact: callSid, channel: 'voice', citizenId, kind: 'complaint', ownerAgencyId: 'kominfo' },
      ctx,
    )
  ).code
})

/** Opens the console at a path; what went wrong on the page is collected, except refusals that the test asks for. */
async function openConsole(path = '/') {
  const page = await (await newContext()).newPage()
  page.setDefaultTimeout(15_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on(
    'console',
    (message) => message.type() === 'error' && !/40[13]/.test(message.text()) && errors.push(message.text()),
  )
  await page.goto(url + path)
  const signIn = async (login: string, secret = password) => {
    await page.getByLabel('Nama pengguna').fill(login)
    await page.getByRole('textbox', { name: 'Kata sandi' }).fill(secret)
    await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  }
  return { page, errors, signIn }
}

t.test('an operator signs in, sees the call and its timeline, and goes on to its ticket', async (t) => {
  const { page, errors, signIn } = await openConsole()
  await signIn('sari', 'kata sandi yang salah')
  t.match(await page.getByRole('alert').textContent(), /tidak cocok/)
  await signIn('sari')

  const row = page.getByRole('row').filter({ hasText: '+62812•••0001' })
  t.match(await row.textContent(), /Selesai.*1:00.*catat_laporan.*umum/)
  await row.getByRole('link').first().click()
  const timeline = page.getByRole('region', { name: 'Jejak kejadian' })
  await timeline.getByText('Panggilan masuk').waitFor()
  t.match(await timeline.textContent(), /Pilihan ditekan.*tombol: 2/)
  await page.getByRole('link', { name: code }).click()
  await page.getByRole('heading', { name: `Tiket ${code}` }).waitFor()
  await page.getByRole('region', { name: 'Jejak kejadian' }).getByText('Tiket dibuka').waitFor()
  t.match(await page.getByRole('main').textContent(), /Diterima.*Dinas kominfo.*Tiket dibuka/)
  await page.reload()
  await t.resolves(page.getByRole('heading', { name: `Tiket ${code}` }).waitFor(), 'its address can be kept')
  t.strictSame(errors, [])
})

t.test('an operator says whether calls may come, and sees what the house made of it', async (t) => {
  const { page, errors, signIn } = await openConsole()
  await signIn('sari')
  const mine = page.getByRole('group', { name: 'Kehadiran saya' })
  await mine.getByRole('status').getByText('Tidak bertugas').waitFor()
  await mine.getByRole('button', { name: 'Siap' }).click()
  await mine.getByRole('status').getByText('Siap menerima').waitFor()
  await mine.getByRole('button', { name: 'Istirahat' }).click()
  await mine.getByRole('status').getByText('Istirahat').waitFor()
  t.equal(await mine.getByRole('button', { name: 'Istirahat' }).getAttribute('aria-pressed'), 'true')
  t.strictSame(errors, [])
})

t.test('who may not read calls is not led to them', async (t) => {
  const { page, signIn } = await openConsole('/calls')
  await signIn('opd')
  await page.getByRole('navigation').waitFor()
  t.equal(await page.getByRole('link', { name: 'Panggilan', exact: true }).count(), 0)
  t.match(await page.getByRole('alert').textContent(), /Tidak ada izin/)
  t.equal(await page.getByRole('group', { name: 'Kehadiran saya' }).count(), 0)
})

t.test('signing out leaves nothing on the screen, in the other language too', async (t) => {
  const { page, signIn } = await openConsole()
  await signIn('sari')
  await page.getByText('English').click()
  await page.getByRole('heading', { name: 'Calls' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  t.equal(await page.getByText('+62812').count(), 0)
  t.equal(await page.locator('html').getAttribute('lang'), 'en-GB')
})

t.test('a session that ended elsewhere leads back to the door', async (t) => {
  const { page, signIn } = await openConsole()
  await signIn('sari')
  await page.getByRole('heading', { name: 'Panggilan' }).waitFor()
  await page.context().clearCookies()
  await t.resolves(page.getByRole('button', { name: 'Masuk', exact: true }).waitFor())
})
