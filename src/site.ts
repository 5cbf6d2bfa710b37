/** The site: what one regency or city says about itself in its folder of flows. The only reader of that folder. */

import type { Flow, Problem } from './flow/flow.ts'
import { type Built, buildSite } from './site/build.ts'
import type { Bundle } from './site/bundle.ts'
import type { Site } from './site/facts.ts'
import { readFolder } from './site/folder.ts'

export type { Agency, Carrier, Dialling, District, Duty, Lane, Line, Site, Topic } from './site/facts.ts'

/**
 * Reads and checks the whole folder: `site.yaml`, the flows that it names, `prompts/<language>.yaml`, overlays and holidays, its own
 * and those of its libraries. Every problem of every file is told at once; a file that cannot be read is a problem too. `now`
 * (milliseconds since 1970) tells which temporary changes are over. Never throws for what people wrote.
 */
export async function loadSite(folder: string, now = Date.now()): Promise<Built> {
  return (await readStart(folder, now)).built
}

/** The folder as it lies there: its texts, and the site that they make or what is wrong with them. */
export async function readStart(
  folder: string,
  now: number,
): Promise<{ readonly bundle: Bundle; readonly built: Built }> {
  const { bundle, problems } = await readFolder(folder)
  return { bundle, built: withUnread(buildSite(bundle, now), problems) }
}

/** What could not be read at all goes before what is wrong in what was read. */
function withUnread(built: Built, unread: readonly Problem[]): Built {
  if (unread.length === 0) return built
  const unreadFiles = new Set(unread.map(({ file }) => file))
  const others = built.outcome === 'problems' ? built.problems.filter(({ file }) => !unreadFiles.has(file)) : []
  return { outcome: 'problems', problems: [...unread, ...others] }
}

/** The flow that answers a line: E.164, a short code, or a SIP address by its user part; the first flow for a line nobody named. */
const lineOf = ({ lines }: Site, to: string) => {
  const wanted = to.replace(/^sips?:/i, '').replace(/[@;?].*$/s, '')
  return lines.find((candidate) => candidate.to === wanted)
}

/** Whether this number or address is one that the site names. */
export const isLine = (site: Site, to: string): boolean => lineOf(site, to) !== undefined

/** Whether conversations on this line are recorded. */
export const isRecorded = (site: Site, to: string): boolean => lineOf(site, to)?.recording === true

export function flowForLine(site: Site, to: string): Flow {
  const line = lineOf(site, to)
  const flow = site.flows.find(({ id }) => id === line?.flow) ?? site.flows[0]
  if (flow === undefined) throw new Error('a site without a flow passed its schema')
  return flow
}
