import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { parse, stringify } from 'yaml'
import { readYaml } from '../../src/flow/yaml.ts'

const read = (text: string) => readYaml({ file: 'a.yaml', text })
const told = (text: string) => read(text).problems.map(({ line, path, rule }) => `${line} ${path} ${rule}`)

t.test('the shipped files mean what another parser says that they mean', async (t) => {
  const folder = join(import.meta.dirname, '../../ivr-flows')
  const files = globSync('**/*.yaml', { cwd: folder })
  t.ok(files.length > 3)
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8')
    t.same(read(text).value, parse(text), file)
  }
})

t.test('whatever is written as YAML reads back, in blocks and in braces', async (t) => {
  const value = fc.jsonValue({ maxDepth: 4, noUnicodeString: false })
  fc.assert(
    fc.property(value, fc.boolean(), (given, isFlow) => {
      const wanted: unknown = JSON.parse(JSON.stringify(given))
      const text = stringify(given, { collectionStyle: isFlow ? 'flow' : 'any' })
      const { value, problems } = read(text)
      t.same(problems, [], text)
      t.same(value, wanted, text)
    }),
    { numRuns: 100, seed: 20261121 },
  )
})

t.test('every place knows its line: of a key, of an item, or of what is nearest above', async (t) => {
  const file = read(
    '# catatan\nnodes:\n  a:\n    options: { 1: b,\n      2: c }\n    list:\n      - x\n\n      - go: y\n',
  )
  const line = (...path: (string | number)[]) => file.problem(path, 'x').line
  t.same(
    [
      line('nodes'),
      line('nodes', 'a', 'options', '2'),
      line('nodes', 'a', 'list', 1),
      line('nodes', 'a', 'list', 1, 'go'),
      line('nodes', 'a', 'tidak', 'ada'),
      line('tidak'),
      line(),
    ],
    [2, 5, 9, 9, 3, 2, 2],
  )
  t.same(file.keys(['nodes', 'a', 'options']), ['1', '2'])
  t.same(file.keys(['nodes', 'a', 'list']), [])
})

t.test(
  'keys keep the order in which they were written, and a name that objects have of their own is a key',
  async (t) => {
    const file = read('b: 1\n10: 2\n2: 3\n__proto__: { a: 1 }\nconstructor: 4\n')
    t.same(file.keys([]), ['b', '10', '2', '__proto__', 'constructor'])
    t.equal(Object.getPrototypeOf(file.value), Object.prototype)
    t.ok(Object.hasOwn(file.value as object, '__proto__'))
  },
)

const wrong: readonly (readonly [string, string, readonly string[]])[] = [
  ['a key that stands twice', 'a: 1\nb:\n  "1": x\n  1: y\n', ['4 1 one-exit-a-key']],
  ['an alias', 'a: &x 1\nb: *x\n', ['2  valid-yaml']],
  ['two documents', 'a: 1\n---\nb: 2\n', ['1  valid-yaml']],
  ['a map as a name', '? { a: 1 }\n: 2\n', ['1  valid-yaml']],
  ['a list that does not end', 'a: [1, 2\nb: 3\n', ['2  valid-yaml', '3  valid-yaml']],
  ['a tab', 'a:\n\tb: 1\n', ['2  valid-yaml']],
]
for (const [what, text, problems] of wrong) {
  t.test(`${what} is told with its line`, async (t) => {
    const found = told(text)
    t.ok(found.length > 0 && found.every((one) => problems.includes(one)), found.join('\n'))
  })
}

t.test('an empty file has no value, and a text without quotes means what YAML 1.2 says', async (t) => {
  t.equal(read('').value, null)
  t.equal(read('# hanya catatan\n').value, null)
  t.same(read('[yes, no, true, ~, 07, 0x1f, 1e3, .5, 07:30, "1", !!str 5]').value, [
    'yes',
    'no',
    true,
    null,
    7,
    31,
    1000,
    0.5,
    '07:30',
    '1',
    '5',
  ])
})
