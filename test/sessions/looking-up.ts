import type { Test } from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { createSealer } from '../../src/citizens/seal.ts'
import { timeline } from '../../src/conversations/service.ts'
import type { Input } from '../../src/flow/input.ts'
import type { Verb } from '../../src/flow/verbs.ts'
import { dispatchHouse, sessionsHouse } from '../../src/house.ts'
import { arrive, reportStatus, takeTurn } from '../../src/sessions/service.ts'
import { buildSite } from '../../src/site/build.ts'
import { smallFlow, smallPrompts } from '../flow/small-flow.ts'
import { smallSite } from '../flow/small-site.ts'
import { testDatabase } from '../support/database.ts'

/** Key 3 looks things up: a place, an answer, an incident, a ticket; key 4 asks to be called back, key 5 looks at the lanes. */
const flow = smallFlow
  .replace('      3: sandi\n', '      3: cari\n')
  .replace('      4: serah\n', '      4: nomor\n      5: ramai\n')
  .replace(/ {2}sandi:\n[\s\S]*?(?= {2}selesai:)/, '')
  .replace(
    'nodes:\n',
    `nodes:
  cari:
    menu: cari
    options: { 1: tempat, 2: jawaban, 3: kejadian, 4: tiket, 5: tempat_lain }
  tempat:
    lookup: place
    input: { text: "'lubuk alun'" }
    save: t
    default: { name: "-", confidence: "-", district: "" }
    exits: { found: sebut_tempat, not_found: sebut_tempat, failed: gagal }
  tempat_lain:
    lookup: place
    input: { text: "'entah'" }
    save: t
    default: { name: tak dikenal, confidence: "-", district: "" }
    exits: { found: sebut_tempat, not_found: sebut_tempat, failed: gagal }
  sebut_tempat: { say: sebut_tempat, next: kejadian }
  jawaban:
    lookup: knowledge
    input: { id: "'ktp'" }
    save: j
    default: { title: "-", text: tidak ada }
    exits: { found: sebut_jawaban, not_found: sebut_jawaban, failed: gagal }
  sebut_jawaban: { say: sebut_jawaban, next: antre }
  kejadian:
    lookup: incident
    input: { topic: "'jalan'", district: "'lubuk_alung'" }
    save: k
    timeout_seconds: 0.2
    default: { title: tidak ada kejadian, reports: "0" }
    exits: { found: sebut_kejadian, not_found: sebut_kejadian, failed: gagal }
  sebut_kejadian: { say: sebut_kejadian, next: antre }
  tiket:
    ask: kode
    kind: digits
    length: { min: 8, max: 8 }
    save: kode
    next: cari_tiket
  cari_tiket:
    lookup: ticket
    input: { code: kode }
    save: s
    default: { agency: "-", stage: "-" }
    exits: { found: sebut_tiket, not_found: sebut_tiket, failed: gagal }
  sebut_tiket: { say: sebut_tiket, next: antre }
  gagal: { say: gagal, next: antre }
  nomor:
    ask: nomor
    kind: digits
    length: { min: 1, max: 13 }
    save: nomor
    sensitive: true
    next: panggil
  panggil:
    callback: umum
    number: nomor
    exits: { granted: selesai, refused: antre }
  ramai:
    choose:
      - { when: "queue.umum.waiting >= 1", go: gagal }
      - { when: incident, go: kejadian }
      - else: antre
`,
  )

const prompts = `${smallPrompts}cari: Cari?
sebut_tempat: "Tempat {t.name} {t.confidence} di {t.district}."
sebut_jawaban: "Jawaban {j.title}: {j.text}."
sebut_kejadian: "Kejadian {k.title}, {k.reports} laporan."
kode: Kode?
sebut_tiket: "Tiket di {s.agency}, {s.stage}."
gagal: Gagal.
nomor: Nomor?
`

const knowledge = `schema: hotline-knowledge/v1
answers:
  - id: ktp
    title: { ind: KTP }
    text: { ind: Ke camat }
    owner: kominfo
    valid_until: 2026-11-21
`

export const noon = Date.parse('2026-11-21T12:00:00+07:00')

/** Callers of a small site on a real database. */
export async function lookingUp(t: Test) {
  const files = { ...smallSite, 'kecil.yaml': flow, 'prompts/ind.yaml': prompts, 'knowledge/layanan.yaml': knowledge }
  const built = buildSite({ files, recordings: [] }, noon)
  if (built.outcome === 'problems') throw new Error(JSON.stringify(built.problems, null, 1))
  const { site } = built
  const database = await testDatabase(t)
  const house = sessionsHouse(site, dispatchHouse(site), createSealer('s'.repeat(40)))
  let now = noon
  const context = () => ({ now, actor: 'citizen' })
  await database.transact((tx) => syncAgencies(tx, site.agencies, context()))
  let calls = 0

  async function callsFrom(address: string, ...keys: readonly string[]) {
    calls += 1
    const callSid = `CA${String(calls).padStart(32, '0')}`
    const caller = { kind: 'number', address, canBeTexted: true } as const
    const arrival = { callSid, line: '+62751000100', caller, status: 'in-progress', token: null } as const
    await database.transact((tx) => arrive(tx, house, arrival, context()))
    let verbs: readonly Verb[] = []
    for (const [index, digits] of keys.entries()) {
      const input: Input = { kind: 'digits', digits }
      const turn = { callSid, turn: index + 1, epoch: 0, token: null, input }
      const { answer } = await database.transact((tx) => takeTurn(tx, house, turn, context()))
      if (answer.outcome !== 'unknown_call') verbs = answer.verbs
    }
    const heard = verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken.map(({ text }) => text) : [])).join(' ')
    return { callSid, heard }
  }

  return {
    database,
    house,
    site,
    context,
    at: (moment: number) => {
      now = moment
    },
    /** A call that presses these keys, one after the other; gives all that was said last. */
    calls: (...keys: readonly string[]) => callsFrom(`+62812000000${calls + 1}`, ...keys),
    callsFrom,
    /** The next document of a caller who waits. */
    goesOn: async (callSid: string, turn: number) => {
      const taking = { callSid, turn, epoch: 0, token: null, input: { kind: 'continue' } } as const
      return (await database.transact((tx) => takeTurn(tx, house, taking, context()))).answer
    },
    /** An operator who is on the phone: the lanes are staffed, and nobody is free. */
    onDuty: async () => {
      await database.pool.query(
        `with added as (insert into staff (id, login, name, password_hash, roles, created_at)
           values (gen_random_uuid(), 'sari', 'Sari', '-', '{operator}', now()) returning id)
         insert into operators (staff_id, state, since) select id, 'talking', now() from added`,
      )
    },
    hangsUp: (callSid: string) =>
      database.transact((tx) =>
        reportStatus(tx, house, { callSid, status: 'completed', at: now, durationSeconds: 9 }, context()),
      ),
    told: async (callSid: string) => (await timeline(database, callSid)).map(({ kind, facts }) => ({ kind, facts })),
    rows: async <Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
      (await database.pool.query(text, [...values])).rows as Row[],
  }
}
