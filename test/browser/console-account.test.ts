import { Secret, TOTP } from 'otpauth'
import t from 'tap'
import { password } from '../console/console-house.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { consoleStory } from './support/console-story.ts'

t.setTimeout(280_000)
const { house, url, emergency } = await consoleStory(t)
const newContext = await withBrowser(t)
const open = (path = '/') => openConsole(newContext, url + path)

t.test('an emergency is seen on every page, with its ladder, and closed with a reason', async (t) => {
  const { page, errors, signsIn } = await open('/calls')
  await signsIn('sari')
  await page.getByRole('heading', { name: 'Panggilan' }).waitFor()
  t.equal(await page.getByLabel(/belum ditangani/).count(), 0)
  await emergency()
  await page.getByLabel('1 keadaan darurat belum ditangani').waitFor()
  await page.getByRole('link', { name: /Darurat/ }).click()
  const card = page.getByRole('article')
  await card.getByText('berdering').first().waitFor()
  t.match(
    await card.textContent(),
    /Darurat medis.*Belum diterima.*\+62812•••0001.*PSC 119.*berdering.*Damkar.*belum dipanggil/,
  )
  await card.getByRole('button', { name: 'Tutup darurat…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Alasan').fill('anak bermain telepon')
  await dialog.getByRole('button', { name: 'Tutup', exact: true }).click()
  await page.getByText('Tidak ada keadaan darurat').waitFor()
  t.equal(await page.getByLabel(/belum ditangani/).count(), 0)
  t.strictSame(errors, [])
})

t.test('a second factor is set up, asked for at the door, and opened by a code on paper', async (t) => {
  const { page, errors, signsIn, chooses } = await open('/account')
  await signsIn('sari')
  const factor = page.getByRole('region', { name: 'Kode dari telepon' })
  await factor.getByRole('button', { name: 'Siapkan' }).click()
  await factor.getByRole('textbox', { name: 'Kata sandi sekarang' }).fill('bukan ini')
  await factor.getByRole('button', { name: 'Siapkan' }).click()
  await factor.getByText('Kata sandi sekarang tidak cocok').waitFor()
  await factor.getByRole('textbox', { name: 'Kata sandi sekarang' }).fill(password)
  await factor.getByRole('button', { name: 'Siapkan' }).click()
  const picture = factor.locator('img')
  await picture.waitFor()
  t.ok(
    await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 100)),
    'the policy lets the picture in',
  )
  const secret = (await factor.locator('code').textContent())?.replaceAll(' ', '') ?? ''
  const phone = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = () => phone.generate({ timestamp: house.clock.now })
  await factor.getByLabel('Kode enam angka yang muncul').fill(code())
  await factor.getByRole('button', { name: 'Aktifkan' }).click()
  await factor.getByRole('button', { name: 'Sudah saya simpan' }).waitFor()
  const paper = await factor.locator('li code').allTextContents()
  t.equal(paper.length, 10)
  await factor.getByRole('button', { name: 'Sudah saya simpan' }).click()
  await factor.getByText('10 kode cadangan tersisa').waitFor()
  t.equal(await page.getByText(paper[0] ?? 'none').count(), 0)

  house.clock.now += 30_000
  await chooses('Keluar')
  await signsIn('sari')
  await page.getByLabel('Kode').fill('000000')
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await page.getByText('Kode tidak cocok').waitFor()
  await page.getByLabel('Kode').fill(code())
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await page.getByRole('navigation').waitFor()
  await chooses('Keluar')
  await signsIn('sari')
  await page.getByLabel('Kode').fill(paper[0] ?? '')
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await t.resolves(page.getByRole('navigation').waitFor())
  t.strictSame(errors, [])
})

t.test('who types wrongly too often is told how long to wait, and the page counts it', async (t) => {
  const { page, signsIn } = await open()
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await signsIn('opd', `tebakan ${attempt}`)
    await page
      .getByRole('alert')
      .getByText(attempt < 5 ? 'tidak cocok' : /Coba lagi dalam 0:\d\d|1:00/)
      .waitFor()
  }
  t.equal(await page.getByRole('button', { name: 'Masuk', exact: true }).isDisabled(), true)
})

t.test('signing out everywhere closes the other browser too', async (t) => {
  await house.add('budi', 'operator')
  const [one, other] = [await open('/account'), await open('/account')]
  await one.signsIn('budi')
  await other.signsIn('budi')
  await other.page.getByRole('heading', { name: 'Akun saya' }).waitFor()
  await one.page.getByRole('button', { name: 'Keluar dari semua perangkat' }).click()
  await one.page.getByLabel('Nama pengguna').waitFor()
  await t.resolves(other.page.getByLabel('Nama pengguna').waitFor(), 'within seconds, by itself')
})
