/** An administrator lets somebody in, and the new one's first minutes. */
import t from 'tap'
import { seriousProblems } from './support/accessibility.ts'
import { adminStory } from './support/admin-story.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { picture } from './support/picture.ts'

t.setTimeout(280_000)
const { url, house } = await adminStory(t)
const newContext = await withBrowser(t)

t.test('somebody is added, comes in by the password that was shown once, and has to choose an own one', async (t) => {
  const { page, errors, signsIn } = await openConsole(newContext, url)
  await signsIn('admin')
  await page.getByRole('link', { name: 'Administrasi' }).click()
  await page.getByRole('link', { name: 'Orang' }).click()
  await page.getByRole('button', { name: 'Tambah orang' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Nama pengguna').fill('Yuni')
  await form.getByLabel('Nama', { exact: false }).last().fill('Yuni Sara')
  await form.getByLabel('Minangkabau').check()
  await form.getByRole('button', { name: 'Tambah orang' }).click()
  const secret = page.getByLabel('Kata sandi sekali pakai', { exact: true })
  await secret.waitFor()
  const oneTime = (await secret.textContent()) ?? ''
  t.match(oneTime, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  t.strictSame(await seriousProblems(page), [], 'the password that is shown once')
  await page.getByRole('button', { name: 'Tutup' }).last().click()
  await page.getByRole('cell', { name: 'Yuni Sara yuni' }).waitFor()
  t.equal(await page.getByText(oneTime).count(), 0, 'it is shown nowhere any more')

  const hers = await openConsole(newContext, url)
  await hers.signsIn('yuni', oneTime)
  await hers.page.getByRole('heading', { name: 'Selamat datang, Yuni Sara' }).waitFor()
  t.strictSame(await seriousProblems(hers.page), [], 'the choice of a first password')
  await picture(hers.page, 'first-password')
  await hers.page.goto(`${url}/calls`)
  await hers.page.getByRole('heading', { name: 'Selamat datang, Yuni Sara' }).waitFor()
  const own = 'kuda terbang di atas lubuk'
  await hers.page.getByLabel('Kata sandi sekarang').fill(oneTime)
  await hers.page.getByLabel('Kata sandi baru', { exact: false }).first().fill(own)
  await hers.page.getByLabel('Kata sandi baru, sekali lagi').fill(own)
  await hers.page.getByRole('button', { name: 'Ganti kata sandi' }).click()
  await hers.page.getByRole('navigation').first().waitFor()
  t.equal(await hers.page.getByRole('heading', { name: /Selamat datang/ }).count(), 0)
  t.strictSame([...errors, ...hers.errors], [])
})

t.test('a duty number is tried from the page, once at a time', async (t) => {
  const { page, signsIn } = await openConsole(newContext, url)
  await signsIn('admin')
  await page.getByRole('link', { name: 'Administrasi' }).click()
  await page.getByRole('link', { name: 'Nomor siaga' }).click()
  await page.getByRole('button', { name: 'Uji panggilan ke Posko siaga' }).click()
  await page.getByRole('button', { name: 'Panggil sekarang' }).click()
  const post = page.getByRole('row').filter({ hasText: 'Posko siaga' })
  await t.resolves(post.getByText('Sedang dipanggil').waitFor())
  const { rows } = await house.database.pool.query(`select payload from carrier_commands where kind = 'place_leg'`)
  t.match(rows.at(-1), { payload: { purpose: 'test', target: { number: '+62751000112' } } })
  await page.getByRole('button', { name: 'Uji panggilan ke Posko siaga' }).click()
  await page.getByRole('button', { name: 'Panggil sekarang' }).click()
  await t.resolves(page.getByRole('dialog').getByText('Nomor ini sedang diuji.').waitFor())
})
