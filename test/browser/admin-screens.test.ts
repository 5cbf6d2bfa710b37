/** The administrator's pages, in both languages and both colour schemes: usable by who cannot see them, and on a small screen. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { seriousProblems } from './support/accessibility.ts'
import { adminStory } from './support/admin-story.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { languages } from './support/languages.ts'
import { picture } from './support/picture.ts'

t.setTimeout(280_000)
const { url } = await adminStory(t)
const newContext = await withBrowser(t)
const parts = ['health', 'people', 'lines', 'duty', 'drills', 'flows', 'audit']

/** The part is there with what it shows, and not only its heading. */
async function goes(page: Page, part: string): Promise<void> {
  await page.locator(`main nav a[href="/admin/${part}"]`).click()
  await page.locator(`main nav a[href="/admin/${part}"][aria-current=page]`).waitFor()
  await page.locator('main').locator('table, dl, ul').first().waitFor()
}

const dialogs: readonly {
  readonly part: string
  readonly name: string
  readonly open: (page: Page) => Promise<void>
}[] = [
  {
    part: 'people',
    name: 'person',
    open: (page) => page.getByRole('main').getByRole('button').first().click(),
  },
  {
    part: 'people',
    name: 'actions',
    open: (page) => page.locator('main tbody [aria-haspopup=menu]').last().click(),
  },
  {
    part: 'duty',
    name: 'test',
    open: (page) => page.locator('main tbody').getByRole('button').first().click(),
  },
  {
    part: 'drills',
    name: 'drill',
    // The first of the page stops the one that runs.
    open: (page) => page.locator('main li').getByRole('button').first().click(),
  },
  {
    part: 'flows',
    name: 'publish',
    open: (page) => page.getByRole('main').getByRole('alert').getByRole('button').last().click(),
  },
  {
    part: 'flows',
    name: 'changes',
    open: (page) => page.locator('main tbody').getByRole('button').first().click(),
  },
]

for (const language of languages) {
  t.test(`the administration in ${language}`, async (t) => {
    const { page, errors, signsIn, chooses } = await openConsole(newContext, url, { colorScheme: 'light' })
    await page.setViewportSize({ width: 1366, height: 768 })
    const suffix = language === 'Indonesia' ? '' : '-eng'
    const usable = async (screen: string) => {
      t.strictSame(await seriousProblems(page), [], screen)
      if (suffix === '') await picture(page, `admin-${screen}`)
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
      t.strictSame(await seriousProblems(page, ['color-contrast']), [], `${screen} in the dark`)
      if (suffix === '' && screen === 'health') await picture(page, `admin-${screen}-dark`)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.locator('html[data-mantine-color-scheme=light]').waitFor()
    }
    const small = async (part: string) => {
      await page.setViewportSize({ width: 390, height: 844 })
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      t.equal(sideways, 0, `${part} on a phone does not scroll sideways`)
      if (suffix === '') await picture(page, `admin-${part}-mobile`)
      await page.setViewportSize({ width: 1366, height: 768 })
    }
    await signsIn('admin')
    await page.getByRole('navigation').first().waitFor()
    if (language !== 'Indonesia') await chooses(language)
    await page.keyboard.press('Escape')
    await page.locator('header a[href="/admin"]').click()
    for (const part of parts) {
      await goes(page, part)
      await usable(part)
      await small(part)
    }
    for (const { part, name, open } of dialogs) {
      await goes(page, part)
      await open(page)
      await page.getByRole(name === 'actions' ? 'menu' : 'dialog').waitFor()
      await usable(`${part}-${name}`)
      await page.keyboard.press('Escape')
      await page.getByRole(name === 'actions' ? 'menu' : 'dialog').waitFor({ state: 'hidden' })
    }
    t.strictSame(errors, [], 'nothing is blocked by the policy')
  })
}
