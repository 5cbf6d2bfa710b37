import t from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { know } from '../../src/citizens/service.ts'
import { advanceStatus, beginCall, note, placeCall } from '../../src/conversations/service.ts'
import { fillTicket, openTicket } from '../../src/tickets/service.ts'
import { cliDesk } from './cli-desk.ts'

t.test('calls and tickets from the terminal', async (t) => {
  const { database, sealer, clock, run } = await cliDesk(t)
  const at = (seconds: number) => ({ now: clock.now + seconds * 1000, actor: 'system' })
  t.match(await run(['calls']), { isDone: true, text: 'Belum ada panggilan.' })

  const { code } = await database.transact(async (tx) => {
    await syncAgencies(tx, [{ id: 'kominfo', name: 'Diskominfo', coordinator: true }], at(0))
    const caller = { kind: 'number', address: '+6281200000001', canBeTexted: true } as const
    const { citizenId } = await know(tx, { caller }, sealer, at(0))
    const call = { line: '+62751000100', status: 'in-progress' } as const
    await beginCall(tx, { ...call, callSid: 'CA01', citizenId, callerKind: 'number' }, at(0))
    await beginCall(tx, { ...call, callSid: 'CA02', citizenId: null, callerKind: 'withheld' }, at(60))
    placeCall(tx, { callSid: 'CA01', node: 'darurat', lane: 'emergency' }, at(5))
    placeCall(tx, { callSid: 'CA02', node: 'sapaan', lane: null }, at(61))
    note(tx, { callSid: 'CA01', kind: 'choice.made', facts: { node: 'sapaan', digits: '1' } }, at(4))
    await advanceStatus(tx, { callSid: 'CA01', status: 'completed', at: at(30).now, durationSeconds: 30 }, at(30))
    note(tx, { callSid: 'CA01', kind: 'call.status', facts: { status: 'ringing' }, ignored: true }, at(31))
    const ticket = await openTicket(tx, { contact: 'CA01', channel: 'voice', citizenId, kind: 'emergency' }, at(4))
    await fillTicket(tx, { ticketId: ticket.id, fields: { place: 'Lubuk Alung' } }, at(10))
    return ticket
  })

  t.test('the last calls: when, who, where it ended, lane and ticket', async (t) => {
    const { text } = await run(['calls'])
    const [head, , newest, oldest] = text.split('\n')
    t.match(head, /^waktu +penelepon +berakhir di +jalur +tiket +panggilan$/)
    t.match(newest, /^2026-01-05 08:01:00 +tanpa nomor +\(berlangsung\) sapaan +- +- +CA02$/)
    t.match(oldest, new RegExp(`^2026-01-05 08:00:00 +\\+62812•••0001 +darurat +emergency +${code} +CA01$`))
    t.equal((await run(['calls', '--limit', '1'])).text.split('\n').length, 3)
  })

  t.test('one call: its record, then what happened in order and in plain words', async (t) => {
    const { text, isDone } = await run(['call', 'CA01'])
    t.equal(isDone, true)
    const lines = text.split('\n')
    t.match(lines[0], /Panggilan CA01 dari \+62812•••0001 ke \+62751000100/)
    t.match(lines[1], /Masuk 2026-01-05 08:00:00, selesai 2026-01-05 08:00:30, lama 30 detik, keadaan completed/)
    t.match(lines[2], new RegExp(`darurat; jalur emergency; petugas -; tiket ${code}`))
    const events = lines.slice(3)
    t.ok(events.some((line) => /08:00:04 {2}Pilihan ditekan {2}\(langkah: sapaan, tombol: 1\)/.test(line)))
    t.match(events.at(-1), /datang dua kali atau terlambat/)
    t.same([...events].sort(), events, 'times never go back')
    t.notMatch(text, /81200000001/)
    t.match((await run(['--lang', 'eng', 'call', 'CA01'])).text, /^Call CA01 from/)
    t.match((await run(['call', 'CA02'])).text, /masih berlangsung.*\nSedang di sapaan; jalur -/)
    t.match(await run(['call', 'CA99']), { isDone: false, text: 'Tidak ada panggilan CA99.' })
  })

  t.test('one ticket by its number, as people write it', async (t) => {
    const { text } = await run(['ticket', `${code.slice(0, 4)} ${code.slice(4)}`])
    t.match(text, new RegExp(`^Tiket ${code.slice(0, 4)} ${code.slice(4)}, emergency, tahap Diterima`))
    t.match(text, /Penanggung jawab Diskominfo, jawab sebelum 2026-01-06 08:00:04/)
    t.match(text, /Tiket dibuka .*\n.*Tiket dilengkapi/)
    clock.now += 25 * 60 * 60 * 1000
    t.match((await run(['ticket', code])).text, /terlambat/)
    t.match(await run(['ticket', '12345675']), { isDone: false, text: /Tidak ada tiket/ })
  })
})
