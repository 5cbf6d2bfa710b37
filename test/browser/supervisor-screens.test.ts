/** What a supervisor looks at, in both languages and both colour schemes: usable by who cannot see it, and on a small screen. */
import t from 'tap'
import { tellNuisance } from '../../src/citizens/nuisance-service.ts'
import { keepCallLog } from '../../src/console/call-log-service.ts'
import { beginCall, note } from '../../src/conversations/service.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { beginWait } from '../../src/dispatch/wait-service.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { staffByLogin } from '../../src/identity/service.ts'
import { dropped } from '../console/dropped-story.ts'
import { seriousProblems } from './support/accessibility.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { callSid, consoleStory } from './support/console-story.ts'
import { languages } from './support/languages.ts'
import { picture } from './support/picture.ts'

t.setTimeout(280_000)
const { house, url, emergency } = await consoleStory(t)
await house.add('maya', 'supervisor')
await house.add('budi', 'operator')

/** One who talks, one who rests, one who waits too long, and an emergency that climbs. */
async function shift(): Promise<void> {
  const be = (login: string, state: 'free' | 'paused') =>
    house.database.transact(async (tx) => {
      const { id: staffId = '' } = (await staffByLogin(tx, login)) ?? {}
      const device = { kind: 'client', identity: login } as const
      await setPresence(tx, house.dispatch, { staffId, state, device }, house.system())
    })
  await be('budi', 'paused')
  await be('sari', 'free')
  await emergency()
  const arrivedAt = house.clock.now - 200_000
  const sid = `CA${'5'.repeat(32)}`
  const citizenId = await house.citizen('+6281300000009')
  await house.database.transact(async (tx) => {
    const call = { callSid: sid, line: '+62751000100', citizenId, callerKind: 'number', status: 'in-progress' } as const
    await beginCall(tx, call, { now: arrivedAt, actor: 'carrier' })
    await beginWait(tx, house.dispatch, { callSid: sid, lane: 'umum', emergencyId: null, arrivedAt }, house.system())
    note(tx, { callSid, kind: 'node.entered', facts: { node: 'sapa', kind: 'menu' } }, house.system())
  })
  await keepCallLog(house.database)
  // Somebody who was cut off and cannot speak, and a number that was used for pranks.
  await dropped(house, { silent: true, secondsAgo: 200 })
  for (const prank of ['CAlelucon1', 'CAlelucon2'])
    await house.database.transact(async (tx) =>
      tellNuisance(tx, { callSid: prank, citizenId, disposition: 'prank' }, house.system()),
    )
}
await shift()
const maya = await house.enter('maya')
await maya('POST', '/api/call-views', { name: 'Melapor minggu ini', isShared: true, filter: { outcome: 'reported' } })
const newContext = await withBrowser(t)

/** A recording that begins with the call and is told of some seconds after its end; at its second second something was said. */
await house.database.pool.query(
  `insert into call_events (call_sid, at, kind, facts)
   select $1, told.at, told.kind, told.facts::jsonb from recordings cross join lateral (values
     (recordings.at - interval '10 seconds', 'recording.status', '{"recordingSid":"RE1","status":"in-progress"}'),
     (recordings.at - interval '9 seconds', 'answer.given', '{"node":"sapa","value":"jalan berlubang"}')) told (at, kind, facts)`,
  [callSid],
)

const screens = [
  ['room', '/room'],
  ['calls-filtered', '/calls?outcome=reported&topic=jalan&emergency=false'],
  ['calls-none', '/calls?q=tidakada'],
  ['call', `/calls/${callSid}`],
  ['recoveries', '/emergencies/recoveries'],
  ['nuisances', '/room/nuisances'],
] as const

