/** Every screen, in both languages and both colour schemes: usable by who cannot see it, and on a small one. */
import t from 'tap'
import { seriousProblems } from './support/accessibility.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { callSid, consoleStory } from './support/console-story.ts'
import { languages } from './support/languages.ts'
import { picture } from './support/picture.ts'

t.setTimeout(280_000)
const { url, code, emergency } = await consoleStory(t)
await emergency()
const newContext = await withBrowser(t)

/** By address; those with a name are pictured for the documentation (the others by tests of their own). */
const pictured: Readonly<Record<string, string>> = {
  '/calls': '',
  [`/calls/${callSid}`]: '',
  '/tickets': 'tickets',
  [`/tickets/${code}`]: 'ticket',
  '/emergencies': 'emergencies',
  '/account': 'account',
}
const screens = Object.keys(pictured)

for (const language of languages) {
  t.test(`screens in ${language}`, async (t) => {
    const { page, errors, signsIn, chooses } = await openConsole(newContext, url, { colorScheme: 'light' })
    const usable = async (screen: string) => {
      t.strictSame(await seriousProblems(page), [], screen)
      // Of the other colours only the contrast is another.
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
      t.strictSame(await seriousProblems(page, ['color-contrast']), [], `${screen} in the dark`)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.locator('html[data-mantine-color-scheme=light]').waitFor()
    }
    await usable('the door')
    if (language === 'Indonesia') await picture(page, 'sign-in')
    await signsIn('sari')
    await page.getByRole('navigation').waitFor()
    if (language !== 'Indonesia') await chooses(language)
    await page.keyboard.press('Escape')
    for (const screen of screens) {
      await page.goto(url + screen)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByRole('status').first().waitFor()
      await usable(screen)
      const name = pictured[screen] ?? ''
      if (language === 'Indonesia' && name !== '') await picture(page, name)
    }
    await page.getByRole('banner').locator('[aria-haspopup=menu]').click()
    await page.getByRole('menu').waitFor()
    await usable('the open menu')
    await page.goto(`${url}/emergencies`)
    await page
      .getByRole('article')
      .getByRole('button', { name: /Tutup darurat|Close/ })
      .click()
    await page.getByRole('dialog').waitFor()
    await usable('a dialog')
    await page.keyboard.press('Escape')
    await page
      .getByRole('article')
      .getByRole('button', { name: /Serah terima|Hand over/ })
      .click()
    await page.getByRole('dialog').getByRole('list').last().waitFor()
    await usable('the hand-over')
    if (language === 'Indonesia') await picture(page, 'handover')
    await page.keyboard.press('Escape')
    t.strictSame(errors, [], 'nothing is blocked by the policy')

    await page.setViewportSize({ width: 390, height: 844 })
    for (const screen of screens) {
      await page.goto(url + screen)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByRole('status').first().waitFor()
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      t.equal(sideways, 0, `${screen} on a phone does not scroll sideways`)
      const here = page.getByRole('navigation').locator('[aria-current=page]')
      const box = screen === '/account' ? null : await here.boundingBox()
      t.ok(box === null || (box.x >= 0 && box.x + box.width <= 390), `${screen} stands in the row of pages`)
    }
  })
}

t.test('the description of the interface works under the same policy', async (t) => {
  const { page, errors } = await openConsole(newContext, `${url}/api/docs/`)
  await page.getByText('/api/emergencies/{id}/close').waitFor()
  await page.getByText('/api/emergencies/{id}/close').click()
  await t.resolves(page.getByText('End its ladder; the reason').first().waitFor())
  t.strictSame(errors, [])
})
