import t from 'tap'
import { rules } from './rules.ts'
import { readHouse, toModule } from './source.ts'

type Rule = keyof typeof rules

const house = readHouse()

t.test('the house keeps the tables of its design', async (t) => {
  t.ok(house.length > 50, 'the house was read')
  t.ok(house.flatMap(({ imports }) => imports).length > house.length, 'and its imports')
  for (const [rule, find] of Object.entries(rules)) t.same(find(house), [], rule)
})

const crimes: readonly (readonly [Rule, Readonly<Record<string, string>>])[] = [
  ['a room knows only what stands to its right', { 'tickets/service.ts': `import { send } from '../sms/service.ts'` }],
  ['a room knows only what stands to its right', { 'tickets/ticket.ts': `import type { Text } from '../sms/text.ts'` }],
  [
    'a room knows only what stands to its right',
    { 'simulator/leg.ts': `import { sign } from '../telephony/signature.ts'` },
  ],
  [
    'a room knows only what stands to its right',
    { 'flow/advance.ts': `import {\n  newId,\n} from '../platform/id.ts'` },
  ],
  ['a room knows only what stands to its right', { 'attic/box.ts': `export const box = 1` }],
  [
    'a room knows only what stands to its right',
    { 'console/web/page.tsx': `import { list } from '../../tickets/service.ts'` },
  ],
  ['a file imports what its kind allows', { 'tickets/ticket.ts': `import { open } from './store.ts'` }],
  ['a file imports what its kind allows', { 'tickets/ticket.ts': `import { readFile } from 'node:fs/promises'` }],
  ['a file imports what its kind allows', { 'tickets/ticket.ts': `import { randomInt } from 'node:crypto'` }],
  ['a file imports what its kind allows', { 'tickets/service.ts': `import pg from 'pg'` }],
  ['a file imports what its kind allows', { 'dispatch/service.ts': `import { add } from '../tickets/store.ts'` }],
  ['a file imports what its kind allows', { 'tickets/store.ts': `import { owner } from './service.ts'` }],
  ['a file imports what its kind allows', { 'tickets/routes.ts': `import { all } from './store.ts'` }],
  ['a file imports what its kind allows', { 'telephony/client.ts': `const { got } = await import('got')` }],
  ['pure files and use cases touch nothing outside', { 'tickets/ticket.ts': `export const age = () => Date.now()` }],
  ['pure files and use cases touch nothing outside', { 'tickets/service.ts': `const at = new Date()` }],
  ['SQL stands in stores', { 'tickets/service.ts': `const all = statement<Row>('a', 'select 1')` }],
  ['only config.ts reads the environment', { 'platform/log.ts': `const level = process.env.LOG_LEVEL` }],
  ['only telephony says the name of the carrier', { 'calls/routes.ts': `const twilioCall = 1` }],
  [
    'no files import each other in a circle',
    { 'tickets/a.ts': `import './b.ts'`, 'tickets/b.ts': `import { a } from './a.ts'` },
  ],
  ['there is no barrel', { 'tickets/all.ts': `export * from './ticket.ts'\nexport { a } from './code.ts'` }],
  ['no file is too long', { 'tickets/ticket.ts': 'export {}\n'.repeat(251) }],
]

t.test('each rule can fail', async (t) => {
  for (const [rule, files] of crimes) {
    const modules = Object.entries(files).map(([path, source]) => toModule(path, source))
    t.equal(rules[rule](modules).length, 1, `${rule}: ${Object.values(files)[0]?.slice(0, 80)}`)
  }
})

t.test('what is allowed passes every rule', async (t) => {
  const modules = Object.entries({
    'tickets/ticket.ts': `// Date.now() only in a comment\nimport { createHash } from 'node:crypto'\nimport type { Row } from './store.ts'`,
    'tickets/store.ts': `import { statement } from '../platform/postgres.ts'\nexport const all = statement<Row>('a', 'select 1')`,
    'tickets/service.ts': `import { publish } from '../platform/outbox.ts'\nimport { type Seal, open } from '../citizens/service.ts'`,
    'tickets/a.ts': `import { b } from './b.ts'`,
    'tickets/b.ts': `import type { A } from './a.ts'`,
    'calls/routes.ts': `app.post('/twilio/voice', handler)`,
    'config.ts': `process.env.TWILIO_AUTH_TOKEN`,
  }).map(([path, source]) => toModule(path, source))
  for (const [rule, find] of Object.entries(rules)) t.same(find(modules), [], rule)
})
