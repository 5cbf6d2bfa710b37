/** A small flow that is in order, to be broken one piece at a time. */

import type { Surroundings } from '../../src/flow/draft.ts'
import type { Facts, WaitFacts } from '../../src/flow/input.ts'
import { type Parsed, parseFlow } from '../../src/flow/parse.ts'

export const smallFlow = `schema: hotline-flow/v1
id: kecil
default_language: ind
languages: [ind]
start: sapaan
defaults:
  no_input: { times: 1, say: ulangi, finally: antre }
  no_match: { times: 2, say: salah, finally: antre }
  error: { say: maaf, go: antre }
nodes:
  sapaan:
    menu: salam
    options:
      1: darurat
      2: antre
      3: sandi
      4: serah
  darurat:
    emergency: umum
    lane: darurat
    say: bantuan
    meanwhile: [tunggu]
    unstaffed: [dipanggil]
    returned: maaf
    exits: { answered: selesai, left: selesai }
  antre:
    queue: umum
    say: tunggu
    position: posisi
    expected: kira
    meanwhile: [tunggu, sabar]
    returned: maaf
    options:
      9: pesan
    exits: { answered: selesai, left: selesai, nobody: pesan }
  pesan:
    voicemail: rekam
    save: pesan
    no_input: { times: 0, finally: selesai }
    no_match: { times: 0, finally: selesai }
    next: selesai
  sandi:
    ask: sandi
    kind: digits
    length: { min: 2, max: 4 }
    save: sandi
    sensitive: true
    next: pilih
  pilih:
    choose:
      - when: { equals: { variable: sandi, value: "1234" } }
        go: serah
      - when: { open: kantor }
        go: antre
      - else: pesan
  serah:
    handoff: [posko]
    say: sambung
    exits: { answered: selesai, failed: antre }
  selesai:
    end: dah
`

export const smallPrompts = `salam: "Darurat, tekan 1. Petugas, tekan 2."
ulangi: Ulangi.
salah: Salah.
maaf: Maaf.
bantuan: Bantuan datang.
tunggu: Tunggu.
sabar: Sabar.
dipanggil: Dipanggil.
posisi: "Nomor {position}."
kira: "{minutes} menit."
rekam: Rekam.
sandi: Sandi?
sambung: Disambungkan.
dah: "Dah."
`

export const surroundings: Surroundings = {
  lanes: ['darurat', 'umum'],
  emergencies: ['umum'],
  calendars: ['kantor'],
  topics: ['jalan'],
  districts: ['lubuk_alung'],
  targets: { posko: { kind: 'number', number: '+62751000112' } },
  zone: 'Asia/Jakarta',
}

/** `parts`: texts of sub-flows, by id. */
export function parseSmall(
  flow = smallFlow,
  prompts = smallPrompts,
  parts: Readonly<Record<string, string>> = {},
): Parsed {
  const source = { file: 'prompts/ind.yaml', text: prompts }
  const files = Object.entries(parts).map(([id, text]) => [id, { file: `${id}.yaml`, text }] as const)
  const subflows = Object.fromEntries(files)
  const sources = { flow: { file: 'kecil.yaml', text: flow }, subflows, prompts: [{ language: 'ind', source }] }
  return parseFlow(sources, surroundings)
}

export function factsWith(wait: Partial<WaitFacts> = {}, open = true): Facts {
  return {
    now: 1_767_582_000_000,
    open: { kantor: open },
    caller: { withheld: false, canBeTexted: true },
    wait: { state: 'none', position: 0, expectedWaitSeconds: null, staffed: true, returns: 0, join: null, ...wait },
  }
}
