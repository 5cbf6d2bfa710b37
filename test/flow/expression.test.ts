import t from 'tap'
import { compile } from '../../src/flow/expression/check.ts'
import { asText, evaluate, isSensitive } from '../../src/flow/expression/evaluate.ts'
import type { ValueType } from '../../src/flow/expression/tree.ts'
import { around, scope } from './expression-scope.ts'

const resultOf = (source: string, wanted: ValueType | null = null) => {
  const compiled = compile(source, scope, wanted)
  if (compiled.outcome === 'fault') throw new Error(`${source}: ${JSON.stringify(compiled.fault)}`)
  return evaluate(JSON.parse(JSON.stringify(compiled.expression)), around)
}

const values: readonly (readonly [string, string | number | boolean])[] = [
  ["topik == 'jalan'", true],
  ['topik == "jalan"', true],
  ["topik != 'jalan'", false],
  ["vars.topik == 'jalan'", true],
  ["topik == 'jalan' and not caller.withheld", true],
  ["topik == 'lampu' or umur >= 17", true],
  ["not topik == 'lampu'", true],
  ["topik in ['lampu', 'jalan']", true],
  ["topik not in ['lampu', 'jalan']", false],
  ['umur in [1, 17]', true],
  ["tiket.stage == 'closed'", true],
  ['umur + 1 - 3', 15],
  ['-umur', -17],
  ['10 - 2 - 3', 5],
  ['umur < 17', false],
  ['umur <= 17 and umur > 16.5', true],
  ['yes or no and no', true],
  ['(yes or no) and no', false],
  ['not yes or yes', true],
  ['setuju', true],
  ['setuju == yes', true],
  ['length(topik)', 5],
  ["digits('RT 03/RW 7')", '037'],
  ["number('12') + 1", 13],
  ['filled(topik) and not filled(kosong)', true],
  ['open.kantor and not open.lain', true],
  ['queue.umum.waiting', 4],
  ['queue.umum.expected_seconds > 60', true],
  ['queue.umum.staffed', false],
  ['queue.lain.waiting', 0],
  ['queue.lain.staffed', true],
  ['caller.can_be_texted', true],
  ["caller.language == 'ind' and channel == 'voice'", true],
  // 1767582000000 is Monday 5 January 2026, 10.00 in WIB.
  ["now.weekday == 'senin' and now.hour == 10", true],
  ['incident', true],
]
for (const [source, value] of values) {
  t.test(`${source} is ${value}`, async (t) => t.equal(resultOf(source), value))
}

t.test('what nothing has filled is empty, no, and a number that is equal to nothing', async (t) => {
  t.equal(resultOf("kosong == ''"), true)
  t.equal(resultOf('jumlah == jumlah or jumlah < 1 or jumlah >= 1'), false)
  t.equal(resultOf('belum'), false)
  t.equal(asText(resultOf('jumlah + 1')), '')
  t.equal(resultOf('queue.lain.expected_seconds > 0'), false)
  t.equal(resultOf("number('dua') < 3"), false)
})

t.test('a variable is kept as text', async (t) => {
  t.same([true, false, 7, 0.5, Number.NaN, 'x'].map(asText), ['yes', 'no', '7', '0.5', '', 'x'])
})

const faults: readonly (readonly [string, ValueType | null, string, number])[] = [
  ['topik = 1', null, 'foreign', 7],
  ["topik == 'jalan' && setuju", null, 'foreign', 18],
  ['!setuju', null, 'foreign', 1],
  ["topik == 'jalan", null, 'open_quote', 10],
  ['topik == $x', null, 'strange', 10],
  ['topik ==', null, 'value', 9],
  ['', null, 'nothing', 1],
  ['  ', null, 'nothing', 1],
  ['(setuju', null, 'expected', 8],
  ['setuju setuju', null, 'too_much', 8],
  ['topik in jalan', null, 'expected', 10],
  ['1 < umur < 3', null, 'chained', 10],
  ['umur == topik', null, 'uneven', 6],
  ["umur == '17'", null, 'uneven', 6],
  ["topik in ['a', 1]", null, 'type', 16],
  ['topik < 3', null, 'type', 1],
  ['topik + 1', null, 'type', 1],
  ['not topik', null, 'type', 5],
  ['umur and setuju', null, 'type', 1],
  ['topik', 'yes_no', 'type', 1],
  ['caller.name', null, 'no_fact', 1],
  ['caller.witheld', null, 'near_fact', 1],
  ['now', null, 'no_fact', 1],
  ['queue.umum.size', null, 'no_fact', 1],
  ['round(umur)', null, 'no_function', 1],
  ['length(topik, topik)', null, 'one_value', 1],
  ["filled('x')", null, 'variable', 8],
  ['and', null, 'value', 1],
  ['x'.repeat(501), null, 'long', 1],
]
for (const [source, wanted, what, at] of faults) {
  t.test(`${source.slice(0, 30)} is told as ${what}, at column ${at}`, async (t) => {
    const compiled = compile(source, scope, wanted)
    t.match(compiled, { outcome: 'fault', fault: { what, at } })
  })
}

t.test('a variable of which nothing is known fits where it stands', async (t) => {
  for (const source of ['asing', 'asing > 3', "asing == 'x'", 'not asing', 'length(asing)', 'asing == asing']) {
    t.equal(compile(source, scope, null).outcome, 'expression', source)
  }
})

t.test('a variable of which nothing is known is read as what its place asks for', async (t) => {
  const session = { ...around.session, variables: { asing: '7', lain: 'yes' } }
  const holds = (source: string) => {
    const compiled = compile(source, scope, 'yes_no')
    return compiled.outcome === 'expression' && evaluate(compiled.expression, { ...around, session })
  }
  t.same(['asing > 3', 'asing == 7', "asing == '7'", 'asing in [7]', 'lain', 'not lain'].map(holds), [
    true,
    true,
    true,
    true,
    true,
    false,
  ])
})

t.test('what was given in confidence stays so in what is made of it, but not in a yes or no', async (t) => {
  const secret = (source: string) => {
    const compiled = compile(source, scope, null)
    if (compiled.outcome === 'fault') throw new Error(source)
    return isSensitive(compiled.expression, evaluate(compiled.expression, around), ['topik'])
  }
  t.same(['topik', 'digits(topik)', 'length(topik)', 'umur', "topik == 'jalan'"].map(secret), [
    true,
    true,
    true,
    false,
    false,
  ])
})
