/** A flow of every kind of step, with parts inside of parts, secrets, two languages and ways for a while. */

import type { Flow } from '../../src/flow/flow.ts'
import { parseFlow } from '../../src/flow/parse.ts'
import { flowOf } from './caller.ts'
import { smallPrompts, surroundings } from './small-flow.ts'

const flow = `schema: hotline-flow/v1
id: kaya
default_language: ind
languages: [ind, eng]
start: sapaan
defaults:
  no_input: { times: 1, say: ulangi, finally: antre }
  no_match: { times: 2, say: salah, finally: antre }
  error: { say: maaf, go: antre }
  text: { say: telepon, go: pesan }
  speech: true
nodes:
  sapaan:
    menu: salam
    options:
      1: { go: darurat, label: l_darurat }
      2: { go: bahasa, label: l_bahasa }
      3: { go: lapor, label: l_lapor, set: { topik: jalan } }
      4: serah
      5: balik
    at_most: { times: 4, finally: antre }
  bahasa: { language: bahasa, options: { 1: ind, 2: eng }, save: bahasa, next: waktu }
  waktu: { hours: kantor, exits: { open: sapaan, closed: sebut } }
  sebut: { say: sebut, next: sapaan }
  darurat:
    emergency: umum
    lane: darurat
    say: bantuan
    meanwhile: [tunggu]
    unstaffed: [dipanggil]
    returned: maaf
    text: { say: telepon_darurat, go: pesan }
    exits: { answered: selesai, left: selesai }
  antre:
    queue: umum
    say: tunggu
    position: posisi
    expected: kira
    meanwhile: [tunggu, sabar]
    returned: maaf
    options: { 9: pesan }
    exits: { answered: selesai, left: selesai, nobody: pesan }
  pesan:
    voicemail: rekam
    save: pesan
    no_input: { times: 0, finally: selesai }
    no_match: { times: 0, finally: selesai }
    next: selesai
  serah: { handoff: [posko], say: sambung, exits: { answered: selesai, failed: antre } }
  lapor:
    call: lapor
    with: { topik: topik, sisa: 3 }
    take: { kode: kode, nomor: nomor }
    exits: { selesai: kirim, gagal: antre }
    at_most: { times: 3, finally: antre }
  kirim: { sms: nomor_tiket, exits: { sent: ulang_nomor, impossible: ulang_nomor } }
  ulang_nomor: { say: nomor_rahasia, next: sapaan }
  balik: { callback: umum, number: nomor, exits: { granted: dijanjikan, refused: antre } }
  dijanjikan: { end: dah }
  selesai: { end: dah }
`

const lapor = `schema: hotline-subflow/v1
id: lapor
inputs: { topik: { type: text }, sisa: { type: number } }
outputs: { kode: { type: text }, nomor: { type: text, sensitive: true } }
start: hitung
nodes:
  hitung: { set: { sisa: sisa - 1, sepi: "now.hour >= 18 or now.weekday in ['sabtu', 'minggu']" }, next: cabang }
  cabang:
    choose:
      - { when: sisa < 0 or queue.umum.waiting > 100, go: gagal }
      - { when: "open.kantor and topik == 'jalan' and not caller.withheld", go: tempat }
      - else: banyak
  banyak: { ask: banyak, kind: number, range: { min: 1, max: 30 }, save: banyak, next: tempat }
  tempat:
    call: tempat
    take: { tempat: nama }
    exits: { ada: nomor, tidak: gagal }
    at_most: { times: 3, finally: gagal }
  nomor: { ask: nomor, kind: phone, save: nomor, options: { "*": { go: uraian } }, next: betul }
  betul: { ask: betul, kind: yes_no, exits: { yes: uraian, no: nomor }, at_most: { times: 3, finally: gagal } }
  uraian: { ask: uraian, kind: recording, save: uraian, next: salin }
  salin: { set: { salinan: nomor }, next: tiket }
  tiket:
    ticket: pengaduan
    from: { place: tempat, description_recording: uraian, callback_number: salinan }
    save: kode
    exits: { opened: selesai, failed: gagal }
  selesai: { return: selesai }
  gagal: { return: gagal }
`

const tempat = `schema: hotline-subflow/v1
id: tempat
outputs: { nama: { type: text } }
start: tanya
defaults: { no_match: { times: 1, say: salah, finally: menyerah } }
nodes:
  tanya: { ask: tempat, kind: speech, hints: nama_tempat, save: ucapan, options: { 9: menyerah }, next: cari }
  cari:
    lookup: place
    input: { text: ucapan }
    save: ada
    default: { name: tempat itu }
    exits: { found: simpan, not_found: simpan, failed: menyerah }
  simpan: { set: { nama: ada.name }, next: ada }
  ada: { return: ada }
  menyerah: { return: tidak }
`

const prompts = `${smallPrompts}telepon: Telepon kami.
telepon_darurat: Telepon 112.
l_darurat: { text: Darurat, words: [tolong] }
l_bahasa: Bahasa
l_lapor: Lapor
bahasa: "Bahasa Indonesia, tekan {key}."
sebut: "Bahasa {bahasa}."
banyak: Berapa?
tempat: Di mana?
nama_tempat: { text: Tempat, words: [Lubuk Alung] }
nomor: Nomor Anda?
betul: Betul?
uraian: Ceritakan.
nomor_tiket: "Tiket {kode:digits}."
nomor_rahasia: { text: "Nomor {nomor}.", sensitive: true }
`
const english = `salam: "Emergency, press 1."
bahasa: "For English, press {key}."
dah: Bye.
`

const text = (file: string, content: string) => ({ file, text: content })

const read = flowOf(
  parseFlow(
    {
      flow: text('kaya.yaml', flow),
      subflows: { lapor: text('lapor.yaml', lapor), tempat: text('tempat.yaml', tempat) },
      prompts: [
        { language: 'ind', source: text('prompts/ind.yaml', prompts) },
        { language: 'eng', source: text('prompts/eng.yaml', english) },
      ],
    },
    surroundings,
  ),
)

/** With a flood in the second hour, a place out of reach in the third and a lane without operators in the fourth. */
const hour = 3_600_000
const at = (hours: number) => ({ id: `jam_${hours}`, from: hours * hour, until: (hours + 1) * hour })
export const richFlow: Flow = {
  ...read,
  overlays: [
    { ...at(1), overlay: 'notice', node: 'sapaan', say: { ind: { text: 'Banjir.' } } },
    { ...at(2), overlay: 'detour', node: 'lapor/tempat/tanya', go: 'antre' },
    { ...at(3), overlay: 'lane', lane: 'umum', go: 'pesan' },
  ],
}
