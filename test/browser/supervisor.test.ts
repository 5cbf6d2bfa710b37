/** A supervisor: the room as it changes, alarms, and any call found and heard. */
import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import { seriousProblems } from './support/accessibility.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'

t.setTimeout(280_000)
const hotline = await startHotline(t, { browsers: true })
const id = await hotline.account('maya')
await hotline.account('sari')
await hotline.rows(`update staff set roles = '{supervisor}' where id = $1`, [id])
const newContext = await withBrowser(t)
const open = async (login: string, path: string) => {
  const opened = await openConsole(newContext, hotline.url + path)
  await opened.signsIn(login, `a long password of ${login}`)
  return opened
}

t.test('the room shows who comes, who waits and who talks, without being asked', async (t) => {
  const { page, errors } = await open('maya', '/room')
  const operators = page.getByRole('region', { name: 'Petugas', exact: true })
  const waiting = page.getByRole('region', { name: /^Menunggu/ })
  await page.getByText('Belum ada petugas yang pernah bertugas').waitFor()

  const warga = hotline.carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('1')
  await waiting.getByText('+62812•••0001').waitFor()
  const alarm = page.getByRole('alert').filter({ hasText: 'Tidak ada petugas yang masuk; 1 penelepon menunggu' })
  await alarm.waitFor()
  t.match(await (await fetch(`${hotline.url}/metrics`)).text(), /^sahut_alarms\{kind="nobody_on_duty"\} 1$/m)

  await hotline.onDuty('sari')
  await operators.getByRole('row').filter({ hasText: '+62812•••0001' }).waitFor()
  await alarm.waitFor({ state: 'hidden' })
  const sari = hotline.operator('sari')
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(warga, sari)
  await operators.getByRole('row').filter({ hasText: 'Sedang bicara' }).waitFor()
  await waiting.getByText('Tidak ada yang menunggu').waitFor()
  t.strictSame(await seriousProblems(page), [])
  await warga.hangsUp()
  t.strictSame(errors, [])
})

t.test('the call is found by its outcome and its number, which stands in no address', async (t) => {
  await hotline.eventually<{ outcome: string }>(
    'select outcome from call_log',
    ([call]) => call?.outcome === 'operator',
  )
  const { page, errors } = await open('maya', '/calls')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.getByLabel('Hasil').selectOption({ label: 'Dilayani petugas' })
  await page.waitForURL(/outcome=operator/)
  const row = page.getByRole('row').filter({ hasText: '+62812•••0001' })
  await row.getByText('Dilayani petugas').waitFor()

  await page.getByLabel('Cari kata atau nomor').fill('0812-0000-0001')
  await page.keyboard.press('Enter')
  await page.waitForURL(/caller=/)
  await row.waitFor()
  t.notOk(requests.some((url) => /81200000001|0812-0000-0001/.test(url)))
  t.notMatch(page.url(), /0812/)

  await page.getByRole('button', { name: 'Saringan tersimpan' }).click()
  await page.getByLabel('Simpan saringan ini sebagai').fill('Dilayani')
  await page.getByRole('button', { name: 'Simpan', exact: true }).click()
  await page.getByRole('button', { name: 'Hapus semua' }).click()
  await page.waitForURL((url) => url.search === '')
  await page.getByRole('button', { name: 'Saringan tersimpan' }).click()
  await page.getByRole('button', { name: 'Dilayani', exact: true }).click()
  await page.waitForURL((url) => url.search === '?outcome=operator')

  const [{ code } = { code: '' }] = await hotline.rows<{ code: string }>('select code from tickets')
  await page.getByLabel('Cari kata atau nomor').fill(code)
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/tickets/${code}$`))
  await page.goBack()
  await row.waitFor()

  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Unduh CSV' }).click()
  t.equal((await downloading).suggestedFilename(), 'panggilan.csv')

  await row.getByRole('link').first().click()
  const timeline = page.getByRole('region', { name: 'Jejak kejadian' })
  await timeline.getByText('Ditawarkan kepada petugas').waitFor()
  t.match(await timeline.textContent(), /darurat didahulukan/)
  await page.goBack()
  await page.waitForURL((url) => url.search === '?outcome=operator')
  t.strictSame(errors, [])
})