for (const language of languages) {
  t.test(`a supervisor's screens in ${language}`, async (t) => {
    const { page, errors, signsIn, chooses } = await openConsole(newContext, url, { colorScheme: 'light' })
    await signsIn('maya')
    await page.getByRole('navigation').waitFor()
    if (language !== 'Indonesia') await chooses(language)
    await page.keyboard.press('Escape')
    for (const [name, path] of screens) {
      await page.setViewportSize({ width: 1366, height: 768 })
      await page.goto(url + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      t.strictSame(await seriousProblems(page), [], path)
      if (language === 'Indonesia' && name !== 'calls-none') await picture(page, name)
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
      t.strictSame(await seriousProblems(page, ['color-contrast']), [], `${path} in the dark`)
      if (language !== 'Indonesia' && name === 'room') await picture(page, 'room-dark')
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 390, height: 844 })
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      t.equal(sideways, 0, `${path} on a phone does not scroll sideways`)
      if (language === 'Indonesia' && name === 'room') await picture(page, 'room-mobile')
    }
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.goto(`${url}/calls?topic=jalan`)
    await page.locator('[aria-haspopup=dialog]').first().click()
    await page.getByRole('dialog').waitFor()
    t.strictSame(await seriousProblems(page), [], 'the kept filters')
    t.strictSame(errors, [])
  })
}

t.test('an alarm leads only where whoever reads it may go', async (t) => {
  const alarms = ['drill_overdue', 'emergency_dropped'].map((kind) => ({ kind, about: 'medis', since: null, count: 1 }))
  const links: Readonly<Record<string, readonly string[]>> = {
    budi: ['/emergencies/recoveries'],
    maya: ['/admin/drills', '/emergencies/recoveries'],
  }
  for (const [login, hrefs] of Object.entries(links)) {
    const { page, errors, signsIn } = await openConsole(newContext, `${url}/calls`)
    await page.route('**/api/room', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), alarms } })
    })
    await signsIn(login)
    const banner = page.getByRole('alert').filter({ hasText: 'terlalu lama tidak dilatih' })
    await banner.getByText('Penelepon darurat terputus').waitFor()
    t.same(await banner.locator('a').evaluateAll((found) => found.map((a) => a.getAttribute('href'))), hrefs, login)
    t.strictSame(errors, [])
    // What the page asks for while it closes finds nobody any more.
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  }
})

t.test('whoever did not answer is not on a break: the page says that it passes by itself', async (t) => {
  const until = new Date(house.clock.now + 50_000)
  await house.database.pool.query(
    `update operators set state = 'paused', then_state = 'free', until = $1, missed = 3
     from staff where staff.id = staff_id and login = 'budi'`,
    [until],
  )
  const { page, errors, signsIn } = await openConsole(newContext, `${url}/desk`)
  await signsIn('budi')
  await page.getByRole('banner').getByRole('status').filter({ hasText: 'Jeda sebentar' }).waitFor()
  await page.getByText(/Dalam 0:\d\d Anda siap lagi sendiri/).waitFor()
  t.equal(await page.getByRole('main').getByText('Istirahat', { exact: true }).count(), 0)
  t.strictSame(errors, [])
})

t.test('from a moment of the timeline to its sound, and from the sound to what happens', async (t) => {
  const { page, errors, signsIn } = await openConsole(newContext, `${url}/calls/${callSid}`)
  await signsIn('maya')
  const said = page.getByRole('listitem').filter({ hasText: 'jalan berlubang' })
  await said.getByRole('button', { name: 'Dengar dari sini' }).click()
  await said.and(page.locator('[aria-current=time]')).waitFor()
  const heard = await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime)
  t.ok(heard >= 1 && heard <= 2, `${heard}`)
  t.match(await auditAbout(house.database, 'recording:RE1'), [{ action: 'recording.opened' }])
  const before = page.getByRole('listitem').filter({ hasText: 'Panggilan masuk' })
  t.equal(await before.getByRole('button', { name: 'Dengar dari sini' }).count(), 0, 'what was not recorded')
  t.strictSame(errors, [])
})
