import t from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import { parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

/** The problems of the small flow with one piece replaced. */
function broken(piece: string, by: string, prompts = smallPrompts): readonly string[] {
  if (!smallFlow.includes(piece)) throw new Error(`the small flow has no ${piece}`)
  const parsed = parseSmall(smallFlow.replace(piece, by), prompts)
  return parsed.outcome === 'problems' ? parsed.problems.map(problemText) : []
}

t.test('a flow that is in order has no problems', async (t) => {
  const parsed = parseSmall()
  t.same(parsed.outcome === 'problems' ? parsed.problems.map(problemText) : [], [])
})

const cases: readonly (readonly [string, string, string, string])[] = [
  [
    'an exit that leads nowhere',
    '2: antre',
    '2: antri',
    'kecil.yaml:15 nodes.sapaan.options.2: leads to "antri", which does not exist',
  ],
  [
    'an unknown key',
    'menu: salam',
    'menu: salam\n    warna: biru',
    'kecil.yaml:13 nodes.sapaan.warna: is not known here',
  ],
  ['a missing key', '    next: pilih\n', '', 'kecil.yaml:42 nodes.sandi: "next" is missing'],
  ['a kind that does not exist', 'end: dah', 'tamat: dah', 'is of no known kind'],
  [
    'a prompt that does not exist',
    'handoff: [posko]\n    say: sambung',
    'handoff: [posko]\n    say: sambungkan',
    'kecil.yaml:58 nodes.serah.say: says "sambungkan", which is not in prompts/ind.yaml',
  ],
  ['a key used twice', '2: antre', '2: antre\n      "2": darurat', 'kecil.yaml:16 2: the key "2" is used twice'],
  [
    'more than five choices',
    '4: serah',
    '4: serah\n      5: serah\n      6: serah',
    'kecil.yaml:13 nodes.sapaan.options: has more than five choices',
  ],
  [
    'a node that nothing leads to',
    'nodes:',
    'nodes:\n  lupa: { say: maaf, next: antre }',
    'kecil.yaml:11 nodes.lupa: nothing leads here',
  ],
  ['a circle without a bound', '9: pesan', '9: sapaan', 'goes round without a bound: sapaan → antre → sapaan'],
  ['a lane that the site does not have', 'queue: umum', 'queue: utama', 'the site has no lane "utama"'],
  ['a calendar that the site does not have', 'open: kantor', 'open: kanto', 'the site has no calendar "kanto"'],
  ['a target that the site does not have', 'handoff: [posko]', 'handoff: [pos]', 'the site has no target "pos"'],
  ['a variable that nothing fills', 'variable: sandi', 'variable: sendi', 'reads "sendi", which nothing fills'],
  ['a number without a length', '    length: { min: 2, max: 4 }\n', '', '"length" is missing'],
  [
    'a failure that leads to no queue',
    'error: { say: maaf, go: antre }',
    'error: { say: maaf, go: serah }',
    'must lead to a queue',
  ],
  ['no key for an emergency', '1: darurat', '1: antre', 'no key leads straight to an emergency step'],
  [
    'silence that leads to a goodbye',
    'no_input: { times: 1, say: ulangi, finally: antre }',
    'no_input: { times: 1, say: ulangi, finally: selesai }',
    'kecil.yaml:7 defaults.no_input.finally: a caller who is silent or presses a wrong key is lost',
  ],
  [
    'nobody there that leads to a goodbye',
    'nobody: pesan',
    'nobody: selesai',
    'a caller for whom something failed is lost: "selesai"',
  ],
  [
    'a failed hand-off that leads to a goodbye',
    'failed: antre',
    'failed: selesai',
    'a caller for whom something failed is lost',
  ],
  ['a choose without else', '      - else: pesan\n', '', 'the last branch, and only the last, is "else"'],
  ['text that is not YAML', 'nodes:', 'nodes: [', 'is not valid YAML'],
  [
    'a language without prompts',
    'languages: [ind]',
    'languages: [ind, jav]',
    'kecil.yaml:4 languages.1: the site has no prompts in "jav"',
  ],
  ['a wrong type', 'times: 1', 'times: banyak', 'kecil.yaml:7 defaults.no_input.times: must be a whole number'],
]

for (const [name, piece, by, expected] of cases) {
  t.test(`${name} is told with its line`, async (t) => {
    const problems = broken(piece, by)
    t.ok(
      problems.some((problem) => problem.includes(expected)),
      `${expected} in:\n${problems.join('\n')}`,
    )
  })
}

t.test('a bounded circle is no problem', async (t) => {
  const bounded = smallFlow
    .replace('9: pesan', '9: sapaan')
    .replace('menu: salam', 'menu: salam\n    at_most: { times: 2, finally: pesan }')
  const parsed = parseSmall(bounded)
  t.same(parsed.outcome === 'problems' ? parsed.problems.map(problemText) : [], [])
})

t.test('a bound that itself leads round is a circle', async (t) => {
  const bounded = smallFlow
    .replace('9: pesan', '9: sapaan')
    .replace('menu: salam', 'menu: salam\n    at_most: { times: 2, finally: antre }')
  const parsed = parseSmall(bounded)
  t.match(
    parsed.outcome === 'problems' ? parsed.problems.map(problemText).join('\n') : '',
    /goes round without a bound/,
  )
})

const greetings: readonly (readonly [string, string, RegExp | null])[] = [
  ['in its first sentence', 'Darurat, tekan 1. Petugas, tekan 2.', null],
  ['after the operator', 'Petugas, tekan 2. Darurat, tekan 1.', /offers key 2 before the emergency key 1/],
  ['never', 'Petugas, tekan 2.', /never says the emergency key 1/],
  ['only within 112', 'Ini 112. Petugas, tekan 2.', /never says the emergency key 1/],
  [
    'after a long welcome',
    `${'Selamat datang di layanan kami. '.repeat(6)}Darurat, tekan 1.`,
    /said only after about \d+ seconds/,
  ],
]
for (const [when, words, problem] of greetings) {
  t.test(`a greeting that offers emergency ${when} is ${problem === null ? 'accepted' : 'refused'}`, async (t) => {
    const prompts = smallPrompts.replace(/^salam: .*$/m, `salam: "${words}"`)
    const parsed = parseSmall(smallFlow, prompts)
    const told = parsed.outcome === 'problems' ? parsed.problems.map(problemText).join('\n') : ''
    if (problem === null) t.equal(told, '')
    else t.match(told, problem)
  })
}

t.test('a placeholder that nothing fills is told', async (t) => {
  const parsed = parseSmall(smallFlow, smallPrompts.replace('{minutes}', '{menit}'))
  t.match(parsed.outcome === 'problems' ? parsed.problems.map(problemText).join() : '', /nothing fills \{menit\}/)
})

t.test('a waiting caller is not held by a long speech', async (t) => {
  const parsed = parseSmall(smallFlow, smallPrompts.replace('Sabar.', `${'Mohon bersabar. '.repeat(12)}`))
  t.match(
    parsed.outcome === 'problems' ? parsed.problems.map(problemText).join() : '',
    /a waiting caller hears at most 9 at once/,
  )
})

t.test('problems of every file and of every node are told together', async (t) => {
  const parsed = parseSmall(
    smallFlow.replace('menu: salam', 'menu: salam\n    warna: biru').replace('end: dah', 'end: 7'),
    smallPrompts.replace('salah: Salah.', 'salah: [1]'),
  )
  const told = parsed.outcome === 'problems' ? parsed.problems.map(problemText) : []
  t.match(
    told.join('\n'),
    /nodes\.sapaan\.warna[\s\S]*nodes\.selesai\.end: must be text or a list[\s\S]*prompts\/ind\.yaml:3 salah: must be/,
  )
})

t.test('more than eight problems in one file are all told', async (t) => {
  const keys = Array.from({ length: 20 }, (_, index) => `    asing_${index}: 1\n`).join('')
  const parsed = parseSmall(smallFlow.replace('    menu: salam\n', `    menu: salam\n${keys}`))
  t.equal(parsed.outcome === 'problems' ? parsed.problems.length : 0, 20)
})

t.test('hostile texts give problems, never an exception', async (t) => {
  for (const text of [
    '',
    'null',
    '[]',
    '"x"',
    '- 1',
    'nodes: { __proto__: { say: x } }',
    'a: &a [*a, *a]',
    '\u0000',
    '{',
    'nodes: 5',
    '&x a: *x',
  ]) {
    t.equal(parseSmall(text).outcome, 'problems', JSON.stringify(text))
    t.doesNotThrow(() => parseSmall(smallFlow, text))
  }
})
