/** Every state that is not final has a janitor: the migrations, `docs/janitors.md` and the code say the same. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const house = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(house, path), 'utf8')

/** `table.state` of every table whose rows go through states, as the migrations check them. */
function statesOf(sql: string): readonly string[] {
  const tables = [...sql.matchAll(/^create table (\w+) \(\n([\s\S]*?)^\)/gm)]
  return tables.flatMap(([, table, body = '']) =>
    [...body.matchAll(/^ {2}(state|stage) text[^,]*?check \(\1 in \(([^)]*)\)\)/gm)].flatMap(([, , list = '']) =>
      [...list.matchAll(/'(\w+)'/g)].map(([, state]) => `${table}.${state}`),
    ),
  )
}

type Row = { readonly states: readonly string[]; readonly who: string; readonly sweep: string }

/** The first table of the page. */
function rowsOf(page: string): readonly Row[] {
  const [, first = ''] = page.split('|---|---|---|---|\n')
  return first
    .slice(0, first.indexOf('\n\n'))
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, table, states = '', who = '', sweep = '']) => ({
      states: states.split(', ').map((state) => `${table}.${state}`),
      who,
      sweep,
    }))
}

/** What a page says that is not so, of one row. */
function wrongIn({ states, who, sweep }: Row, sweeps: ReadonlySet<string>): readonly string[] {
  const name = states.join(', ')
  if (who === 'final') return []
  if (who.startsWith('rests: ')) return []
  const [, file, exported] = /^`(src\/[\w/-]+\.ts)` `(\w+)`/.exec(who) ?? []
  if (file === undefined || exported === undefined) return [`${name}: no function is named`]
  const isThere = new RegExp(`export (const|function|async function) ${exported}\\b`).test(read(file))
  return [
    ...(isThere ? [] : [`${name}: ${file} has no ${exported}`]),
    ...(sweeps.has(sweep) ? [] : [`${name}: there is no sweep "${sweep}"`]),
  ]
}

const migrations = readdirSync(join(house, 'migrations')).toSorted()
const states = migrations.flatMap((file) => statesOf(read(`migrations/${file}`)))
const rows = rowsOf(read('docs/janitors.md'))
const sweeps = new Set(
  [...read('src/worker.ts').matchAll(/name: '([^']+)', *every|name: '([^']+)',\n/g)].map(([, a, b]) => a ?? b ?? ''),
)

t.test('every state of the migrations is either final or looked after, once', async (t) => {
  t.ok(states.length > 50 && states.includes('carrier_commands.taken') && states.includes('duty_tests.calling'))
  const named = rows.flatMap((row) => row.states)
  t.same(
    states.filter((state) => !named.includes(state)),
    [],
    'not in docs/janitors.md',
  )
  t.same(
    named.filter((state) => !states.includes(state)),
    [],
    'in no migration',
  )
  t.same(
    named.filter((state, index) => named.indexOf(state) !== index),
    [],
    'named twice',
  )
})

t.test('who looks after it is in the code, on a timer of the worker', async (t) => {
  t.ok(sweeps.has('commands') && sweeps.has('line'))
  t.same(
    rows.flatMap((row) => wrongIn(row, sweeps)),
    [],
  )
})

t.test('what is missing is found', async (t) => {
  const sql =
    "create table things (\n  id uuid,\n  state text not null default 'due'\n    check (state in ('due', 'done')),\n  x int\n);\n"
  t.same(statesOf(sql), ['things.due', 'things.done'])
  const row = { states: ['things.due'], sweep: 'commands' }
  t.equal(wrongIn({ ...row, who: 'somebody' }, sweeps).length, 1)
  t.equal(wrongIn({ ...row, who: '`src/emergency/drill.ts` `nobody`: never' }, sweeps).length, 1)
  t.equal(wrongIn({ ...row, sweep: 'nights', who: '`src/emergency/drill.ts` `overdueTests`: x' }, sweeps).length, 1)
})
