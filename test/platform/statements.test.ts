import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Statement } from '../../src/platform/postgres.ts'
import { testDatabase } from '../support/database.ts'

const folder = join(import.meta.dirname, '../../src')
const files = globSync('**/*.ts', { cwd: folder })
  .filter((path) => !path.startsWith('simulator/') && !path.startsWith('console/web/'))
  .filter((path) => /\bstatement\s*[<(]/.test(readFileSync(join(folder, path), 'utf8')))
  .filter((path) => path !== 'platform/postgres.ts')
  .sort()

t.test('every statement of the house is understood by the database', async (t) => {
  const { pool } = await testDatabase(t)
  const client = await pool.connect()
  t.teardown(() => client.release())
  const names = new Map<string, string>()
  t.ok(files.length > 5, 'stores were found')
  for (const file of files) {
    const { statements } = (await import(join(folder, file))) as { statements?: Record<string, Statement<unknown>> }
    if (!statements) {
      t.fail(`${file} makes statements and does not export them`)
      continue
    }
    for (const { name, text } of Object.values(statements)) {
      t.notOk(names.has(name), `${name} is the name of one statement only (${file})`)
      names.set(name, file)
      const problem = await client.query(`prepare "${name}" as ${text}`).then(
        () => undefined,
        (error: Error) => error.message,
      )
      t.equal(problem, undefined, `${file}: ${name}`)
    }
  }
})

t.test('a statement with a column that is not there is noticed', async (t) => {
  const { pool } = await testDatabase(t)
  await t.rejects(pool.query('prepare wrong as select no_such_column from outbox'), { code: '42703' })
})
