import t from 'tap'
import { know } from '../../src/citizens/service.ts'
import { callbackNumber, eidoOf, type HandoverFacts, spokenHandover } from '../../src/emergency/handover.ts'
import { handoverFacts, spokenFacts } from '../../src/emergency/handover-service.ts'
import { sweepEmergencies } from '../../src/emergency/jobs.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import { refineEmergency } from '../../src/emergency/refine-service.ts'
import { mainFlow, saysOf } from '../../src/house.ts'
import { sayer } from '../../src/site/phrases.ts'
import { fillTicket, openTicket } from '../../src/tickets/service.ts'
import { load, shipped } from '../site/changed-site.ts'
import { operatorsRoom } from '../support/room.ts'

const open = { isOpen: true, isSilent: false }
const number = { known: 'number', number: '+6281234567890' } as const

t.test('a callback number is told as far as it may be', async (t) => {
  t.same(callbackNumber('+6281234567890', open), number)
  t.same(callbackNumber('sip:+6281234567890@ims.example', open), number)
  t.same(callbackNumber('sip:budi@pbx.example', open), { known: 'withheld' })
  t.same(callbackNumber(null, open), { known: 'withheld' })
  t.same(callbackNumber('+6281234567890', { ...open, isOpen: false }), { known: 'confidential' })
  t.same(
    callbackNumber('+6281234567890', { isOpen: false, isSilent: true }),
    { known: 'silent' },
    'nobody rings who hides',
  )
})

t.test('what, where and callback number are said in a breath, in both languages', async (t) => {
  const site = await load(shipped)
  const where = { district: 'Lubuk Alung', place: 'Pasar Lubuk Alung', source: 'caller' } as const
  const told = (facts: Parameters<typeof spokenHandover>[1], say = saysOf(site)) =>
    say('mitra_tawaran', { place: 'Kota Uji', ...spokenHandover(say, facts) }).text
  const full = told({ kindLabel: 'Kebakaran', where, callback: number })
  t.match(full, /Kebakaran, Pasar Lubuk Alung, Lubuk Alung\. Nomor nol delapan satu dua/)
  t.match(full, /Tekan 1 untuk berbicara/)
  const nothing = { kindLabel: 'Darurat umum', where: null, callback: { known: 'withheld' } } as const
  t.match(told(nothing), /lokasi belum diketahui\. Nomor tersembunyi\./)
  t.match(told({ ...nothing, callback: { known: 'silent' } }), /jangan menelepon/)
  t.match(told({ ...nothing, callback: { known: 'confidential' } }), /dirahasiakan/)
  const english = sayer(mainFlow(site), 'eng')
  t.match(told({ kindLabel: 'Fire', where, callback: number }, english), /Number zero eight one two/)
})

const facts: HandoverFacts = {
  ...{ emergencyId: 'e1', callSid: 'CA1', ticketCode: '12345674', kind: 'medis', kindLabel: 'Darurat medis' },
  ...{ state: 'raised', severity: { class: 'life', reasons: [] }, holder: null, description: 'anak <tenggelam>' },
  ...{ where: { district: 'Nan Sabaris', place: null, source: 'caller' }, callback: number, line: '112' },
  ...{ arrivedAt: 1000, raisedAt: 2000, endedAt: null },
  rungs: [{ name: 'PSC 119', state: 'ringing', at: 3000 }],
  timeline: [{ at: 2000, kind: 'emergency.raised', says: 'emergency.raised kind=umum' }],
}
const issuer = { element: 'hotline.example', region: 'Kabupaten Uji' }

/** What the schema of NENA-STA-021 requires of each component. */
const required: Readonly<Record<string, readonly string[]>> = {
  incidentComponent: ['incidentTypeCommonRegistryText'],
  callComponent: ['callStateRegistryText', 'standardPrimaryCallType', 'direction', 'callStartTimestamp'],
  callbackComponent: [],
  locationComponent: ['locationTypeDescriptionRegistryText'],
  dispatchComponent: ['agencyReference'],
  notesComponent: ['notesActionComments'],
  agencyComponent: ['agencyRoleDescriptionRegistryText', 'agencyType'],
}
const prologue = ['$id', 'lastUpdateTimeStamp', 'updatedByAgencyReference']
type Parts = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

