/** A flow whose menus have names, for dialogues by text. */

import type { Flow } from '../../src/flow/flow.ts'
import { parseFlow } from '../../src/flow/parse.ts'
import { surroundings } from '../flow/small-flow.ts'

const flow = `schema: hotline-flow/v1
id: teks
default_language: ind
languages: [ind, eng]
start: sapaan
defaults:
  no_input: { times: 1, finally: antre }
  no_match: { times: 2, say: salah, finally: antre }
  error: { say: maaf, go: antre }
  text: { say: petugas, go: selesai }
nodes:
  sapaan:
    menu: salam
    options:
      1: { go: darurat, label: nama_darurat }
      2: { go: topik, label: nama_pengaduan }
      3: { go: antre, label: nama_petugas }
      4: { go: nomor, label: nama_status }
      5: { go: sapaan, label: nama_bahasa, language: eng }
    at_most: { times: 5, finally: antre }
  darurat:
    emergency: umum
    lane: darurat
    say: bantuan
    meanwhile: [tunggu]
    unstaffed: [tunggu]
    returned: maaf
    exits: { answered: selesai, left: selesai }
    text: { say: telepon_darurat, go: selesai }
  antre:
    queue: umum
    say: tunggu
    position: posisi
    expected: kira
    meanwhile: [tunggu]
    returned: maaf
    exits: { answered: selesai, left: selesai, nobody: pesan }
  pesan:
    voicemail: uraian
    save: pesan
    no_input: { times: 0, finally: selesai }
    no_match: { times: 0, finally: selesai }
    next: selesai
  topik:
    menu: tentang
    options:
      1: { go: tempat, label: nama_jalan, set: { topik: jalan } }
      2: { go: tempat, label: nama_lain }
  tempat: { ask: tempat, kind: recording, save: tempat, next: uraian }
  uraian: { ask: uraian, kind: recording, save: uraian, next: tiket }
  tiket:
    ticket: pengaduan
    from: { topic: topik, place_recording: tempat, description_recording: uraian }
    save: kode
    exits: { opened: terbuka, failed: antre }
  terbuka: { say: terbuka, next: selesai }
  nomor: { ask: nomor, kind: digits, length: { min: 8, max: 8 }, save: nomor, next: cari }
  cari:
    lookup: ticket
    input: { code: nomor }
    save: tiket
    exits: { found: keadaan, not_found: antre, failed: antre }
  keadaan: { say: keadaan, next: selesai }
  selesai: { end: dah }
`
const ind = `salam: { text: "Hotline. Darurat, tekan 1. Pengaduan, tekan 2.", sms: "Hotline Kabupaten Kecil." }
nama_darurat: { text: Keadaan darurat, words: [bahaya] }
nama_pengaduan: { text: Pengaduan, words: [lapor, aduan] }
nama_petugas: Petugas
nama_status: Status tiket
nama_bahasa: { text: English, words: [inggris] }
nama_jalan: { text: Jalan dan jembatan, words: [jalan, jembatan] }
nama_lain: Hal lain
bantuan: Bantuan datang.
telepon_darurat: Telepon kami sekarang juga.
petugas: Petugas kami menghubungi Anda.
tunggu: Tunggu.
posisi: "Nomor {position}."
kira: "{minutes} menit."
salah: Pilihan itu tidak ada.
maaf: Maaf.
tentang: "Pengaduan tentang apa?"
tempat: { text: "Sesudah bunyi bip, sebutkan tempatnya.", sms: "Di mana?" }
uraian: "Sesudah bunyi bip, ceritakan apa yang terjadi. Tekan pagar bila selesai."
terbuka: "Nomor tiket Anda {kode:digits}."
nomor: Nomor tiketnya?
keadaan: "Tiket {nomor:digits}: {tiket.agency}, dibuka {tiket.opened:date}."
dah: Terima kasih.
`
const eng = `salam: { text: "Hotline. For an emergency, press 1.", sms: "Small Regency hotline." }
nama_darurat: Emergency
nama_pengaduan: Complaint
tentang: About what?
`

const source = (language: string, text: string) => ({ language, source: { file: `prompts/${language}.yaml`, text } })

export function textFlow(): Flow {
  const prompts = [source('ind', ind), source('eng', eng)]
  const parsed = parseFlow({ flow: { file: 'teks.yaml', text: flow }, prompts }, surroundings)
  if (parsed.outcome === 'problems')
    throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return { ...parsed.flow, revision: 'revision of the text flow' }
}
