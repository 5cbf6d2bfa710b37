import t, { type Test } from 'tap'
import { asFolder, changedSite } from '../flow/small-site.ts'
import { flowCli } from './flow-cli.ts'

const scripted = `# kecil.yaml
cases:
  - name: darurat terdengar lebih dulu
    steps: [{ hears: "/^Darurat, tekan 1/" }, { press: "1" }, { hears: bantuan }, { told: wait.began }, { does: hold }]
    ends: waiting
`
const folderWith = (t: Test, piece = '') => t.testdir(asFolder(changedSite(`${scripted}${piece}`, false)))

/** `flow check` of the small site with a piece changed. */
async function check(t: Test, piece = '', ...more: readonly string[]) {
  return flowCli(t, 'flow', 'check', folderWith(t, piece), ...more)
}

t.test('of flows in order it is told how soon emergency is offered and what each language can say', async (t) => {
  const { isDone, stdout, stderr } = await check(t)
  t.match(stdout, /^kecil: 8 langkah, 1 contoh panggilan, revisi [0-9a-f]{12}$/m)
  t.match(stdout, /^ {2}darurat ditawarkan sesudah: ind 1,5 detik \(dari panjang kalimat\)$/m)
  t.match(stdout, /^ {2}kalimat: ind 100 %$/m)
  t.match(stdout, /^beres$/m)
  t.same([isDone, stderr], [true, ''])
})

t.test('a language that lacks sentences is told with those that it lacks', async (t) => {
  const languages = `# site.yaml
languages: [ind, eng]
# kecil.yaml
languages: [ind, eng]
# prompts/eng.yaml
salam: "Emergency, press 1. Operator, press 2."
dah: Bye.
`
  const { stdout } = await check(t, languages)
  t.match(stdout, /ind 1,5 detik .*, eng 1,7 detik/)
  t.match(stdout, /kalimat: ind 100 %, eng 14 % \(belum ada: bantuan, dipanggil, kira, maaf, posisi, …\)/)
  t.match((await flowCli(t, '--lang', 'eng', 'flow', 'check', folderWith(t, languages))).stdout, /missing: bantuan/)
})

t.test('a problem is printed as file, line and place, with what to do and its rule, and exit code 1', async (t) => {
  const { isDone, stdout, stderr } = await check(t, '# kecil.yaml\nnodes: { sapaan: { options: { 3: antri } } }\n')
  t.match(
    stderr,
    /^kecil\.yaml:\d+ nodes\.sapaan\.options\.3: menuju "antri", yang tidak ada; maksudnya "antre"\? \[exits-exist\]$/m,
  )
  t.match(stderr, /\d hal yang harus diperbaiki\. Penjelasan setiap \[aturan\]: docs\/flows\/rules\//)
  t.same([isDone, stdout], [false, ''])
})

t.test('a broken flow hides no problem of other files, and makes none there', async (t) => {
  const broken = `# kecil.yaml
nodes: { sapaan: { options: { 2: antri } } }
# prompts/ind.yaml
salah: [1]
# overlays/banjir.yaml
schema: hotline-overlay/v1
title: Banjir
until: 2030-01-01
changes: [{ notice: antre, say: { ind: Banjir. } }]
`
  const { problems } = JSON.parse((await check(t, broken, '--json')).stdout) as Record<
    string,
    { file: string; rule: string }[]
  >
  t.same(
    problems?.map(({ file, rule }) => `${file} ${rule}`),
    ['kecil.yaml exits-exist', 'prompts/ind.yaml right-form'],
  )
})

const wrong: readonly (readonly [string, RegExp])[] = [
  ['{ hears: maaf }', /langkah 2: terdengar "salam: Darurat, tekan 1\. .*", bukan "maaf"/],
  ['{ hears_not: salam }', /langkah 2: terdengar "salam"/],
  ['{ hears: "/Darurat(/" }', /langkah 2: \/Darurat\(\/ bukan pola yang dapat dibaca/],
  ['{ does: join }', /langkah 2: yang dilakukan gather, bukan join/],
  ['{ at: antre }', /langkah 2: berada di "sapaan", bukan "antre"/],
  ['{ speaks: eng }', /langkah 2: berbahasa ind, bukan eng/],
  ['{ told: wait.began }', /langkah 2: yang tercatat node\.entered, tanpa wait\.began/],
  ['{ told_not: node.entered }', /langkah 2: tercatat node\.entered/],
]
for (const [step, expected] of wrong) {
  t.test(`an example that expects ${step} in vain is printed with its line and step`, async (t) => {
    const piece = `# kecil.yaml\ncases: [{ name: salah, steps: [{ hears_not: dah }, ${step}] }]\n`
    const { isDone, stderr } = await check(t, piece)
    t.match(stderr, /^kecil\.yaml:\d+ cases\.0\.steps\.1: contoh "salah", /m)
    t.match(stderr, expected)
    t.equal(isDone, false)
  })
}

t.test('an example that ends elsewhere is told', async (t) => {
  const { stderr } = await check(t, '# kecil.yaml\ncases: [{ name: salah, steps: [hangup], ends: human }]\n')
  t.match(stderr, /contoh "salah", langkah 1: berakhir hangup di "sapaan", bukan human/)
})

t.test('warnings refuse nothing, unless they are asked to', async (t) => {
  const piece = '# prompts/ind.yaml\nkelupaan: Tidak dipakai.\n'
  const { isDone, stdout, stderr } = await check(t, piece)
  t.match(stderr, /^prompts\/ind\.yaml:\d+ kelupaan: kalimat ini tidak diucapkan/m)
  t.match(stdout, /1 peringatan; alur tetap boleh dipakai\.\nberes$/)
  t.equal(isDone, true)
  t.equal((await check(t, piece, '--strict')).isDone, false)
})

t.test('programs get one JSON document; a folder that is not there has an exit code of its own', async (t) => {
  const good = JSON.parse((await check(t, '', '--json')).stdout)
  t.match(good, { ok: true, flows: [{ id: 'kecil', cases: 1, emergency: [{ language: 'ind', key: '1' }] }] })
  const { stdout, isDone } = await check(t, '# kecil.yaml\nnodes: { sapaan: { options: { 3: antri } } }\n', '--json')
  t.match(JSON.parse(stdout), {
    ok: false,
    problems: [{ file: 'kecil.yaml', line: Number, rule: 'exits-exist', severity: 'error', help: String }],
  })
  t.equal(isDone, false)
  t.equal((await flowCli(t, 'flow', 'check', t.testdir({}))).code, 2)
})
