import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { check } from '../../src/cli/flow-check.ts'
import { problemText } from '../../src/flow/flow.ts'
import eng from '../../src/flow/rules/lang/eng.json' with { type: 'json' }
import ind from '../../src/flow/rules/lang/ind.json' with { type: 'json' }
import { problemIn, ruleNames } from '../../src/flow/rules/told.ts'
import { parseSmall, smallFlow } from './small-flow.ts'
import { asFolder, changedSite, smallSite } from './small-site.ts'

const pages = join(import.meta.dirname, '../../docs/flows/rules')
const page = (rule: string) => readFile(join(pages, `${rule}.md`), 'utf8')

/** The examples of a page: ```yaml bad, ```yaml good, and with `append` what is written below a file. */
async function examples(rule: string) {
  return [...(await page(rule)).matchAll(/^```yaml (bad|good)( append)?\n(.*?)^```/gms)].map(
    ([, kind, append, piece = '']) => ({ kind, files: changedSite(piece, append !== undefined) }),
  )
}

t.test('the site that the pages change is in order', async (t) => {
  const { problems } = await check(t.testdir(asFolder(smallSite)))
  t.same(problems.map(problemText), [])
})

t.test('every rule has its page, and every page its rule', async (t) => {
  const names = (await readdir(pages)).map((file) => file.replace(/\.md$/, ''))
  t.same(names.sort(), [...ruleNames].sort())
})

for (const rule of ruleNames) {
  t.test(`${rule}: the page's wrong examples are told, the right one is in order`, async (t) => {
    const text = await page(rule)
    t.match(text, new RegExp(`^# ${rule}\n[\\s\\S]*\\*\\*Aturan\\.\\*\\*[\\s\\S]*\\*\\*Why\\.\\*\\*`))
    const all = await examples(rule)
    t.ok(all.some(({ kind }) => kind === 'bad') && all.some(({ kind }) => kind === 'good'))
    for (const [index, { kind, files }] of all.entries()) {
      const { problems } = await check(`${t.testdir({ [`site${index}`]: asFolder(files) })}/site${index}`)
      const told = problems.filter((problem) => problem.rule === rule).map(problemText)
      if (kind === 'bad') t.ok(told.length > 0, problems.map(problemText).join('\n'))
      else t.same(problems.map(problemText), [])
    }
  })
}

t.test('every text has a place for every fact, in both languages, and says what to do', async (t) => {
  const facts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
  type Texts = Record<string, Record<string, { is: string; do: string }>>
  const other = ind as Texts
  for (const [rule, texts] of Object.entries(eng as Texts)) {
    t.same(Object.keys(other[rule] ?? {}), Object.keys(texts), rule)
    for (const [what, text] of Object.entries(texts)) {
      const there = other[rule]?.[what]
      t.same(facts(`${there?.is} ${there?.do}`), facts(`${text.is} ${text.do}`), `${rule}.${what}`)
      if (text.is !== '{why}') t.ok(text.do !== '' && there?.do !== '', `${rule}.${what} says what to do`)
    }
  }
})

t.test('a problem is said in the reader’s language, with the name that was probably meant', async (t) => {
  const [problem] = (
    await check(t.testdir(asFolder(changedSite('# kecil.yaml\nnodes: { sapaan: { options: { 2: antri } } }', false))))
  ).problems
  t.ok(problem)
  if (problem === undefined) return
  t.match(
    problemIn('ind', problem),
    /^kecil\.yaml:\d+ nodes\.sapaan\.options\.2: menuju "antri", yang tidak ada; maksudnya "antre"\? \[exits-exist\]$/,
  )
  t.match(problemIn('eng', problem), /leads to "antri", which does not exist; did you mean "antre"\? \[exits-exist\]$/)
})

/** Of a small flow with one mistake: what somebody reads who does not program. */
const readings: readonly (readonly [what: string, from: string, to: string, ind: RegExp, eng: RegExp])[] = [
  ['a line out of place', '    say: bantuan', '   say: bantuan', /menjorok lain/, /does not begin in the same column/],
  ['a tab', '    menu: salam', '\tmenu: salam', /menjorok dengan Tab; ganti/, /indented by a tab; write spaces/],
  ['a quote that is open', 'end: dah', 'end: "dah', /tanda kutip atau kurung tidak ditutup/, /a quote or a bracket/],
  ['a colon in a sentence', 'end: dah', 'end: dah: ya', /tidak boleh ada titik dua/, /may be no colon here/],
  ['a number for a sentence', 'end: dah', 'end: 7', /harus berupa teks atau daftar/, /must be text or a list/],
  ['a wrong code of a language', '[ind]', '[indo]', /tulis seperti ini: ind/, /write it like this: ind/],
  ['an unknown lane', 'queue: umum', 'queue: mum', /tidak punya antrean "mum"/, /has no lane "mum"/],
]
for (const [what, from, to, ind, eng] of readings) {
  t.test(`${what} is told in words, and once a line`, async (t) => {
    const parsed = parseSmall(smallFlow.replace(from, to))
    const problems = parsed.outcome === 'problems' ? parsed.problems : []
    t.match(problems.map((one) => problemIn('ind', one)).join('\n'), ind)
    t.match(problems.map((one) => problemIn('eng', one)).join('\n'), eng)
    const lines = problems.filter(({ rule }) => rule === 'valid-yaml').map(({ line }) => line)
    t.equal(new Set(lines).size, lines.length)
  })
}
