import fc from 'fast-check'
import t from 'tap'
import { compile } from '../../src/flow/expression/check.ts'
import { evaluate, type Value } from '../../src/flow/expression/evaluate.ts'
import { cases } from '../support/depth.ts'
import { around, scope } from './expression-scope.ts'

/** An expression as it is written, with the value that it must have: made together, by another way than the evaluator's. */
type Known<V extends Value> = { readonly source: string; readonly value: V }

const text = fc.stringMatching(/^[a-z ]{0,4}$/)
const { yesNo } = fc.letrec<{ yesNo: Known<boolean>; number: Known<number>; words: Known<string> }>((tie) => {
  const words = tie('words')
  const number = tie('number')
  const yesNo = tie('yesNo')
  const pairOf = <V extends Value, R extends Value>(
    one: fc.Arbitrary<Known<V>>,
    operators: Readonly<Record<string, (left: V, right: V) => R>>,
  ): fc.Arbitrary<Known<R>> =>
    fc.tuple(one, fc.constantFrom(...Object.keys(operators)), one).map(([left, operator, right]) => ({
      source: `(${left.source} ${operator} ${right.source})`,
      value: operators[operator]?.(left.value, right.value) as R,
    }))
  return {
    words: fc.oneof(
      { depthSize: 'small' },
      fc.constant({ source: 'topik', value: 'jalan' }),
      fc.constant({ source: 'kosong', value: '' }),
      text.map((value) => ({ source: `'${value}'`, value })),
      words.map(({ source, value }) => ({ source: `digits(${source})`, value: value.replaceAll(/\D/g, '') })),
    ),
    number: fc.oneof(
      { depthSize: 'small' },
      fc.constant({ source: 'umur', value: 17 }),
      fc.constant({ source: 'jumlah', value: Number.NaN }),
      fc.nat({ max: 30 }).map((value) => ({ source: String(value), value })),
      number.map(({ source, value }) => ({ source: `-${source}`, value: -value })),
      words.map(({ source, value }) => ({ source: `length(${source})`, value: value.length })),
      pairOf(number, { '+': (a, b) => a + b, '-': (a, b) => a - b }),
    ),
    yesNo: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        { source: 'yes', value: true },
        { source: 'no', value: false },
        { source: 'setuju', value: true },
      ),
      yesNo.map(({ source, value }) => ({ source: `(not ${source})`, value: !value })),
      pairOf(yesNo, { and: (a, b) => a && b, or: (a, b) => a || b, '==': (a, b) => a === b }),
      pairOf(number, {
        '<': (a, b) => a < b,
        '<=': (a, b) => a <= b,
        '>': (a, b) => a > b,
        '>=': (a, b) => a >= b,
        '==': (a, b) => a === b,
        '!=': (a, b) => a !== b,
      }),
      pairOf(words, { '==': (a, b) => a === b, '!=': (a, b) => a !== b }),
      fc.tuple(words, fc.array(words, { minLength: 1, maxLength: 3 })).map(([one, list]) => ({
        source: `(${one.source} in [${list.map(({ source }) => source).join(', ')}])`,
        value: list.some(({ value }) => value === one.value),
      })),
    ),
  }
})

t.test('every well-formed condition compiles, survives JSON and means what it says', async (t) => {
  let longest = 0
  fc.assert(
    fc.property(yesNo, ({ source, value }) => {
      if (source.length > 500) return true
      longest = Math.max(longest, source.length)
      const compiled = compile(source, scope, 'yes_no')
      if (compiled.outcome === 'fault') throw new Error(`${source}: ${JSON.stringify(compiled.fault)}`)
      return evaluate(JSON.parse(JSON.stringify(compiled.expression)), around) === value
    }),
    { numRuns: cases(1000), seed: 20260105 },
  )
  t.ok(longest > 60, `the longest had ${longest} characters`)
})

const pieces = fc.array(
  fc.constantFrom(
    ...['topik', 'umur', 'setuju', 'asing', 'caller.withheld', 'now.hour', 'queue.umum.waiting', 'open.kantor'],
    ...['and', 'or', 'not', 'in', 'yes', 'no', '==', '<', '(', ')', '[', ']', ',', '+', '-', "'x'", '3', 'length'],
  ),
  { maxLength: 12 },
)

t.test('whatever is written is compiled or told with a column in it, and never throws', async (t) => {
  const found = { expression: 0, fault: 0 }
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 40 }),
        pieces.map((all) => all.join(' ')),
      ),
      (source) => {
        const compiled = compile(source, scope, null)
        found[compiled.outcome] += 1
        if (compiled.outcome === 'expression') return evaluate(compiled.expression, around) !== undefined
        return compiled.fault.at >= 1 && compiled.fault.at <= source.length + 1
      },
    ),
    { numRuns: cases(3000), seed: 20260105 },
  )
  t.ok(found.expression > cases(20) && found.fault > cases(20), JSON.stringify(found))
})

t.test('brackets as deep as an expression is long do no harm', async (t) => {
  t.equal(compile('('.repeat(500), scope, null).outcome, 'fault')
  t.equal(compile(`${'('.repeat(240)}yes${')'.repeat(240)}`, scope, 'yes_no').outcome, 'expression')
  t.equal(compile(`${'not '.repeat(120)}yes`, scope, 'yes_no').outcome, 'expression')
  t.equal(compile(`${'('.repeat(60)}yes${' == yes)'.repeat(60)}`.slice(0, 500), scope, null).outcome, 'fault')
  t.equal(compile(`${'('.repeat(50)}yes${' == yes)'.repeat(50)}`, scope, 'yes_no').outcome, 'expression')
})
