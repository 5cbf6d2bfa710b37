import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { caseOfTrace, caseText, type TraceEntry } from '../../src/cli/flow-case.ts'
import { advance, begin } from '../../src/flow/advance.ts'
import { calmFacts } from '../../src/flow/case-world.ts'
import { playCase } from '../../src/flow/cases.ts'
import type { Facts, Input, NeedResult } from '../../src/flow/input.ts'
import { flowForLine, loadSite } from '../../src/site.ts'
import { parseSmall } from '../flow/small-flow.ts'

const root = join(import.meta.dirname, '../..')
const loaded = await loadSite(join(root, 'ivr-flows'))
if (loaded.outcome !== 'site') throw new Error('the shipped flow is broken')
const flow = flowForLine(loaded.site, '112')

type Turn = Input | Partial<Facts['wait']>
const isInput = (turn: Turn): turn is Input => 'kind' in turn
const press = (digits: string): Input => ({ kind: 'digits', digits })
const silence: Input = { kind: 'silence' }
const speak: Input = { kind: 'recorded', recordingSid: 'RE1', seconds: 7 }
const beat: Input = { kind: 'continue' }
const back: Input = { kind: 'returned', how: 'completed' }
const join1 = { state: 'joined', join: { conference: 'x', endsOnExit: false } } as const

/** A call's timeline, as the line itself would write it. */
function timeline(first: Facts, turns: readonly Turn[], given?: NeedResult): TraceEntry[] {
  let facts = first
  let session = begin(flow, {})
  const entries: TraceEntry[] = []
  for (const turn of [{ kind: 'arrived' } as const, ...turns]) {
    if (!isInput(turn)) {
      facts = { ...facts, wait: { ...facts.wait, join: null, ...turn } }
      continue
    }
    let step = advance(flow, session, turn, facts)
    const keep = () => entries.push(...step.events.map(({ event, ...rest }) => ({ kind: event, facts: rest })))
    keep()
    while (step.need !== null) {
      const result = given ?? ({ need: step.need.need, failed: true } as const)
      step = advance(flow, step.session, { kind: 'given', result }, facts)
      keep()
    }
    session = step.session
  }
  return entries
}

const calm = calmFacts(['kantor'])
const ticket: NeedResult = { need: 'ticket', code: '12345674' }
const stories: readonly (readonly [string, Facts, readonly Turn[], NeedResult?])[] = [
  ['silence to the end', calm, [silence, silence]],
  ['wrong keys', calm, [press('8'), press('7'), press('6')]],
  ['a complaint', calm, [press('2'), press('1'), press('1'), press('3'), speak, speak], ticket],
  ['a complaint whose ticket fails', calm, [press('2'), press('1'), press('5'), silence, speak, speak]],
  [
    'a talk with an operator',
    calm,
    [press('3'), { state: 'waiting', position: 2 }, beat, join1, beat, { state: 'finished' }, back],
  ],
  [
    'an emergency that broke off',
    calm,
    [
      press('1'),
      join1,
      beat,
      { state: 'waiting', position: 1 },
      back,
      { ...join1, join: { conference: 'y', endsOnExit: false } },
      beat,
      { state: 'left' },
      back,
    ],
  ],
  ['a wait that became an emergency', calm, [press('3'), { state: 'waiting', position: 4 }, beat, press('1')]],
  [
    'a wait that nobody was left for',
    calm,
    [press('3'), { state: 'waiting', position: 1, staffed: false }, beat, speak],
    ticket,
  ],
  ['nobody there', { ...calm, wait: { ...calm.wait, staffed: false } }, [press('3'), press('5'), speak], ticket],
  [
    'no text possible',
    { ...calm, caller: { withheld: true, canBeTexted: false } },
    [press('2'), press('1'), press('5'), speak, speak],
    ticket,
  ],
  ['after hours', { ...calm, open: { kantor: false } }, [press('5'), press('9')]],
  [
    'a ticket that is not there',
    calm,
    [press('4'), press('11111111'), press('12')],
    { need: 'ticket_status', found: false },
  ],
  [
    'a ticket that is there',
    calm,
    [press('4'), press('11111111'), press('9')],
    { need: 'ticket_status', found: true, stage: 'received', agency: 'Dinas', openedAt: 0 },
  ],
  ['a hang-up in the middle', calm, [press('2'), { kind: 'hangup' }]],
]

for (const [name, facts, turns, given] of stories) {
  t.test(`the example made of ${name} goes the same way`, async (t) => {
    const entries = timeline(facts, turns, given)
    const script = caseOfTrace(flow, name, entries)
    const played = playCase(flow, script, ['kantor'])
    t.same(played.failures, [])
    const ended = entries.find(({ kind }) => kind === 'dialogue.ended')
    if (ended !== undefined) t.equal(played.last.session.ended, ended.facts.how)
    const last = entries.findLast(({ kind }) => kind === 'node.entered')
    t.equal(played.last.session.node, last?.facts.node)
  })
}

t.test('digits that are sensitive come back as zeros, as many as there were', async (t) => {
  const small = parseSmall()
  if (small.outcome === 'problems') throw new Error('the small flow is broken')
  const entered = (node: string) => ({ kind: 'node.entered', facts: { node } })
  const masked = { kind: 'answer.given', facts: { node: 'sandi', variable: 'sandi', value: '***' } }
  const late = { ...masked, ignored: true }
  const script = caseOfTrace(small.flow, 'sandi', [entered('sapaan'), entered('sandi'), masked, late, entered('pilih')])
  t.same(script.steps, [{ press: '000' }, { at: 'pilih' }])
})

t.test('an example reads back from YAML as it was', async (t) => {
  const script = { name: 'satu: "dua"', steps: [{ press: '1' }, 'silence' as const, { hears: '/a: b/' }] }
  t.same(parse(caseText(script)), { cases: [script] })
})

t.test('a call played in the terminal becomes an example that holds', async (t) => {
  const file = join(t.testdir(), 'contoh.yaml')
  const args = ['src/cli/main.ts', 'flow', 'try', '--record', 'dari terminal', '--out', file]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin.end('2\n1\n1\n3\nr 9\n\nr 5\n')
  const errors = child.stderr.toArray()
  const code = await new Promise((done) => child.once('close', done))
  t.same([code, (await errors).join('')], [0, ''])
  const [script] = parse(await readFile(file, 'utf8')).cases
  t.match(script, { name: 'dari terminal', ticket: '12345674', ends: 'recorded' })
  t.same(playCase(flow, script, ['kantor']).failures, [])
  const other = structuredClone(script)
  other.steps[2] = { press: '3' }
  t.ok(playCase(flow, other, ['kantor']).failures.length > 0, 'and another key breaks it')
})
