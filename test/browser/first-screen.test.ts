/** What a browser has to fetch before a page can be used: operators' offices have slow lines. */
import t from 'tap'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { consoleStory } from './support/console-story.ts'

t.setTimeout(280_000)
const most = 250_000

t.test('the door and the first page behind it are a quarter of a megabyte of script', async (t) => {
  const { url } = await consoleStory(t)
  const newContext = await withBrowser(t)
  const { page, signsIn } = await openConsole(newContext, url)
  const sizes = () =>
    page.evaluate(() => {
      const fetched = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      return fetched
        .filter(({ name }) => name.endsWith('.js'))
        .map(({ encodedBodySize, decodedBodySize }) => ({ encodedBodySize, decodedBodySize }))
    })
  await page.getByLabel('Kata sandi').first().waitFor()
  const door = await sizes()
  t.ok(
    door.every(({ encodedBodySize, decodedBodySize }) => encodedBodySize < decodedBodySize || decodedBodySize < 1_000),
    'files are sent compressed',
  )
  await signsIn('sari')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const all = (await sizes()).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  t.ok(all > 50_000 && all < most, `${Math.round(all / 1000)} kB of script`)
})
