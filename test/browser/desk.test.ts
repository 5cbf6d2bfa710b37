/** A call on the operator's page from the ring to how it ended, with the web process killed in mid-word. */
import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import { inside } from '../support/spare-databases.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { picture } from './support/picture.ts'

t.setTimeout(280_000)

t.test('a call is taken in the browser, its ticket written as the server is killed, and nothing is lost', async (t) => {
  const hotline = await startHotline(t, { browsers: true, apart: true, killable: true })
  await hotline.account('sari')
  const newContext = await withBrowser(t)
  const { page, errors, signsIn } = await openConsole(newContext, hotline.url, { permissions: ['microphone'] })
  await signsIn('sari', 'a long password of sari')
  await page.getByRole('group', { name: 'Kehadiran saya' }).getByRole('button', { name: 'Siap' }).click()
  await page.getByText('Suara siap').waitFor()
  await page.reload()
  await page.getByText('Suara siap').waitFor()

  const warga = hotline.carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('3')
  const ring = page.getByRole('region', { name: 'Telepon berdering' })
  await ring.waitFor()
  t.match(await ring.textContent(), /giliran Anda.*\+62812•••0001.*Menunggu petugas/s)
  await picture(page, 'desk-ring')
  t.match(await page.title(), /☎ \+62812/)
  await page.keyboard.press('F2')
  const talk = page.getByRole('region', { name: 'Percakapan' })
  await talk.waitFor()
  await talk.getByText('berbicara').nth(1).waitFor()
  await page.keyboard.press('F4')
  await talk.getByText('ditahan').waitFor()
  await page.keyboard.press('F4')
  await talk.getByRole('button', { name: 'Tahan' }).waitFor()
  await page.keyboard.press('F8')
  await talk.getByRole('button', { name: 'Suarakan' }).waitFor()
  await page.keyboard.press('F8')
  t.equal(await talk.getByRole('alert').count(), 0)
  await warga.says('Pohon besar tumbang di depan pasar, Bu')

  const form = page.getByRole('region', { name: 'Tiket panggilan ini' })
  const saved = form.locator('[role=status][data-saved=saved]')
  await form.getByLabel('Uraian').fill('Pohon tumbang menutup jalan')
  await saved.waitFor()
  const [{ code } = { code: '' }] = await hotline.rows<{ code: string }>('select code from tickets')
  t.ok(await form.getByRole('link', { name: code }).isVisible(), 'the first letters opened its ticket')

  const drafts = () => hotline.rows(`select fields->'description'->>'value' as words from ticket_drafts`)
  const writes = (words: string) => form.getByLabel('Uraian').pressSequentially(words)
  // As long as the row is locked no letter is acknowledged: these are on their way, unsent, or yet to be written.
  await inside(hotline.databaseUrl, async (other) => {
    await other.query('begin')
    await other.query('select from ticket_drafts for update')
    const sent = page.waitForRequest((request) => request.method() === 'PATCH' && request.url().endsWith('/draft'))
    await writes(' di')
    await sent
    await writes(' dep')
    await Promise.all([hotline.kill('web'), writes('an pas')])
    t.strictSame(await drafts(), [{ words: 'Pohon tumbang menutup jalan' }], 'the server has none of the last words')
  })
  await form.getByText('Belum tersimpan').waitFor()
  await page.getByText('Sambungan terputus').waitFor()
  await writes('ar')
  const kept = await page.evaluate(() => Object.values(localStorage).join())
  t.match(kept, 'menutup jalan di depan pasar', 'on this machine meanwhile')
  await hotline.start('web')
  await saved.waitFor()
  t.strictSame(await drafts(), [{ words: 'Pohon tumbang menutup jalan di depan pasar' }], 'whole, and once')

  await form.getByLabel('Di mana').fill('lubuk al')
  await page.getByRole('option', { name: 'Lubuk Alung' }).first().click()
  t.notMatch(await talk.textContent(), /81200000001/, 'no number in clear, not even where the line says who speaks')
  await saved.waitFor()
  await picture(page, 'desk-talk')
  await talk.getByRole('button', { name: 'Akhiri' }).click()
  const ending = page.getByRole('region', { name: 'Hasil percakapan' })
  await ending.getByText('Jadi tiket').click()
  await picture(page, 'desk-ending')
  await ending.getByRole('button', { name: 'Selesai, siap lagi' }).click()
  await ending.waitFor({ state: 'hidden' })
  t.match(await hotline.rows('select disposition from dispositions'), [{ disposition: 'ticket' }])
  t.match(await hotline.rows('select description, district, urgency from tickets'), [
    { description: 'Pohon tumbang menutup jalan di depan pasar', district: 'lubuk_alung' },
  ])
  t.match(await page.getByRole('banner').textContent(), /Siap menerima/)
  await page.getByRole('region', { name: 'Percakapan terakhir saya' }).getByText('Jadi tiket').waitFor()
  await picture(page, 'desk-idle')
  warga.hangsUp()
  t.strictSame(
    errors.filter((error) => !/ERR_|Failed to load/.test(error)),
    [],
  )
})
