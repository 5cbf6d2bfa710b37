import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

let source: Promise<string> | undefined
const axeSource = () => (source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))

/**
 * Rules of WCAG 2.2 (A and AA) that the page as it is now breaks, and rules of good practice whose breach shuts people out: `rule: element`, one a line.
 * Empty is what a test wants. `rules` narrows it to some of axe's rules, for a page of which the rest was looked at. Runs axe in the page as the test's own code, which a Content-Security-Policy does not stop.
 */
export async function seriousProblems(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await axeSource())
  return page.evaluate(
    async (only) => {
      // Colours on their way to others are nobody's colours.
      const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
      await Promise.allSettled(changing.map(({ finished }) => finished))
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      const runOnly = only.length > 0 ? { type: 'rule' as const, values: only } : { type: 'tag' as const, values: tags }
      const { violations } = await axe.run({ runOnly })
      return violations
        .filter(
          ({ impact, tags }) => tags.some((tag) => tag.startsWith('wcag')) || /serious|critical/.test(impact ?? ''),
        )
        .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
    },
    [...rules],
  )
}
