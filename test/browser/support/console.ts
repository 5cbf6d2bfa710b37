/** The console in a browser, so that a test reads like a shift. Names are the Indonesian page's: it is what people see first. */
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { password } from '../../console/console-house.ts'

export type ConsolePage = {
  readonly page: Page
  /** What went wrong on the page, except refusals that a test asks for; blocked styles and scripts are among it. */
  readonly errors: readonly string[]
  signsIn(login: string, secret?: string): Promise<void>
  /** Opens the menu of the person who is signed in, and chooses. */
  chooses(item: string | RegExp): Promise<void>
}

/** Opens the console at an address of its own context. */
export async function openConsole(
  newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  // Colours in mid-change would be measured as too pale.
  const page = await (await newContext({ reducedMotion: 'reduce', ...options })).newPage()
  page.setDefaultTimeout(60_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/\b(401|403|409|422|429)\b/.test(message.text())) errors.push(message.text())
  })
  await page.goto(url)
  return {
    page,
    errors,
    async signsIn(login, secret = password) {
      await page.getByLabel('Nama pengguna').fill(login)
      await page.getByRole('textbox', { name: 'Kata sandi' }).fill(secret)
      await page.getByRole('button', { name: 'Masuk', exact: true }).click()
    },
    async chooses(item) {
      await page.getByRole('banner').locator('[aria-haspopup=menu]').click()
      await page.getByRole('menu').getByText(item, { exact: true }).click()
    },
  }
}
