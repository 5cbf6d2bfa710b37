import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { play, type TryOptions } from '../../src/cli/flow-try.ts'
import { playCase } from '../../src/flow/cases.ts'
import { problemText } from '../../src/flow/flow.ts'
import { loadSite } from '../../src/site.ts'
import { asFolder, changedSite } from '../flow/small-site.ts'

const root = join(import.meta.dirname, '../..')
/** Monday, 10.00 in Jakarta. */
const now = Date.UTC(2026, 0, 5, 3)

const piece = `# kecil.yaml
defaults: { speech: true, text: { say: telepon, go: selesai } }
nodes:
  sapaan: { options: { 2: { go: antre, label: petugas }, 3: jam, 4: cari, 5: balik } }
  jam: { choose: [{ when: now.hour >= 16 or not open.kantor, go: pesan }, { when: queue.umum.waiting > 3, go: balik }, { else: sandi }] }
  cari: { lookup: place, input: { text: "'lubuk alung'" }, save: tempat, exits: { found: ketemu, not_found: antre, failed: pesan } }
  ketemu: { say: tempat, next: sandi }
  balik: { callback: umum, exits: { granted: selesai, refused: antre } }
# prompts/ind.yaml
petugas: { text: Petugas, words: [orang] }
telepon: Teleponlah kami.
tempat: "Di {tempat.name}."
`

/** Plays what is typed, one line each, on the small site; gives what was printed and the example. */
async function tried(t: Test, lines: readonly string[], options: TryOptions = {}, language: 'ind' | 'eng' = 'ind') {
  const loaded = await loadSite(t.testdir(asFolder(changedSite(piece, false))), now)
  if (loaded.outcome === 'problems') throw new Error(loaded.problems.map(problemText).join('\n'))
  const printed: string[] = []
  async function* terminal() {
    yield* lines
  }
  const stage = { now, language, print: (line: string) => void printed.push(line), ask: () => {} }
  const result = await play(loaded.site, options, terminal(), stage)
  const again = playCase(result.flow, result.script, Object.keys(loaded.site.open(0)))
  return { ...result, printed: printed.join('\n'), failures: again.failures, again }
}

t.test('keys, words and silence are what the caller does', async (t) => {
  const { printed, script, failures } = await tried(t, ['', 'orang', '.tutup-telepon'])
  t.match(printed, /Ulangi\./)
  t.match(printed, /\[gather .*1= 2=Petugas 3=.* speech=ind\]/)
  t.match(script, {
    steps: [
      { at: 'sapaan' },
      { hears: 'salam' },
      'silence',
      { hears: 'ulangi' },
      { say: 'orang' },
      { at: 'antre' },
      { hears: 'tunggu' },
      'hangup',
    ],
    ends: 'hangup',
  })
  t.same(failures, [])
})

const worlds: readonly (readonly [string, readonly string[], string])[] = [
  ['calm', [], 'sandi'],
  ['at a later clock', ['.jam 20:15'], 'pesan'],
  ['on another day at noon', ['.jam 2026-01-10 12:00'], 'pesan'],
  ['with the office closed by hand', ['.tutup kantor'], 'pesan'],
  ['with the office opened again', ['.close', '.open kantor'], 'sandi'],
  ['with five waiting', ['.antrean umum 5 300'], 'selesai'],
]
for (const [what, commands, node] of worlds) {
  t.test(`${what} the call goes to ${node}, and so does the example`, async (t) => {
    const { failures, again } = await tried(t, [...commands, '3'])
    t.same(failures, [])
    t.equal(again.last.session.node, node)
  })
}

const answers: readonly (readonly [string, readonly string[], string])[] = [
  ['the site’s own place is found', [], 'sandi'],
  ['no place is found', ['.cari place tidak'], 'antre'],
  ['the look-up fails', ['.cari place gagal'], 'pesan'],
  ['a place is given by hand', ['.cari place name=Sicincin, confidence=sure'], 'sandi'],
  ['a place is given and taken back', ['.cari place gagal', '.cari place'], 'sandi'],
]
for (const [what, commands, node] of answers) {
  t.test(`when ${what}, the example says so by itself`, async (t) => {
    const { failures, again, script } = await tried(t, [...commands, '4'])
    t.same(failures, [])
    t.equal(again.last.session.node, node)
    if (what.includes('own')) t.match(JSON.stringify(script), /"name":"Lubuk Alung"/)
  })
}

t.test('a callback is granted, refused or fails as it is set', async (t) => {
  for (const [word, node] of [
    ['ya', 'selesai'],
    ['tidak', 'antre'],
    ['failed', 'antre'],
  ] as const) {
    const { again, failures } = await tried(t, [`.balik ${word}`, '5'])
    t.same([again.last.session.node, failures], [node, []], word)
  }
})

t.test('a wait is played to its end: place, join, break, join, done', async (t) => {
  const lines = ['2', '.posisi 3 120', '', '.sambung', '.putus', '', '.sambung', '.selesai', '']
  const { printed, script, failures } = await tried(t, lines)
  t.match(printed, /Nomor 3\./)
  t.match(printed, /2 menit\./)
  t.match(printed, /· human\.reached/)
  t.equal(script.ends, 'human')
  t.same(failures, [])
})

t.test('a dialogue by text shows what the citizen reads', async (t) => {
  const { printed, script, failures } = await tried(t, ['petugas'], { text: true })
  t.match(printed, /2\. Petugas/)
  t.match(printed, /Teleponlah kami\./)
  t.match(script, { channel: 'text', ends: 'goodbye' })
  t.same(failures, [])
})

t.test('the world is shown, help comes in both languages, and what cannot be read is said', async (t) => {
  const { printed, script } = await tried(t, [
    '.tanpa-nomor ya',
    '.sms tidak',
    '.kejadian Banjir',
    '.lihat',
    '.bantuan',
    '.terbang',
    '.jam entah',
    '.bahasa jav',
  ])
  t.match(printed, /Jam: 2026-01-05 10:00:00/)
  t.match(printed, /Jam buka: kantor buka/)
  t.match(printed, /Tanpa nomor: ya; dapat dikirimi SMS: tidak/)
  t.match(printed, /Kejadian: Banjir/)
  t.match(printed, /\.antrean umum 5 300/)
  t.equal(printed.match(/tidak dapat dibaca/g)?.length, 3)
  t.same(script.steps.slice(2), [
    { facts: { withheld: true } },
    { facts: { can_be_texted: false } },
    { facts: { incident: 'Banjir' } },
  ])
  t.match(
    (await tried(t, ['.world', '.help'], { nobody: true, closed: true, withheld: true }, 'eng')).printed,
    /Opening hours: kantor closed[\s\S]*\.lookup place/,
  )
})

t.test('a call played in the terminal becomes an example that holds, in a file', async (t) => {
  const file = join(t.testdir(), 'contoh.yaml')
  const folder = t.testdir({ situs: asFolder(changedSite(piece, false)) })
  const args = ['src/cli/main.ts', 'flow', 'try', `${folder}/situs`, '--record', 'dari terminal', '--out', file]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin.end('3\n.jam 2026-01-05 09:00\n12\n')
  const errors = child.stderr.toArray()
  const code = await new Promise((done) => child.once('close', done))
  t.same([code, (await errors).join('')], [0, ''])
  t.match(parse(await readFile(file, 'utf8')).cases, [{ name: 'dari terminal', steps: Array }])
})
