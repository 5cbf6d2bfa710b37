/** Random flows: every kind of step, sub-flows, overlays; most of them in order. */

import { draftOf } from '../../../src/flow/draft.ts'
import { type Flow, type Overlay, type Problem, problemText } from '../../../src/flow/flow.ts'
import { compiledFlow } from '../../../src/flow/parse.ts'
import { checkDraft } from '../../../src/flow/rules/table.ts'
import { overlaid } from '../../../src/site/overlay-check.ts'
import { surroundings } from '../small-flow.ts'
import { type Json, kinds, type Making, names, node, prompts } from './nodes.ts'
import { type Tape, tapeOf } from './tape.ts'

export type RandomFlow = {
  readonly flow: Flow
  /** What the check refuses it for; empty: it may answer calls. */
  readonly errors: readonly Problem[]
  /** As it was written, for whoever has to look. */
  readonly written: string
}

const NOW = 1_767_582_000_000

/** Steps that every flow has. */
const fixed = (tape: Tape): Json => ({
  darurat: {
    emergency: 'umum',
    lane: 'darurat',
    say: 'tunggu',
    meanwhile: ['sabar'],
    unstaffed: ['tunggu'],
    returned: 'maaf',
    exits: { answered: 'selesai', left: 'selesai' },
  },
  antre: {
    queue: 'umum',
    say: 'tunggu',
    position: 'posisi',
    expected: 'kira',
    meanwhile: ['sabar'],
    returned: 'maaf',
    exits: { answered: 'selesai', left: 'selesai', nobody: 'pesan' },
  },
  pesan: {
    voicemail: 'p0',
    save: 'r0',
    no_input: { times: 1, finally: 'selesai' },
    no_match: { times: 1, finally: 'selesai' },
    next: 'selesai',
  },
  selesai: { end: 'dah' },
  isi: {
    set: {
      t0: "'jalan'",
      t1: "'081234567890'",
      u0: '3',
      b0: tape.once(2) ? 'yes' : 'no',
      r0: "''",
      z0: "'x'",
      l0x: "''",
    },
    next: 'tempat',
  },
  tempat: {
    lookup: 'place',
    input: { text: 't0' },
    save: 'l0',
    default: { name: 'sana' },
    exits: { found: 'antre', not_found: 'antre', failed: 'antre' },
  },
})

export function randomFlow(numbers: readonly number[]): RandomFlow {
  const tape = tapeOf(numbers)
  const count = 2 + tape.draw(9)
  const ids = Array.from({ length: count }, (_, index) => `n${index}`)
  const isCareless = tape.once(5)
  const nodes: Record<string, Json> = {}
  for (const [index, id] of ids.entries()) {
    const leadsBack = tape.once(3)
    const later = leadsBack ? ids : [...ids.slice(index + 1), 'antre', 'selesai', 'pesan', 'darurat']
    const havens = isCareless ? [...later, 'antre'] : ['antre', 'antre', 'pesan', ...ids.slice(index + 1)]
    const making: Making = { ...tape, to: () => tape.pick(later), haven: () => tape.pick(havens) }
    nodes[id] = node(making, leadsBack)
  }
  const first = {
    menu: 'salam',
    options: { 1: 'darurat', 2: 'n0', 3: tape.pick(ids), 9: 'isi' },
    at_most: { times: 2, finally: 'antre' },
  }
  const all: Record<string, Json> = { awal: first, ...(fixed(tape) as Record<string, Json>), ...nodes }
  const file = {
    schema: 'hotline-flow/v1',
    id: 'acak',
    default_language: 'ind',
    languages: ['ind', 'eng'],
    start: 'awal',
    defaults: {
      no_input: { times: tape.draw(2), say: 'ulangi', finally: 'antre' },
      no_match: { times: tape.draw(3), say: 'salah', finally: isCareless ? 'selesai' : 'antre' },
      error: { say: 'gangguan', go: 'antre' },
      ...(tape.once(2) ? { text: { say: 'telepon', go: 'selesai' } } : {}),
      speech: tape.once(2),
    },
    nodes: reached(all),
  }
  return compiled(file, part(tape), tape)
}

