import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import t, { type Test } from 'tap'
import { flowCommands } from '../../src/cli/flow.ts'

const shipped = new URL('../../ivr-flows', import.meta.url).pathname

/** Runs `flow check` on a folder; gives what was printed and the exit code. */
async function check(t: Test, folder: string, ...more: string[]): Promise<{ out: string; err: string; code: number }> {
  const out = t.capture(console, 'log')
  const err = t.capture(console, 'error')
  const program = new Command()
  flowCommands(program, () => Promise.reject(new Error('no database here')))
  await program.parseAsync(['flow', 'check', folder, ...more], { from: 'user' })
  const code = Number(process.exitCode ?? 0)
  process.exitCode = 0
  const text = (calls: ReturnType<typeof out>) => calls.map(({ args }) => args.join(' ')).join('\n')
  return { out: text(out()), err: text(err()), code }
}

async function changed(t: Test, file: string, piece: string, by: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-flow-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await cp(shipped, folder, { recursive: true })
  const text = await readFile(join(folder, file), 'utf8')
  if (!text.includes(piece)) throw new Error(`${file} has no ${piece}`)
  await writeFile(join(folder, file), text.replace(piece, by))
  return folder
}

t.test('of flows in order it is told how soon emergency is offered and what each language can say', async (t) => {
  const { out, err, code } = await check(t, shipped)
  t.match(out, /^utama: \d+ langkah, \d+ contoh panggilan, revisi [0-9a-f]{12}$/m)
  t.match(out, /^ {2}darurat ditawarkan sesudah: ind \d(,\d)? detik \(dari .*\), eng \d/m)
  t.match(out, /^ {2}kalimat: ind 100 %, eng \d+ %/m)
  t.match(out, /^beres$/m)
  t.equal(err, '')
  t.equal(code, 0)
})

t.test('a problem is printed as file, line and place, with exit code 1', async (t) => {
  const { out, err, code } = await check(t, await changed(t, 'utama.yaml', 'go: antre_umum, label', 'go: antri, label'))
  t.match(err, /^utama\.yaml:\d+ nodes\.sapaan\.options\.3: menuju "antri", yang tidak ada; .* \[exits-exist\]$/m)
  t.equal(out, '')
  t.equal(code, 1)
})

t.test('an example that does not hold is printed with its line and step, with exit code 1', async (t) => {
  const { err, code } = await check(
    t,
    await changed(t, 'utama.yaml', '- hears: darurat_mulai', '- hears: mohon_tunggu'),
  )
  t.match(
    err,
    /^utama\.yaml:\d+ cases\.\d+\.steps\.3: contoh "darurat terdengar lebih dulu.*", langkah 4: hears "darurat_mulai/m,
  )
  t.equal(code, 1)
})

t.test('warnings refuse nothing, unless they are asked to', async (t) => {
  const folder = await changed(t, 'prompts/ind.yaml', 'salam:', 'kelupaan: "Tidak dipakai."\nsalam:')
  const { out, err, code } = await check(t, folder)
  t.match(err, /^prompts\/ind\.yaml:\d+ kelupaan: kalimat ini tidak diucapkan/m)
  t.match(out, /1 peringatan; alur tetap boleh dipakai\.\nberes$/)
  t.equal(code, 0)
  t.equal((await check(t, folder, '--strict')).code, 1)
})

t.test('programs get one JSON document; a folder that is not there is exit code 2', async (t) => {
  const good = JSON.parse((await check(t, shipped, '--json')).out)
  t.match(good, { ok: true, flows: [{ id: 'utama', emergency: [{ language: 'ind', key: '1', seconds: Number }] }] })
  const { out, code } = await check(t, await changed(t, 'utama.yaml', 'go: antre_umum, label', 'go: antri, label'), '--json')
  const bad = JSON.parse(out)
  t.match(bad, {
    ok: false,
    problems: [{ file: 'utama.yaml', line: Number, rule: 'exits-exist', severity: 'error', help: String }],
  })
  t.equal(code, 1)
  t.equal((await check(t, join(shipped, 'tidak-ada'))).code, 2)
})

const wrong: readonly (readonly [string, string, RegExp])[] = [
  [
    '- told: wait.began\n      - does: hold',
    '- told: wait.left\n      - does: join',
    /langkah 5: tells .* and not wait\.left[\s\S]*langkah 6: does hold instead of join/,
  ],
  ['- hears_not: posisi', '- hears_not: mohon_tunggu', /hears "mohon_tunggu"/],
  [
    '- told_not: wait.left',
    '- told_not: input.missed\n      - at: darurat',
    /stands at "antre_umum" instead of "darurat"/,
  ],
  ['    ends: human', '    ends: goodbye', /ends as "human" at "selesai", expected "goodbye"/],
]
for (const [piece, by, expected] of wrong) {
  t.test(`a wrong expectation is seen: ${by.trim().split('\n')[0]}`, async (t) => {
    t.match((await check(t, await changed(t, 'utama.yaml', piece, by))).err, expected)
  })
}
