import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { helpProblems, schemaFiles } from '../../src/cli/flow-schema.ts'

const folder = join(import.meta.dirname, '../../ivr-flows')
const text = (name: string) => readFile(join(folder, name), 'utf8')

t.test('the schemas in the folder are those of the code; if not, run: npm run cli flow schema', async (t) => {
  for (const [name, fresh] of Object.entries(schemaFiles())) t.equal(await text(name), fresh, name)
})

t.test('every name that may stand in a file is explained, and nothing else is', async (t) => {
  t.same(helpProblems(), [])
})

const files = { flow: 'utama.yaml', site: 'site.yaml', prompts: 'prompts/ind.yaml' } as const

for (const [schema, file] of Object.entries(files)) {
  t.test(`an editor finds nothing wrong in ${file}, and sees an unknown name`, async (t) => {
    const rules = JSON.parse(schemaFiles()[`${schema}.schema.json`] ?? '') as object
    const value = parse(await text(file)) as Record<string, unknown>
    t.equal(Value.Check(rules, value), true)
    t.equal(Value.Check(rules, { ...value, 'Nama-Asing': { a: 1 } }), false)
  })
}

t.test('an editor sees a wrong exit of a step and a step of no kind', async (t) => {
  const rules = JSON.parse(schemaFiles()['flow.schema.json'] ?? '') as object
  const flow = parse(await text('utama.yaml')) as { nodes: Record<string, object> }
  const withNode = (node: object) => Value.Check(rules, { ...flow, nodes: { ...flow.nodes, baru: node } })
  t.equal(withNode({ hours: 'kantor', exits: { open: 'jam_buka', closed: 'jam_tutup' } }), true)
  t.equal(withNode({ hours: 'kantor', exits: { open: 'jam_buka' } }), false)
  t.equal(withNode({ lagu: 'salam', next: 'selesai' }), false)
})

t.test('explanations and examples stand beside the names', async (t) => {
  const rules = JSON.parse(schemaFiles()['flow.schema.json'] ?? '')
  t.match(rules.properties.start, { description: /Langkah pertama/, examples: ['sapaan'] })
  const kinds = rules.properties.nodes.patternProperties['^[a-z][a-z0-9_]*$'].anyOf as {
    title: string
    properties: Record<string, object>
  }[]
  const menu = kinds.find(({ title }) => title === 'menu')
  t.match(menu?.properties.options, { description: /Tombol dan tujuannya/ })
})
