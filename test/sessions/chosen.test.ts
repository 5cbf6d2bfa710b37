import t from 'tap'
import type { FlowEvent } from '../../src/flow/input.ts'
import { chosenFields, newlyChosen, recordingField } from '../../src/sessions/chosen.ts'
import { after, flowOf, press } from '../flow/caller.ts'
import { parseSmall, smallFlow, smallPrompts } from '../flow/small-flow.ts'

/**
 * Key 3 chooses a topic, then a part asks where, by a part of its own; the ticket of the flow takes the district from the outputs. Key 4 gives
 * the topic, after one more question, to a part whose own ticket takes it.
 */
const flow = flowOf(
  parseSmall(
    smallFlow
      .replace('      3: sandi\n', '      3: { go: lokasi, set: { topik: jalan } }\n')
      .replace('      4: serah\n', '      4: { go: yakin, set: { perihal: jalan } }\n')
      .replace(
        'nodes:\n',
        `nodes:
  lokasi:
    call: lokasi
    take: { kecamatan: di }
    exits: { ada: catat }
  catat:
    ticket: pengaduan
    from: { topic: topik, district: kecamatan }
    save: kode
    exits: { opened: antre, failed: antre }
  yakin:
    menu: wilayah
    options: { 1: lapor }
  lapor:
    call: lapor
    with: { soal: perihal }
    exits: { sudah: sandi }
`,
      ),
    `${smallPrompts}wilayah: Wilayah?\nkecamatan: Kecamatan?\nrekam_tempat: Tempatnya?\nulang_lagi: Ulang.\n`,
    {
      lokasi: `schema: hotline-subflow/v1
id: lokasi
outputs: { di: { type: text } }
start: wilayah
nodes:
  wilayah:
    menu: wilayah
    options: { 1: kecamatan }
  kecamatan:
    call: kecamatan
    take: { di: pilihan }
    exits: { ada: sudah }
  sudah: { return: ada }
`,
      kecamatan: `schema: hotline-subflow/v1
id: kecamatan
outputs: { pilihan: { type: text } }
start: tanya
nodes:
  tanya:
    menu: kecamatan
    options: { 1: { go: pasti, set: { pilihan: lubuk_alung } } }
  pasti:
    menu: kecamatan
    options: { 1: sudah }
  sudah: { return: ada }
`,
      lapor: `schema: hotline-subflow/v1
id: lapor
inputs: { soal: { type: text } }
start: cerita
nodes:
  cerita:
    ask: rekam_tempat
    kind: recording
    save: tempat
    next: catat
  catat:
    ticket: pengaduan
    from: { topic: soal, place_recording: tempat }
    save: kode
    exits: { opened: sudah, failed: sudah }
  sudah: { return: sudah }
`,
    },
  ),
)
const at = (...keys: readonly string[]) => after(flow, keys.map(press))
const none: readonly FlowEvent[] = []

t.test('a choice is known where it was made, before any sub-flow returns', async (t) => {
  t.same(chosenFields(flow, at('3').session), { topic: 'jalan' })
  const inside = at('3', '1', '1').session
  t.equal(inside.node, 'lokasi/kecamatan/pasti', 'two parts deep')
  t.equal(inside.frames.length, 2)
  t.same(chosenFields(flow, inside), { topic: 'jalan', district: 'lubuk_alung' })
  t.same(chosenFields(flow, at('3', '1', '1', '1').session), { topic: 'jalan', district: 'lubuk_alung' }, 'and after')
})

t.test('what a sub-flow gets as its input is known before its ticket is', async (t) => {
  t.same(chosenFields(flow, at('4').session), { topic: 'jalan' }, 'before it is entered')
  const inside = at('4', '1').session
  t.equal(inside.node, 'lapor/cerita')
  t.same(chosenFields(flow, inside), { topic: 'jalan' })
})

t.test('only what a step has chosen is new, and nothing is once its ticket has taken it along', async (t) => {
  const [before, topic, district] = [at().session, at('3').session, at('3', '1', '1').session]
  t.same(newlyChosen(flow, before, topic, none), { topic: 'jalan' })
  t.equal(newlyChosen(flow, topic, topic, none), null)
  t.same(newlyChosen(flow, topic, district, none), { topic: 'jalan', district: 'lubuk_alung' })
  t.equal(newlyChosen(flow, district, at('3', '1', '1', '1').session, none), null, 'returning chooses nothing')
  const taken: FlowEvent = { event: 'node.entered', node: 'catat', kind: 'ticket' }
  t.equal(newlyChosen(flow, topic, district, [taken]), null)
})

t.test('a recording is of the place or of the matter, by the sub-flow in which it was made', async (t) => {
  t.equal(recordingField(flow, 'tempat', 'lapor/cerita'), 'placeRecording')
  t.equal(recordingField(flow, 'tempat', 'cerita'), 'descriptionRecording', 'the same name elsewhere is another')
  t.equal(recordingField(flow, 'pesan'), 'descriptionRecording')
})
