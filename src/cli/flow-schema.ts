/** `flow schema`: JSON Schemas with descriptions and examples, so that an editor helps whoever writes a flow. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { siteFolder } from '../config.ts'
import { nodeKinds } from '../flow/nodes/table.ts'
import { FlowFile, PromptsFile, SubflowFile } from '../flow/schema.ts'
import { DangerWordsFile } from '../site/danger-schema.ts'
import { KnowledgeFile } from '../site/knowledge-schema.ts'
import { OverlayFile } from '../site/overlay-schema.ts'
import { PlacesFile } from '../site/places-schema.ts'
import { HolidaysFile, SiteFile } from '../site/schema.ts'
import texts from './lang/flow-schema.json' with { type: 'json' }

type Json = { readonly [key: string]: unknown }
type Help = { readonly description: string; readonly examples?: readonly unknown[] }
type Helps = Readonly<Record<string, Help>>

/** Mounts `flow schema [folder]`. */
export function schemaCommand(flow: Command): void {
  flow
    .command('schema')
    .argument('[folder]', 'folder of flows', siteFolder())
    .description('tulis skema untuk penyunting teks (write the JSON Schemas that editors read)')
    .action(async (folder: string) => {
      for (const [name, text] of Object.entries(schemaFiles())) {
        await writeFile(join(folder, name), text)
        console.log(join(folder, name))
      }
    })
}

/** File names and texts, made from the same schemas that the parser uses. */
export function schemaFiles(): Readonly<Record<string, string>> {
  const entries = Object.entries(schemas()) as [keyof typeof texts, Json][]
  return Object.fromEntries(entries.map(([file, schema]) => [`${file}.schema.json`, written(file, schema)]))
}

/** Names without words and words without a name: none of either in the repository. */
export function helpProblems(): readonly string[] {
  return Object.entries(schemas()).flatMap(([file, schema]) => {
    const helps = helpsOf(file as keyof typeof texts)
    const used = new Set<string>()
    const missing: string[] = []
    helped(schema, '', (name) => {
      const key = keyFor(helps, name)
      if (key === undefined) missing.push(`${file}: nothing is said of ${name}`)
      else used.add(key)
      return undefined
    })
    const idle = Object.keys(texts[file as keyof typeof texts]).filter((key) => !used.has(key))
    return [...missing, ...idle.map((key) => `${file}: nothing is called ${key}`)]
  })
}

const schemas = () => ({
  flow: withNodes(plain(FlowFile)),
  subflow: withNodes(plain(SubflowFile)),
  site: plain(SiteFile),
  prompts: plain(PromptsFile),
  overlay: plain(OverlayFile),
  holidays: plain(HolidaysFile),
  places: plain(PlacesFile),
  knowledge: plain(KnowledgeFile),
  'danger-words': plain(DangerWordsFile),
})

/** A sub-flow's steps are explained like a flow's; its own words come first. */
const helpsOf = (file: keyof typeof texts): Helps =>
  file === 'subflow' ? { ...texts.flow, ...texts.subflow } : texts[file]

/** The longest end of a name that has words: `menu.no_input.times`, else `no_input.times`, else `times`. */
function keyFor(helps: Helps, name: string): string | undefined {
  const parts = name.split('.')
  return parts.map((_, index) => parts.slice(index).join('.')).find((end) => Object.hasOwn(helps, end))
}

/** JSON as a file holds it: what TypeBox keeps for itself falls away. */
const plain = (schema: object): Json => JSON.parse(JSON.stringify(schema)) as Json

/** In place of "any object" every kind of node. An editor picks the one whose own key is there. */
function withNodes(flow: Json): Json {
  const properties = flow.properties as Readonly<Record<string, Json>>
  const kinds = Object.entries(nodeKinds).map(([kind, { schema }]) => ({ title: kind, ...plain(schema) }))
  const nodes = { ...properties.nodes, patternProperties: { '^[a-z][a-z0-9_]*$': { anyOf: kinds } } }
  return { ...flow, properties: { ...properties, nodes } }
}

function written(file: keyof typeof texts, schema: Json): string {
  const helps = helpsOf(file)
  const head = { $schema: 'http://json-schema.org/draft-07/schema#' }
  const full = helped(schema, '', (name) => helps[keyFor(helps, name) ?? '']) as Json
  return `${JSON.stringify({ ...head, ...full }, null, 2)}\n`
}

/**
 * Puts words to every property. A property is called by where it stands: `defaults.error.go`; a node's by its kind: `menu.options`;
 * those of a thing that people name themselves by `*`: `lanes.*.label`; in a list or a choice of forms as if they stood one level higher.
 */
function helped(schema: unknown, at: string, help: (key: string) => Help | undefined): unknown {
  if (Array.isArray(schema)) return schema.map((item: unknown) => helped(item, at, help))
  if (typeof schema !== 'object' || schema === null) return schema
  const node = schema as Json
  const here = typeof node.title === 'string' ? node.title : at
  const words = at === '' ? help('(file)') : undefined
  const child = (key: string, value: unknown): unknown => {
    const name = here === '' ? key : `${here}.${key}`
    const own = help(name)
    return { ...own, ...(helped(value, name, help) as Json) }
  }
  const inside = Object.entries(node).map(([key, value]): [string, unknown] => {
    if (key === 'properties') {
      return [key, Object.fromEntries(Object.entries(value as Json).map(([name, one]) => [name, child(name, one)]))]
    }
    if (key === 'patternProperties') {
      return [
        key,
        Object.fromEntries(
          Object.entries(value as Json).map(([name, one]) => [name, helped(one, `${here}.*`.replace(/^\./, ''), help)]),
        ),
      ]
    }
    return ['items', 'anyOf'].includes(key) ? [key, helped(value, here, help)] : [key, value]
  })
  return { ...words, ...Object.fromEntries(inside) }
}
