import { problemIn, type ToldLanguage } from '../flow/rules/told.ts'
import { loadSite, type Site } from '../site.ts'

/** The site of a folder; null, with every problem printed and exit code 1, when something is wrong there. */
export async function siteAt(folder: string, language: ToldLanguage = 'ind'): Promise<Site | null> {
  const loaded = await loadSite(folder)
  if (loaded.outcome === 'site') return loaded.site
  for (const problem of loaded.problems) console.error(problemIn(language, problem))
  process.exitCode = 1
  return null
}