/** A sub-flow that asks something and returns in two ways. */
function part(tape: Tape): Json {
  const making: Making = { ...tape, to: () => tape.pick(['ya', 'tidak']), haven: () => tape.pick(['tidak', 'ya']) }
  const inside = tape.pick(['ask', 'menu', 'choose', 'say'])
  const middle: Readonly<Record<string, Json>> = {
    ask: { ask: 'q0', kind: 'digits', length: { min: 1, max: 4 }, save: 'hasil', next: making.to() },
    menu: {
      menu: 'q0',
      options: { 1: { go: 'ya', set: { hasil: 'satu' } }, 2: 'tidak' },
      at_most: { times: 2, finally: 'tidak' },
    },
    choose: { choose: [{ when: "asal == 'jalan'", go: 'ya' }, { else: 'tidak' }] },
    say: { say: 'q0', next: making.to() },
  }
  const nodes = {
    mulai: { set: { hasil: 'asal' }, next: 'tengah' },
    tengah: middle[inside] ?? {},
    ya: { return: 'ya' },
    tidak: { return: 'tidak' },
  }
  return {
    schema: 'hotline-subflow/v1',
    id: 'bagian',
    inputs: { asal: { type: 'text' } },
    outputs: { hasil: { type: 'text' } },
    start: 'mulai',
    // Both ways of returning are there for every caller, whether or not this one takes them.
    nodes: {
      ...nodes,
      mulai: {
        choose: [
          { when: "asal == 'tidak pernah'", go: 'ya' },
          { when: "asal == 'juga tidak'", go: 'tidak' },
          { else: 'simpan' },
        ],
      },
      simpan: nodes.mulai,
    },
  }
}

/** Steps that something leads to. */
function reached(nodes: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const seen = new Set<string>()
  const open = ['awal', 'antre']
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...wordsIn(nodes[id]).filter((word) => Object.hasOwn(nodes, word)))
  }
  return Object.fromEntries(Object.entries(nodes).filter(([id]) => seen.has(id)))
}

function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : []
}

const sentences = { ...prompts, q0: 'Apa?' }
const english = { salam: 'Emergency, press 1. Other, press 2.', p0: 'One.', dah: 'Bye.' }

function compiled(file: Json, subflow: Json, tape: Tape): RandomFlow {
  const written = JSON.stringify(file, null, 1)
  const source = (name: string, value: unknown) => ({ file: name, text: JSON.stringify(value) })
  const { flow, problems } = compiledFlow(
    {
      flow: { file: 'acak.yaml', text: written },
      subflows: { bagian: source('bagian.yaml', subflow) },
      prompts: [
        { language: 'ind', source: source('prompts/ind.yaml', sentences) },
        { language: 'eng', source: source('prompts/eng.yaml', english) },
      ],
    },
    surroundings,
  )
  if (flow === null) throw new Error(`not well-formed: ${problems.map(problemText).join('\n')}\n${written}`)
  const own = problems.filter(({ severity }) => severity === 'error')
  const overlays = overlaysFor(flow, tape)
  const whole = { ...flow, overlays }
  return {
    flow: whole,
    errors: [...own, ...overlayErrors(whole)],
    written: `${written}\n${JSON.stringify(overlays)}\n${JSON.stringify(subflow)}`,
  }
}

/** For a while words before a step, or another way; always in force in these calls. */
function overlaysFor(flow: Flow, tape: Tape): readonly Overlay[] {
  if (!tape.once(3)) return []
  const time = { from: null, until: NOW + 1e12 }
  const ids = Object.keys(flow.nodes).filter((id) => !id.includes('/') && flow.nodes[id]?.kind !== 'emergency')
  const target = tape.pick(ids)
  return [
    tape.pick<Overlay>([
      { id: 'o1', ...time, overlay: 'notice', node: target, say: { ind: { text: 'Ada banjir.' } } },
      { id: 'o2', ...time, overlay: 'detour', node: target, go: tape.pick(['antre', 'pesan', 'selesai']) },
      { id: 'o3', ...time, overlay: 'lane', lane: 'umum', go: tape.pick(['pesan', 'darurat']) },
    ]),
  ]
}

/** As the site checks temporary changes: the flow as it is while they are in force. */
function overlayErrors(flow: Flow): readonly Problem[] {
  if (flow.overlays.length === 0) return []
  const draft = draftOf(overlaid(flow, flow.overlays), (path, said) => ({
    file: 'overlay',
    line: 1,
    path: path.join('.'),
    ...(typeof said === 'string' ? { message: said, help: '', rule: 'x', severity: 'error' } : said),
  }))
  return checkDraft(draft, surroundings, flow.languages).filter(
    ({ severity, rule }) => severity === 'error' && rule !== 'steps-reached',
  )
}

export { kinds, names }
