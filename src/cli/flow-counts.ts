/** Counts to lay over a picture: of real calls from the database, which is only read, or from a file. */

import { InvalidArgumentError } from 'commander'
import { DateTime } from 'luxon'
import Type, { type Static } from 'typebox'
import { complaints } from '../flow/check.ts'
import { type Counts, lossOf, worstOf } from '../flow/draw/counts.ts'
import type { DrawWords } from '../flow/draw/words.ts'
import type { Flow } from '../flow/flow.ts'
import type { Funnel } from '../reporting/funnel.ts'
import { funnelOf } from '../reporting/funnel-service.ts'
import { flowForLine, type Site } from '../site.ts'
import type { OpenDesk } from './house.ts'
import { jsonAt } from './json-file.ts'
import { moment } from './print.ts'
import type { Words } from './words.ts'

const Count = Type.Integer({ minimum: 0 })
const CountsFile = Type.Object({
  calls: Count,
  nodes: Type.Record(Type.String(), Type.Object({ entered: Count, lost: Count })),
  edges: Type.Record(Type.String(), Count),
})

/** Steps that are named as those where most was lost. */
const WORST = 3

/** Of the moment now and the region's zone: when counting begins, in milliseconds since 1970. */
export type Since = (now: number, zone: string) => number

/** `7d`, `12h`, `2w`: so long ago; `2026-01-31`: since that day began in the region. Throws commander's own error for anything else. */
export function sinceOf(text: string): Since {
  const [, count, unit] = /^([1-9][0-9]{0,3})([hdw])$/.exec(text) ?? []
  if (count !== undefined && unit !== undefined) {
    const hours = { h: 1, d: 24, w: 168 }[unit as 'h' | 'd' | 'w']
    return (now) => now - Number(count) * hours * 3_600_000
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid) {
    return (_, zone) => DateTime.fromISO(text, { zone }).toMillis()
  }
  throw new InvalidArgumentError('for example 7d, 12h, 2w or 2026-01-31')
}

/** Undefined without a file; null, with every problem printed and exit code 1, for a wrong one. */
export async function readCounts(file: string | undefined): Promise<Counts | null | undefined> {
  if (file === undefined) return undefined
  const value = await jsonAt(file)
  const wrong = complaints(CountsFile, value)
  if (wrong.length === 0) return value as Static<typeof CountsFile>
  for (const { path, message } of wrong) console.error(`${file} ${path.join('.')}: ${message}`)
  process.exitCode = 1
  return null
}

type Asked = {
  readonly site: Site
  readonly flow: Flow
  readonly since: Since
  readonly words: DrawWords
  readonly cli: Words
}

export async function countsOfCalls(open: OpenDesk, { site, flow, since, words, cli }: Asked): Promise<Counts> {
  const { desk, close } = await open(cli)
  try {
    const until = desk.now()
    const lines = site.lines.map(({ to }) => to).filter((to) => flowForLine(site, to).id === flow.id)
    const span = { flow: flow.id, lines, from: since(until, site.zone), until }
    return countsOf(await funnelOf(desk.database, span), flow, site.zone, words)
  } finally {
    await close()
  }
}

/** What is said under the title: when, how calls ended, where most were lost, and what today's flow does not have any more. */
export function countsOf(funnel: Funnel, flow: Flow, zone: string, words: DrawWords): Counts {
  const { calls, nodes, ways, unheard, from, until, outcomes } = funnel
  const counts: Counts = { calls, nodes, edges: ways }
  const numbers = Object.fromEntries(Object.entries(outcomes).map(([name, count]) => [name, String(count)]))
  const isThere = (id: string): boolean => Object.hasOwn(flow.nodes, id)
  const worst = worstOf(counts, WORST).map((step) =>
    words.count('step', { id: step.id, lost: String(step.lost), share: String(lossOf(step)) }),
  )
  const gone = Object.keys(nodes).filter((id) => !isThere(id))
  const day = (at: number): string => moment(at, zone).slice(0, 16)
  return {
    ...counts,
    notes: [
      `${words.count('span', { from: day(from), until: day(until) })}. ${words.count('ends', numbers)}. ${words.count('unheard', { unheard: String(unheard) })}`,
      ...(worst.length === 0 ? [] : [words.count('worst', { steps: worst.join(', ') })]),
      ...(gone.length === 0 ? [] : [words.count('gone', { steps: gone.join(', ') })]),
    ],
  }
}
