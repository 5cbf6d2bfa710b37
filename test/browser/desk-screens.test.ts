/** The desk in each of its moments, in both languages and both colour schemes: usable by who cannot see it, and on a small screen. */
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { askCallback } from '../../src/dispatch/callback-service.ts'
import { fillTicket, openTicket } from '../../src/tickets/service.ts'
import { callSid, deskStory } from '../console/desk-story.ts'
import { seriousProblems } from './support/accessibility.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { languages } from './support/languages.ts'
import { picture } from './support/picture.ts'

t.setTimeout(280_000)
const house = await deskStory(t, { folder: join(import.meta.dirname, '../../dist/console') })
const url = await house.http.listen({ port: 0, host: '127.0.0.1' })
const newContext = await withBrowser(t)
const sari = await house.enter('sari')
const legSid = `CA${'4'.repeat(32)}`

/** What was before, and somebody who waits for a call. */
async function past(): Promise<void> {
  await house.calls('CAbefore')
  await house.calls('CAcallback', await house.citizen('+6281300000002'))
  await house.database.transact(async (tx) => {
    const ctx = house.system()
    const contact = { contact: 'CAbefore', channel: 'voice', citizenId: house.citizenId, kind: 'pengaduan' } as const
    const { id } = await openTicket(tx, { ...contact, ownerAgencyId: 'pupr' }, ctx)
    await fillTicket(tx, { ticketId: id, fields: { topic: 'jalan', place: 'Pasar Lubuk Alung' } }, ctx)
    const citizenId = await house.citizen('+6281300000002')
    const asking = { callSid: 'CAcallback', citizenId, number: null, lane: 'umum', language: 'ind', arrivedAt: ctx.now }
    await askCallback(tx, house.callbacks, asking, ctx)
  })
}

await past()
const screens = languages.map(async (language) => {
  const opened = await openConsole(newContext, url, { colorScheme: 'light' })
  await opened.signsIn('sari')
  await opened.page.getByRole('navigation').waitFor()
  if (language !== 'Indonesia') await opened.chooses(language)
  await opened.page.keyboard.press('Escape')
  return { language, ...opened }
})
const pages = await Promise.all(screens)

/** The desk as it is now, in every look. */
async function looks(t: Test, moment: string): Promise<void> {
  for (const { page, language } of pages) {
    const name = `${moment} in ${language}`
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.goto(`${url}/desk`)
    await page.locator(`[data-moment=${moment}]`).waitFor()
    await page.waitForLoadState('networkidle')
    t.strictSame(await seriousProblems(page), [], name)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
    t.strictSame(await seriousProblems(page, ['color-contrast']), [], `${name} in the dark`)
    if (moment === 'ending' && language !== 'Indonesia') await picture(page, 'desk-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 390, height: 844 })
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    t.equal(sideways, 0, `${name} on a phone does not scroll sideways`)
    if (moment === 'talk' && language === 'Indonesia') await picture(page, 'desk-mobile')
  }
}

t.test('nobody rings', (t) => looks(t, 'idle'))

t.test('somebody rings', async (t) => {
  house.clock.now += 7_200_000
  await house.calls()
  await house.waits(callSid, true)
  await sari('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })
  await looks(t, 'ring')
})

t.test('somebody is on the line', async (t) => {
  const { offer, me } = (await sari('GET', '/api/desk')).body
  await house.connects(offer.id, me.staffId, legSid)
  const fields = {
    description: 'Jembatan kayu putus sejak semalam, anak sekolah memutar lewat pasar.',
    topic: 'jalan',
    district: 'lubuk_alung',
    place: 'Sikabu',
    kind: 'pengaduan',
    urgency: 'high',
  }
  await sari('PATCH', `/api/calls/${callSid}/draft`, { writer: 'the-test', count: 1, base: 0, fields })
  await looks(t, 'talk')
})

t.test('the conversation is over, and its end is to be told', async (t) => {
  await house.hangsUpOn(callSid)
  await house.returns(legSid)
  await looks(t, 'ending')
  for (const { errors, language } of pages) t.strictSame(errors, [], `nothing is blocked by the policy in ${language}`)
})
