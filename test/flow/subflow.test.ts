import t from 'tap'
import { advance } from '../../src/flow/advance.ts'
import { after, flowOf, heard, press, silence } from './caller.ts'
import { factsWith, parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

/** Key 3 asks for a place by a part that asks how sure the caller is by another part. */
const flow = flowOf(
  parseSmall(
    smallFlow.replace('      3: sandi\n', '      3: { go: tempat, set: { topik: jalan } }\n').replace(
      'nodes:\n',
      `nodes:
  tempat:
    call: tempat
    with: { topik: topik, sisa: 2 }
    take: { di: nama, yakin: yakin }
    exits: { ada: di_mana, batal: sandi }
  di_mana:
    choose:
      - { when: "yakin and topik == 'jalan'", go: sebut }
      - else: antre
  sebut: { say: sebut, next: antre }
`,
    ),
    `${smallPrompts}sebut: "Di {di}, {topik}."\ntempat: "Tempat {topik}, sisa {sisa}?"\nyakin: "Yakin {apa}?"\nulang_tempat: Tempatnya?\n`,
    {
      tempat: `schema: hotline-subflow/v1
id: tempat
inputs: { topik: { type: text }, sisa: { type: number } }
outputs: { nama: { type: text }, yakin: { type: yes_no } }
start: tanya
defaults:
  no_match: { times: 0, say: ulang_tempat, finally: menyerah }
nodes:
  tanya:
    ask: tempat
    kind: digits
    length: { min: 2, max: 2 }
    save: nama
    at_most: { times: 3, finally: menyerah }
    next: pasti
  pasti:
    call: yakin
    with: { apa: nama }
    take: { yakin: yakin }
    exits: { selesai: sudah, ulang: tanya }
  sudah: { return: ada }
  menyerah: { return: batal }
`,
      yakin: `schema: hotline-subflow/v1
id: yakin
inputs: { apa: { type: text } }
outputs: { yakin: { type: yes_no } }
start: tanya
nodes:
  tanya: { ask: yakin, kind: yes_no, save: yakin, next: nilai }
  nilai:
    choose:
      - { when: yakin, go: selesai }
      - else: ulang
  selesai: { return: selesai }
  ulang: { return: ulang }
`,
    },
  ),
)
const asked = [press('3')] as const
const sure = [press('3'), press('12')] as const

t.test('a part sees the inputs that it is given, and nothing else', async (t) => {
  const step = after(flow, asked)
  t.equal(heard(step), 'Tempat jalan, sisa 2?')
  t.same(step.session.variables, { topik: 'jalan', sisa: '2' })
  t.equal(step.session.node, 'tempat/tanya')
  t.equal(heard(after(flow, sure)), 'Yakin 12?')
  t.same(after(flow, sure).session.variables, { apa: '12' })
})

t.test('who called gets back what it had, and the outputs that it takes, under its own names', async (t) => {
  const step = after(flow, [...sure, press('1')])
  t.match(heard(step), /^Di 12, jalan\./)
  t.same(step.session.variables, { topik: 'jalan', di: '12', yakin: 'yes' })
  t.same(step.session.frames, [])
})

t.test('each way back goes on by its own exit', async (t) => {
  t.equal(after(flow, [...sure, press('2')]).session.node, 'tempat/tanya')
  t.same(after(flow, [...sure, press('2')]).session.variables, { topik: 'jalan', sisa: '2', nama: '12', yakin: 'no' })
  t.equal(after(flow, [...sure, press('2'), press('34'), press('2'), press('56'), press('2')]).session.node, 'sandi')
})

t.test(
  'silence and wrong keys follow the part’s own defaults, those of the part that calls it, or the flow’s',
  async (t) => {
    t.equal(after(flow, [...asked, press('1')]).session.node, 'sandi', 'its own: no second try')
    t.equal(after(flow, [...sure, press('7')]).session.node, 'sandi', 'of the part that calls')
    t.equal(heard(after(flow, [...asked, silence])), 'Ulangi. Tempat jalan, sisa 2?', 'of the flow')
    t.equal(after(flow, [...sure, silence, silence]).session.node, 'antre')
  },
)

t.test('whoever leaves a part by another way than its return is the caller again, without its outputs', async (t) => {
  const step = after(flow, [...sure, silence, silence])
  t.same(step.session.frames, [])
  t.same(step.session.variables, { topik: 'jalan' })
})

t.test('what fails inside of a part goes to a human with the flow’s own variables', async (t) => {
  const { session } = after(flow, sure)
  const step = advance(flow, { ...session, node: 'tempat/pasti/hilang' }, press('1'), factsWith())
  t.equal(step.session.node, 'antre')
  t.same([step.session.frames, step.session.variables], [[], { topik: 'jalan' }])
})

t.test('a way for a while leads out of a part, and the caller’s variables are there', async (t) => {
  const closed = {
    overlay: 'detour',
    id: 'x',
    from: null,
    until: 2e12,
    node: 'tempat/pasti/tanya',
    go: 'sebut',
  } as const
  const step = after({ ...flow, overlays: [closed] }, sure)
  t.match(heard(step), /^Di , jalan\./)
  t.same(step.session.frames, [])
})

t.test('a way into a part past its call goes to a human with an apology', async (t) => {
  const into = { overlay: 'detour', id: 'x', from: null, until: 2e12, node: 'sandi', go: 'tempat/tanya' } as const
  const step = after({ ...flow, overlays: [into] }, [
    ...sure,
    press('2'),
    press('34'),
    press('2'),
    press('56'),
    press('2'),
  ])
  t.equal(step.session.node, 'antre')
  t.match(heard(step), /^Maaf\. /)
  t.same(step.session.frames, [])
})
