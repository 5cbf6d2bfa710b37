import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseXml } from '@rgrove/parse-xml'
import t from 'tap'
import { sinceOf } from '../../src/cli/flow-counts.ts'
import { beginCall, noteMany } from '../../src/conversations/service.ts'
import { cliDesk } from './cli-desk.ts'
import { flowCli } from './flow-cli.ts'

t.test('the shipped flow fits a sheet of A4 with its parts folded, and it is said how to see them', async (t) => {
  const file = join(t.testdir(), 'utama.svg')
  const { stderr } = await flowCli(t, 'flow', 'draw', '--out', file)
  t.match(stderr, /--pages/)
  t.notMatch(stderr, /A3/, 'no advice to print it larger')
  const svg = await readFile(file, 'utf8')
  t.match(svg, '<svg width="297mm" height="210mm"')
  t.equal(parseXml(svg).root?.name, 'svg')
  for (const words of ['sapaan', 'DARURAT', 'antre_umum', 'Mohon tunggu.', 'garis tebal: menuju darurat'])
    t.match(svg, words)
})

t.test('counts of calls lie over the picture; a wrong file of counts is refused in words', async (t) => {
  const folder = t.testdir({
    'good.json': '{"calls":10,"nodes":{"sapaan":{"entered":10,"lost":4}},"edges":{"sapaan>darurat":3}}',
    'bad.json': '{"calls":-1,"nodes":{},"edges":{}}',
  })
  const { stdout } = await flowCli(t, 'flow', 'draw', '--mermaid', '--counts', join(folder, 'good.json'))
  t.match(stdout, '10 masuk, 4 hilang (40 %)')
  t.match(stdout, '|"1, ×3"| n_darurat')
  t.match(await flowCli(t, 'flow', 'draw', '--counts', join(folder, 'bad.json')), {
    isDone: false,
    stderr: /bad\.json calls: /,
  })
})

t.test('a file that is not there is one sentence of the command, and a file that is no JSON is refused', async (t) => {
  const main = join(import.meta.dirname, '../../src/cli/main.ts')
  const gone = spawnSync(process.execPath, [main, 'flow', 'draw', '--counts', '/tidak/ada.json'], { encoding: 'utf8' })
  t.equal(gone.status, 1)
  t.equal(gone.stderr.trim().split('\n').length, 1)
  t.match(gone.stderr, /^Berkas \/tidak\/ada\.json tidak dapat dibaca/)
  const file = join(t.testdir({ 'rusak.json': 'x{' }), 'rusak.json')
  t.match(await flowCli(t, 'flow', 'draw', '--counts', file), { isDone: false, stderr: /rusak\.json/ })
})

t.test('a flow that does not exist is refused, and the ones that do are named', async (t) => {
  t.match(await flowCli(t, 'flow', 'draw', '--flow', 'entah'), {
    isDone: false,
    stderr: /Alur entah tidak ada\. Yang ada: utama/,
  })
})

t.test('real calls of the last days are laid over the picture, and nothing is written', async (t) => {
  const { database, clock, run } = await cliDesk(t)
  const at = (seconds: number) => ({ now: clock.now - 3_600_000 + seconds * 1000, actor: 'system' })
  await database.transact(async (tx) => {
    const caller = { line: '+62751000100', status: 'in-progress', citizenId: null, callerKind: 'withheld' } as const
    await beginCall(tx, { ...caller, callSid: 'CA01' }, at(0))
    await beginCall(tx, { ...caller, callSid: 'CA02' }, at(1))
    const events = ['sapaan', 'layanan_lain'].map((node) => ({ kind: 'node.entered', facts: { node } }))
    noteMany(tx, { callSid: 'CA01', entries: [...events, { kind: 'node.entered', facts: { node: 'dahulu' } }] }, at(2))
  })
  const { pool } = database
  await pool.query(`insert into flow_revisions values ('r1', 'utama', '{}', now())`)
  await pool.query(
    `insert into sessions (id, revision, state, turn, epoch, verbs, caller, updated_at) values ('CA01', 'r1', '{}', 0, 0, '[]', '{}', now())`,
  )
  await pool.query('update calls set ended_at = arrived_at + interval $$9 seconds$$')
  const file = join(t.testdir(), 'utama.mmd')
  const counted = async (since: string) => {
    t.equal((await run(['flow', 'draw', '--mermaid', '--calls', '--since', since, '--out', file])).isDone, true)
    return readFile(file, 'utf8')
  }
  const text = await counted('7d')
  t.match(text, /n_layanan_lain\["layanan_lain · menu<br\/>.*<br\/>1 masuk, 0 hilang \(0 %\), 0 dtk"\]/)
  t.match(text, '|"5, ×1"| n_layanan_lain')
  const svg = join(t.testdir(), 'utama.svg')
  await run(['flow', 'draw', '--calls', '--out', svg])
  const drawn = (await readFile(svg, 'utf8')).replaceAll('&#160;', ' ').replaceAll('&#45;', '-')
  t.match(drawn, 'utama: 1 panggilan')
  t.match(drawn, '2025-12-29 08:00 sampai 2026-01-05 08:00')
  t.match(drawn, '1 terputus sebelum salam')
  t.match(drawn, 'Langkah yang kini tidak ada lagi: dahulu')
  t.notMatch(await counted('2026-01-06'), /masuk|×/, 'a later day counts nothing')
})

t.test('counting begins some hours, days or weeks ago, or when a day began in the region', async (t) => {
  const now = Date.UTC(2026, 0, 31, 12)
  const begins = (text: string) => new Date(sinceOf(text)(now, 'Asia/Jakarta')).toISOString().slice(0, 16)
  t.same(['12h', '7d', '2w', '2026-01-30'].map(begins), [
    '2026-01-31T00:00',
    '2026-01-24T12:00',
    '2026-01-17T12:00',
    '2026-01-29T17:00',
  ])
  for (const text of ['', '7', '0d', '-1d', '3m', '2026-02-31', 'kemarin'])
    t.throws(() => sinceOf(text), /for example/, text)
})

t.test('each part of the shipped flow is on a page of its own, beside the whole', async (t) => {
  const folder = t.testdir()
  const { stdout, isDone } = await flowCli(t, 'flow', 'draw', '--pages', '--out', join(folder, 'utama.svg'))
  t.equal(isDone, true)
  const files = stdout.split('\n')
  t.equal(files[0], join(folder, 'utama.svg'))
  t.ok(files.includes(join(folder, 'utama-pengaduan.svg')), stdout)
  for (const file of files) t.equal(parseXml(await readFile(file, 'utf8')).root?.name, 'svg', file)
  t.match(await flowCli(t, 'flow', 'draw', '--pages'), { isDone: false, stderr: /sebutkan yang pertama dengan --out/ })
})
