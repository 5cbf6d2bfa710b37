/** What is written on the desk and does not reach the server at once: a browser that is closed, and two who write in one ticket. */
import { join } from 'node:path'
import t from 'tap'
import { callSid, deskStory } from '../console/desk-story.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'

t.setTimeout(280_000)
const house = await deskStory(t, { folder: join(import.meta.dirname, '../../dist/console') })
const url = await house.http.listen({ port: 0, host: '127.0.0.1' })
const newContext = await withBrowser(t)
const words = async () => {
  const { rows } = await house.database.pool.query(`select fields->'description'->>'value' as words from ticket_drafts`)
  return rows[0]?.words
}

await house.calls()
await house.waits()
const sari = await house.enter('sari')
const { staffId } = (await sari('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })).body
await house.connects((await sari('GET', '/api/desk')).body.offer.id, staffId)

t.test('what was written before the browser was closed is there when it is opened again', async (t) => {
  const { page, signsIn } = await openConsole(newContext, url)
  await signsIn('sari')
  await page.route('**/draft', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()))
  await page.getByLabel('Uraian').fill('Anak hanyut di sungai')
  await page.locator('[data-saved=waiting]').waitFor()
  const context = page.context()
  await page.close()
  t.equal(await words(), undefined, 'the server has nothing of it')

  const again = await context.newPage()
  await again.goto(`${url}/desk`)
  await again.getByRole('textbox', { name: 'Uraian' }).and(again.getByText('Anak hanyut di sungai')).waitFor()
  t.equal(await words(), 'Anak hanyut di sungai')
  t.same(await again.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('unsaved'))), [])
  await again.close()
})

t.test('two pages write in one field: both texts are shown, and a person decides', async (t) => {
  const { page, signsIn } = await openConsole(newContext, url)
  await signsIn('sari')
  const description = page.getByLabel('Uraian')
  await description.and(page.getByText('Anak hanyut di sungai')).waitFor()
  // Whoever has read what somebody else wrote may write over it: this page has not.
  await page.route('**/draft', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()))
  const { version } = (await sari('GET', `/api/calls/${callSid}/draft`)).body
  const fields = { description: 'Anak hanyut, sudah selamat' }
  await sari('PATCH', `/api/calls/${callSid}/draft`, { writer: 'another-page', count: 1, base: version, fields })

  await description.fill('Anak hanyut di sungai Anai')
  const conflict = page.getByRole('alert').filter({ hasText: 'Orang lain menulis di sini juga' })
  await conflict.getByText('Anak hanyut, sudah selamat').waitFor()
  t.equal(await words(), 'Anak hanyut, sudah selamat', 'nothing is overwritten unseen')
  t.equal(await description.inputValue(), 'Anak hanyut di sungai Anai', 'and nothing taken away')
  await conflict.getByRole('button', { name: 'Gabungkan' }).click()
  await page.locator('[data-saved=saved]').waitFor()
  t.equal(await words(), 'Anak hanyut, sudah selamat\nAnak hanyut di sungai Anai')
})

t.test('an answer that gets lost changes nothing: what was sent again is my own', async (t) => {
  const { page, signsIn } = await openConsole(newContext, url)
  await signsIn('sari')
  await page.getByLabel('Uraian').waitFor()
  let lost = 0
  await page.route('**/draft', async (route) => {
    if (route.request().method() !== 'PATCH' || lost === 2) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('combobox', { name: 'Di mana' }).fill('Jembatan Batang Anai')
  await page.locator('[data-saved=waiting]').waitFor()
  await page.getByRole('combobox', { name: 'Di mana' }).fill('Jembatan Batang Anai lama')
  await page.locator('[data-saved=saved]').waitFor()
  t.equal(lost, 2)
  t.equal(await page.getByText('Orang lain menulis di sini juga').count(), 0)
  const { fields } = (await sari('GET', `/api/calls/${callSid}/draft`)).body
  t.equal(fields.place, 'Jembatan Batang Anai lama')
})
