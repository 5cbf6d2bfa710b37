import t from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import { parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

/** What is wrong with steps between the code that key 3 asks for and what follows it. */
function told(steps: string, condition: string): string {
  const text = smallFlow
    .replace('    sensitive: true\n', '')
    .replace('    next: pilih\n', '    next: mulai\n')
    .replace(
      'nodes:\n',
      `nodes:\n${steps}  cabang: { choose: [{ when: "${condition}", go: pilih }, { else: antre }] }\n`,
    )
  const parsed = parseSmall(text, `${smallPrompts}umur: Umur?\n`)
  return parsed.outcome === 'problems' ? parsed.problems.map(problemText).join('\n') : ''
}

const asks = '  mulai: { ask: umur, kind: number, save: umur, next: cabang }\n'
const both = `  mulai: { ask: umur, kind: number, save: umur, next: lain }
  lain: { menu: umur, options: { 1: { go: cabang, set: { umur: tua } } } }
`
const sets = `  mulai: { set: { coba: 0 }, next: tambah }
  tambah: { set: { coba: coba + 1, salinan: sama, sama: coba, benar: coba > 2, setuju: yes, lagi: true }, next: cabang }
`

const cases: readonly (readonly [string, string, string, RegExp | null])[] = [
  ['a number that was asked for', asks, 'umur > 16', null],
  ['a number compared with text', asks, "umur == '17'", /number is never equal to text/],
  ['a variable that holds a number here and text there', both, 'umur > 16', /number is wanted here, and this is text/],
  ['the same, read as text', both, "umur == 'tua' or number(umur) > 16", null],
  ['a number that was counted up', sets, 'coba >= 3', null],
  ['a value that takes its type from a later one', sets, 'salinan < 3', null],
  ['a yes or no that was set', sets, 'benar and setuju and lagi', null],
  ['a yes or no compared with text', sets, "benar == 'yes'", /yes_no is never equal to text/],
  ['digits are text', asks, "sandi == '12'", null],
  ['digits are no number', asks, 'sandi == 12', /text is never equal to number/],
  ['a variable that nothing fills', asks, "umurr == '1'", /reads "umurr", which nothing fills; did you mean "umur"/],
  ['a calendar that the site does not have', asks, 'open.kantorr', /the site has no calendar "kantorr"/],
  ['a lane that the site does not have', asks, 'queue.umumm.waiting > 3', /the site has no lane "umumm"/],
]
for (const [name, steps, condition, problem] of cases) {
  t.test(`${name}: ${condition}`, async (t) => {
    const found = told(steps, condition)
    if (problem === null) t.equal(found, '')
    else t.match(found, problem)
  })
}

t.test('a mistake is told with its file, line, path and column', async (t) => {
  t.match(
    told(asks, 'umur >> 16'),
    /^kecil\.yaml:12 nodes\.cabang\.choose\.0\.when: `umur >> 16`, column 7: a value should stand here, not >/m,
  )
})

t.test('what follows a step with a mistake in it is not told to be unused', async (t) => {
  t.equal(told(asks, 'umur >').split('\n').length, 1)
})
