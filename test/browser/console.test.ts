import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { callSid, consoleStory } from './support/console-story.ts'

t.setTimeout(280_000)
const { house, url, code, played } = await consoleStory(t)
const newContext = await withBrowser(t)
const open = (path = '/calls', options = {}) => openConsole(newContext, url + path, options)

t.test('an operator signs in, sees the call and its timeline, and goes on to its ticket', async (t) => {
  const { page, errors, signsIn } = await open()
  await signsIn('sari', 'kata sandi yang salah')
  t.match(await page.getByRole('alert').textContent(), /tidak cocok/)
  await signsIn('sari')

  const row = page.getByRole('row').filter({ hasText: '+62812•••0001' })
  t.match(await row.textContent(), /Selesai.*1:00.*Catat laporan.*Layanan umum/, 'steps and lanes by their names')
  await row.getByRole('link').first().click()
  const timeline = page.getByRole('region', { name: 'Jejak kejadian' })
  await timeline.getByText('Panggilan masuk').waitFor()
  t.match(await timeline.textContent(), /Pilihan ditekan.*Salam pembuka.*tombol: 2/)
  await page.getByRole('link', { name: code }).click()
  await page.getByRole('heading', { name: `Tiket ${code}` }).waitFor()
  await page.getByRole('region', { name: 'Jejak kejadian' }).getByText('Tiket dibuka').waitFor()
  t.match(
    await page.getByRole('main').textContent(),
    /Diterima.*Dinas kominfo.*Jalan dan jembatan.*Lubuk Alung.*Tiket dibuka/,
  )
  await page.reload()
  await t.resolves(page.getByRole('heading', { name: `Tiket ${code}` }).waitFor(), 'its address can be kept')
  t.strictSame(errors, [])
})

t.test('times are the region’s, whatever the clock of the machine says', async (t) => {
  const { page, signsIn } = await open('/calls', { timezoneId: 'America/New_York' })
  await signsIn('sari')
  const time = page.getByRole('row').filter({ hasText: '+62812•••0001' }).locator('time').first()
  const at = new Date((await time.getAttribute('datetime')) ?? '')
  const inJayapura = new Date(at.getTime() + 9 * 3_600_000).toISOString()
  t.equal(await time.textContent(), inJayapura.slice(11, 19).replaceAll(':', '.'))
  t.match(await time.getAttribute('title'), / WIT$/)
  t.match(await page.getByRole('banner').textContent(), /\d\d\.\d\d WIT/, 'the page says whose clock it is')
})

t.test('a recording is heard through us, and a number opened with a reason; both stay in the audit', async (t) => {
  const { page, errors, signsIn } = await open(`/calls/${callSid}`)
  await signsIn('sari')
  const recordings = page.getByRole('region', { name: 'Rekaman' })
  const player = recordings.locator('audio')
  await player.waitFor()
  t.match(await player.getAttribute('src'), /^\/api\/calls\//, 'no address of the carrier stands in the page')
  t.same(played, [], 'looking is not listening')
  const seconds = await player.evaluate(async (audio: HTMLAudioElement) => {
    await audio.play()
    return audio.duration
  })
  t.equal(seconds, 2)
  t.same(played, ['RE1'])
  t.match(await auditAbout(house.database, 'recording:RE1'), [{ action: 'recording.opened', actor: /^staff:/ }])

  await page.getByRole('button', { name: 'Buka nomor…' }).click()
  const dialog = page.getByRole('dialog')
  t.equal(await dialog.getByRole('button', { name: 'Buka', exact: true }).isDisabled(), true, 'not without a reason')
  await dialog.getByLabel('Alasan').fill('sambungan terputus, telepon balik')
  await dialog.getByRole('button', { name: 'Buka', exact: true }).click()
  await dialog.getByText('+6281200000001').waitFor()
  await dialog.getByRole('button', { name: 'Sembunyikan' }).click()
  await dialog.waitFor({ state: 'hidden' })
  t.equal(await page.getByText('+6281200000001').count(), 0, 'nothing of it stays on the page')
  t.strictSame(errors, [])
})

t.test('an operator says whether calls may come, and sees what the house made of it', async (t) => {
  const { page, errors, signsIn } = await open()
  await signsIn('sari')
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
  const { page, signsIn } = await open('/calls')
  await signsIn('opd')
  await page.getByRole('navigation').waitFor()
  t.equal(await page.getByRole('link', { name: 'Panggilan', exact: true }).count(), 0)
  t.match(await page.getByRole('alert').textContent(), /Tidak ada izin/)
  t.equal(await page.getByRole('group', { name: 'Kehadiran saya' }).count(), 0)
})

t.test(
  'language and colours are chosen by the person and kept; signing out leaves nothing on the screen',
  async (t) => {
    const { page, signsIn, chooses } = await open('/calls', { colorScheme: 'light' })
    await signsIn('sari')
    await chooses('English')
    await page.getByRole('heading', { name: 'Calls' }).waitFor()
    t.match(await page.getByRole('row').filter({ hasText: '+62812' }).textContent(), /Completed/)
    await page.keyboard.press('Escape')
    await chooses('Dark')
    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByRole('heading', { name: 'Calls' }).waitFor()
    t.equal(await page.locator('html').getAttribute('data-mantine-color-scheme'), 'dark')
    await chooses('Sign out')
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    t.equal(await page.getByText('+62812').count(), 0)
    t.equal(await page.locator('html').getAttribute('lang'), 'en-GB')
  },
)

t.test('a session that ended elsewhere leads back to the door', async (t) => {
  const { page, signsIn } = await open()
  await signsIn('sari')
  await page.getByRole('heading', { name: 'Panggilan' }).waitFor()
  // Its stream is looked at each fifteen seconds.
  await house.database.pool.query('delete from staff_sessions')
  await t.resolves(page.getByRole('button', { name: 'Masuk', exact: true }).waitFor())
})

t.test('a page that is cut off says of when it is, and is fresh again by itself', async (t) => {
  const { page, signsIn } = await open()
  await signsIn('sari')
  await page.getByRole('heading', { name: 'Panggilan' }).waitFor()
  await page.context().setOffline(true)
  // A stream that is open stays open in such a browser: it is cut at our end.
  house.http.server.closeAllConnections()
  t.match(
    await page.getByRole('alert').filter({ hasText: 'Sambungan terputus' }).textContent(),
    /keadaan pukul \d\d\.\d\d\.\d\d/,
  )
  await page.context().setOffline(false)
  await t.resolves(page.getByText('Sambungan terputus').waitFor({ state: 'hidden' }))
})