t.test('the document has the components and names of EIDO, and every reference leads somewhere', async (t) => {
  const document = eidoOf(facts, issuer, 10_000)
  const parts = document as unknown as Parts
  for (const name of [...prologue, 'eidoVersion', 'issuingElementIdentification']) t.ok(name in document, name)
  for (const [name, wanted] of Object.entries(required)) {
    const components = parts[name] ?? []
    t.ok(components.length > 0, name)
    for (const component of components)
      t.same(
        [...prologue, ...wanted].filter((one) => !(one in component)),
        [],
        name,
      )
  }
  const text = JSON.stringify(document)
  const ids = new Set(Object.keys(required).flatMap((name) => (parts[name] ?? []).map(({ $id }) => $id)))
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, id]) => id)
  t.ok(references.length >= 8)
  t.same(
    references.filter((id) => !ids.has(id)),
    [],
  )
  t.match(parts.incidentComponent, [
    { incidentTypeInternalCode: 'medis', incidentCommonPriorityNumber: 1, internalIncidentId: '12345674' },
  ])
  t.match(parts.callbackComponent, [{ callBackInformationUri: ['tel:+6281234567890'] }])
  t.match(
    parts.notesComponent?.map(({ notesActionComments }) => notesActionComments),
    ['anak &lt;tenggelam&gt;', /raised/, /PSC 119/],
  )
  t.match(text, /Kabupaten Uji[\s\S]*PSC 119/)
})

t.test('a number that may not be told stands nowhere in the document', async (t) => {
  for (const known of ['withheld', 'confidential', 'silent'] as const) {
    const document = eidoOf({ ...facts, callback: { known } }, issuer, 10_000)
    t.same(document.callbackComponent, [])
    t.match(document.notesComponent[0], { notesActionComments: `callback=${known}` })
    t.notMatch(JSON.stringify(document), /812345/)
  }
})

t.test('a rung hears what is known by now: kind, landmark, and the number that called', async (t) => {
  const room = await operatorsRoom(t)
  const { database, alerts, context } = room
  await room.rows(`insert into agencies (id, name, is_coordinator) values ('kominfo', 'Kominfo', true)`)
  const callSid = await room.caller()
  const { emergencyId } = await room.raises(callSid)
  const rung = { name: 'damkar', accepts: 'key', ringSeconds: 20, talkSeconds: 20 } as const
  const ladder: Ladder = {
    ...{ kind: 'umum', label: 'umum', atOnce: 1, maxCallsPerTarget: 2, texts: [] },
    rungs: [{ ...rung, target: { kind: 'number', number: '+62751000113' } }],
  }
  await sweepEmergencies(
    database,
    room.climbing(() => ladder),
    context(),
  )
  const [attempt] = await room.rows<{ id: string }>('select id from rung_attempts')
  const leg = await room.legFor(attempt?.id ?? '')
  const hears = async (turn: number) => {
    const moment = turn === 0 ? ({ kind: 'answered' } as const) : ({ kind: 'silence' } as const)
    const verbs = await database.transact((tx) => room.rungLeg.speak(tx, { ...leg, turn }, moment, context()))
    return JSON.stringify(verbs)
  }
  t.match(await hears(0), /mitra_tawaran.*umum.*mitra_tanpa_lokasi.*mitra_nomor_tersembunyi/)
  await database.transact(async (tx) => {
    const caller = { kind: 'number', address: '+6281234567890', canBeTexted: true } as const
    const { citizenId } = await know(tx, { caller }, alerts.sealer, context())
    const opening = { contact: callSid, channel: 'voice', citizenId, kind: 'emergency' } as const
    const { id: ticketId } = await openTicket(tx, opening, context())
    await fillTicket(tx, { ticketId, fields: { district: 'lubuk_alung', place: 'dekat stasiun' } }, context())
    await refineEmergency(tx, { emergencyId, kind: 'kebakaran', ladder: 'umum' }, context())
  })
  await room.rows('update calls set citizen_id = (select id from citizens)')
  t.match(await hears(1), /mitra_tawaran.*kebakaran.*dekat stasiun, Lubuk Alung.*mitra_nomor .*\+6281234567890/)
  const told = await handoverFacts(database, { ...alerts }, emergencyId)
  t.match(told, { kind: 'kebakaran', rungs: [{ name: 'damkar', state: 'ringing' }], callback: number, holder: null })
  t.match(
    told?.timeline.map(({ kind }) => kind),
    ['emergency.raised', 'ladder.climbed', 'emergency.refined'],
  )
  await room.rows(
    `insert into rung_attempts (id, emergency_id, rung, place, accepts, talk_seconds, started_at)
     select gen_random_uuid(), emergency_id, 'psc', 9, accepts, talk_seconds, started_at - interval '20 seconds' from rung_attempts`,
  )
  t.match(
    (await handoverFacts(database, alerts, emergencyId))?.rungs,
    [{ name: 'psc' }, { name: 'damkar' }],
    'as they rang',
  )
  await room.rows(`update tickets set privacy = 'secret'`)
  t.match(await spokenFacts(database, alerts, { id: emergencyId, callSid, kind: 'umum' }), {
    callback: { known: 'confidential' },
  })
  await room.rows('update emergencies set silent = true')
  t.match(await handoverFacts(database, alerts, emergencyId), { callback: { known: 'silent' } })
})
