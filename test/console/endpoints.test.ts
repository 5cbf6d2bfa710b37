/** The pages' client is typed by what the interface says of itself. `npm run endpoints` writes the types anew. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { generateFile, mapOpenApiEndpoints } from 'typed-openapi'
import { consoleHouse } from './console-house.ts'

const file = join(import.meta.dirname, '../../src/console/web/endpoints.d.ts')

type Document = Parameters<typeof mapOpenApiEndpoints>[0]

/** The types of what is asked and of what is answered when all goes well: refusals are all of one kind. */
function typesOf(document: Document): string {
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path ?? {}))
  for (const { responses = {} } of operations as { responses?: Record<string, unknown> }[])
    for (const status of Object.keys(responses)) if (!status.startsWith('2')) delete responses[status]
  const text = generateFile({
    ...mapOpenApiEndpoints(document),
    runtime: 'none',
    schemasOnly: false,
    includeClient: false,
    jsdoc: false,
  })
  // JSON knows no undefined: what may be missing is missing.
  const lines = text
    .replaceAll(' | undefined', '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//'))
  return `/** Written by \`npm run endpoints\` from the OpenAPI description: do not edit. */\n${lines.join('\n')}\n`
}

t.test('the types of the client are those of the interface', async (t) => {
  const { http } = await consoleHouse(t)
  const document = (await http.inject({ method: 'GET', url: '/api/docs/json' })).json<Document>()
  const types = typesOf(document)
  if (process.env.UPDATE === '1') writeFileSync(file, types)
  t.equal(readFileSync(file, 'utf8'), types, 'npm run endpoints writes them anew')
})
