/** The line in an operator's browser before any call: the carrier's own library under our policy, and the check of microphone and sound. */
import { join } from 'node:path'
import t from 'tap'
import { browserHosts, browserToken } from '../../src/telephony/browser-token.ts'
import { deskStory } from '../console/desk-story.ts'
import { seriousProblems } from './support/accessibility.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { picture } from './support/picture.ts'
import { speaksAs } from './support/tones.ts'

t.setTimeout(280_000)
const account = {
  accountSid: `AC${'1'.repeat(32)}`,
  apiKey: `SK${'2'.repeat(32)}`,
  apiSecret: 'a secret of the key',
  applicationSid: `AP${'3'.repeat(32)}`,
}
const house = await deskStory(t, {
  folder: join(import.meta.dirname, '../../dist/console'),
  browserLine: { kind: 'carrier', hosts: browserHosts, token: (identity) => browserToken(account, identity) },
})
const url = await house.http.listen({ port: 0, host: '127.0.0.1' })
const newContext = await withBrowser(t)
/** The carrier itself is out of reach here: a browser says so in its own words. */
const notReached = /ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|WebSocket connection|Failed to load resource/

const blocked = (errors: readonly string[]) => errors.filter((error) => !notReached.test(error))

t.test('the library of the carrier works under the policy of the page', async (t) => {
  const { page, errors, signsIn, chooses } = await openConsole(newContext, url, { permissions: ['microphone'] })
  await signsIn('sari')
  await page.getByRole('group', { name: 'Kehadiran saya' }).getByRole('button', { name: 'Siap' }).click()
  await t.resolves(page.getByText('Suara siap').waitFor(), 'it has a token and is ready to connect')
  const presence = page.getByRole('group', { name: 'Kehadiran saya' })
  for (const state of ['Istirahat', 'Siap']) {
    const said = page.waitForResponse((response) => response.url().endsWith('/api/presence/me'))
    await presence.getByRole('button', { name: state }).click()
    await said
  }
  await t.resolves(page.getByText('Suara siap').waitFor(), 'after a pause it is as ready as before')
  t.strictSame(blocked(errors), [], 'nothing is blocked')
  await chooses('Keluar')
  await page.getByLabel('Nama pengguna').waitFor()
  const { rows } = await house.database.pool.query(
    `select o.state from operators o join staff s on s.id = o.staff_id where s.login = 'sari'`,
  )
  t.strictSame(rows, [{ state: 'offline' }], 'who signs out is not offered anybody')
})

t.test('a person who speaks sees that the microphone hears it', async (t) => {
  const { page, errors, signsIn } = await openConsole(async (options) => {
    const context = await newContext(options)
    await speaksAs(context, 'sari')
    return context
  }, url)
  await signsIn('sari')
  await page.getByRole('button', { name: 'Periksa mikrofon dan suara' }).click()
  await t.resolves(page.getByText('Suara Anda terdengar.').waitFor())
  await page.getByRole('button', { name: 'Bunyikan tiga nada' }).click()
  t.strictSame(await seriousProblems(page), [])
  await picture(page, 'softphone-check')
  t.strictSame(blocked(errors), [])
})

t.test('who has refused the microphone is told how to allow it', async (t) => {
  const { page, signsIn } = await openConsole(async (options) => {
    const context = await newContext(options)
    await context.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
    })
    return context
  }, url)
  await signsIn('sari')
  await page.getByRole('button', { name: 'Periksa mikrofon dan suara' }).click()
  await t.resolves(
    page
      .getByRole('dialog')
      .getByText(/gambar gembok/)
      .waitFor(),
  )
})
