/** `flow draw`: a flow as a picture on a sheet of A4, drawn by Graphviz in WebAssembly; or as Mermaid text. */

import { writeFile } from 'node:fs/promises'
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { type Command, Option } from 'commander'
import { siteFolder } from '../config.ts'
import type { Counts } from '../flow/draw/counts.ts'
import { dotOf, FONT_POINTS } from '../flow/draw/dot.ts'
import { type Graph, graphOf } from '../flow/draw/graph.ts'
import { mermaidOf } from '../flow/draw/mermaid.ts'
import { onSheet, type Sheet } from '../flow/draw/page.ts'
import { hasParts, type Part, partsOf } from '../flow/draw/parts.ts'
import { type DrawLanguage, type DrawWords, drawWords } from '../flow/draw/words.ts'
import { countsOfCalls, readCounts, sinceOf } from './flow-counts.ts'
import { siteAt } from './flow-site.ts'
import type { OpenDesk } from './house.ts'
import { type Words, wordsIn } from './words.ts'

/** Smaller letters than this cannot be read on paper. */
const READABLE_POINTS = 4.5

type DrawOptions = {
  readonly flow?: string
  readonly out?: string
  readonly mermaid?: boolean
  readonly pages?: boolean
  readonly calls?: boolean
  readonly since: ReturnType<typeof sinceOf>
  readonly counts?: string
}

/** Mounts `flow draw [folder]`. Without `--out` the picture goes to the standard output. `open` gives the database, for `--calls`. */
export function drawCommand(flow: Command, open: OpenDesk): void {
  flow
    .command('draw')
    .argument('[folder]', 'folder of flows', siteFolder())
    .option('--flow <id>', 'which flow; default: the first of the site')
    .option('--out <file>', 'where the picture goes, for example utama.svg')
    .option('--mermaid', 'Mermaid text instead of SVG')
    .option('--pages', 'each sub-flow on a page of its own: utama.svg, utama-<sub-flow>.svg')
    .option('--calls', 'lay over it where real calls went and where they were lost')
    .addOption(
      new Option('--since <time>', 'for --calls: 7d, 12h, 2w, or a day 2026-01-31')
        .argParser(sinceOf)
        .default(sinceOf('7d'), '7d'),
    )
    .option(
      '--counts <file>',
      'JSON with counts instead: { calls, nodes: { id: { entered, lost } }, edges: { "from>to": n } }',
    )
    .description('gambar alur di selembar A4 (draw a flow on a sheet of A4)')
    .action(async (folder: string, options: DrawOptions) => {
      const language = flow.parent?.opts<{ lang?: DrawLanguage }>().lang ?? 'ind'
      const site = await siteAt(folder, language)
      const cli = wordsIn(language)
      if (site === null) return
      const chosen = site.flows.find(({ id }) => options.flow === undefined || id === options.flow)
      if (chosen === undefined)
        return refuse(
          cli.say('drawNoFlow', { flow: options.flow ?? '', known: site.flows.map(({ id }) => id).join(', ') }),
        )
      const words = drawWords(language)
      const counts =
        options.calls === true
          ? await countsOfCalls(open, { site, flow: chosen, since: options.since, words, cli })
          : await readCounts(options.counts)
      if (counts === null) return
      const graph = graphOf(chosen, words)
      if (options.mermaid === true) return give(mermaidOf(graph, words, counts), options.out)
      if (options.pages === true) return givePages(partsOf(graph, counts), words, cli, options.out)
      await give(await picture(graph, words, cli, counts), options.out)
    })
}

async function give(text: string, out: string | undefined): Promise<void> {
  if (out === undefined) console.log(text.trimEnd())
  else await writeFile(out, text)
}

async function givePages(parts: readonly Part[], words: DrawWords, cli: Words, out: string | undefined): Promise<void> {
  if (out === undefined) return refuse(cli.say('drawNeedsOut'))
  for (const { part, graph, counts } of parts) {
    const file = part === null ? out : out.replace(/(\.[^.]*)?$/, `-${part}$1`)
    const { svg, printedPoints } = await drawnSheet(graph, words, counts)
    advise(printedPoints, file, cli)
    await writeFile(file, svg)
    console.log(file)
  }
}

/** Everything on one sheet where that can be read; else the whole with its sub-flows folded, and where they are to be seen. */
async function picture(graph: Graph, words: DrawWords, cli: Words, counts: Counts | undefined): Promise<string> {
  const all = await drawnSheet(graph, words, counts)
  if (all.printedPoints >= READABLE_POINTS || !hasParts(graph)) {
    advise(all.printedPoints, 'A4', cli)
    return all.svg
  }
  const [whole] = partsOf(graph, counts)
  if (whole === undefined) return all.svg
  const folded = await drawnSheet(whole.graph, words, whole.counts)
  console.error(cli.say('drawFolded'))
  advise(folded.printedPoints, 'A4', cli)
  return folded.svg
}

function advise(printedPoints: number, where: string, { say }: Words): void {
  if (printedPoints >= READABLE_POINTS) return
  console.error(say('drawSmall', { where, points: printedPoints.toFixed(1) }))
}

/** Draws both from above to below and from left to right, and takes what prints larger. */
export async function drawnSheet(graph: Graph, words: DrawWords, counts?: Counts): Promise<Sheet> {
  const graphviz = await Graphviz.load()
  const sheets = (['LR', 'TB'] as const).map((direction) =>
    onSheet(graphviz.dot(dotOf(graph, words, direction, counts), 'svg'), FONT_POINTS),
  )
  const [first, ...others] = sheets.toSorted((a, b) => b.printedPoints - a.printedPoints)
  if (first === undefined || others.length === 0) throw new Error('nothing was drawn')
  return first
}

function refuse(why: string): void {
  console.error(why)
  process.exitCode = 1
}
