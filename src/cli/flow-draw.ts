/** `flow draw`: a flow as a picture on a sheet of A4, drawn by Graphviz in WebAssembly; or as Mermaid text. */

import { readFile, writeFile } from 'node:fs/promises'
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import type { Command } from 'commander'
import Type, { type Static } from 'typebox'
import { complaints } from '../flow/check.ts'
import { dotOf, FONT_POINTS } from '../flow/draw/dot.ts'
import { type Graph, graphOf, type Overlay } from '../flow/draw/graph.ts'
import { mermaidOf } from '../flow/draw/mermaid.ts'
import { onSheet, type Sheet } from '../flow/draw/page.ts'
import { type DrawLanguage, type DrawWords, drawWords } from '../flow/draw/words.ts'
import type { Flow } from '../flow/flow.ts'
import { siteAt } from './flow-site.ts'

/** Smaller letters than this cannot be read on paper. */
const READABLE_POINTS = 4.5

const Count = Type.Integer({ minimum: 0 })
const OverlayFile = Type.Object({
  calls: Count,
  nodes: Type.Record(Type.String(), Type.Object({ entered: Count, lost: Count })),
  edges: Type.Record(Type.String(), Count),
})

type DrawOptions = {
  readonly flow?: string
  readonly out?: string
  readonly mermaid?: boolean
  readonly overlay?: string
}

/** Mounts `flow draw [folder]`. Without `--out` the picture goes to the standard output. */
export function drawCommand(flow: Command): void {
  flow
    .command('draw')
    .argument('[folder]', 'folder of flows', 'ivr-flows')
    .option('--flow <id>', 'which flow; default: the first of the site')
    .option('--out <file>', 'where the picture goes, for example utama.svg')
    .option('--mermaid', 'Mermaid text instead of SVG')
    .option(
      '--overlay <file>',
      'JSON with counts of calls: { calls, nodes: { id: { entered, lost } }, edges: { "from>to": n } }',
    )
    .description('gambar alur di selembar A4 (draw a flow on a sheet of A4)')
    .action(async (folder: string, options: DrawOptions) => {
      const site = await siteAt(folder)
      if (site === null) return
      const chosen = site.flows.find(({ id }) => options.flow === undefined || id === options.flow)
      if (chosen === undefined) return refuse(`no flow "${options.flow}"; there is ${site.flows.map(({ id }) => id)}`)
      const overlay = options.overlay === undefined ? undefined : await readOverlay(options.overlay)
      if (overlay === null) return
      const words = drawWords(flow.parent?.opts<{ lang?: DrawLanguage }>().lang ?? 'ind')
      const text =
        options.mermaid === true
          ? mermaidOf(graphOf(chosen, words), words, overlay)
          : await picture(chosen, words, overlay)
      if (options.out === undefined) console.log(text.trimEnd())
      else await writeFile(options.out, text)
    })
}

async function picture(flow: Flow, words: DrawWords, overlay: Overlay | undefined): Promise<string> {
  const { svg, printedPoints } = await drawnSheet(graphOf(flow, words), words, overlay)
  if (printedPoints < READABLE_POINTS) {
    console.error(`the letters print ${printedPoints.toFixed(1)} points high on A4: print this flow on A3 or larger`)
  }
  return svg
}

/** Draws both from above to below and from left to right, and takes what prints larger. */
export async function drawnSheet(graph: Graph, words: DrawWords, overlay?: Overlay): Promise<Sheet> {
  const graphviz = await Graphviz.load()
  const sheets = (['LR', 'TB'] as const).map((direction) =>
    onSheet(graphviz.dot(dotOf(graph, words, direction, overlay), 'svg'), FONT_POINTS),
  )
  const [first, ...others] = sheets.toSorted((a, b) => b.printedPoints - a.printedPoints)
  if (first === undefined || others.length === 0) throw new Error('nothing was drawn')
  return first
}

async function readOverlay(file: string): Promise<Overlay | null> {
  const value: unknown = JSON.parse(await readFile(file, 'utf8'))
  const wrong = complaints(OverlayFile, value)
  if (wrong.length === 0) return value as Static<typeof OverlayFile>
  for (const { path, message } of wrong) console.error(`${file} ${path.join('.')}: ${message}`)
  process.exitCode = 1
  return null
}

function refuse(why: string): void {
  console.error(why)
  process.exitCode = 1
}
