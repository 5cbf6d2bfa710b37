import { join } from 'node:path'
import type { Page } from 'playwright-core'

const folder = join(import.meta.dirname, '../../../docs/pictures')

/** Keeps a picture of the page for the documentation, when the run is asked for pictures (`PICTURES=1`). */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES !== '1') return
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
