import { join } from 'node:path'
import t from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { createSealer } from '../../src/citizens/seal.ts'
import type { Input } from '../../src/flow/input.ts'
import { dispatchHouse, sessionsHouse } from '../../src/house.ts'
import { arrive, reportStatus, takeTurn } from '../../src/sessions/service.ts'
import { loadSite } from '../../src/site.ts'
import { ticketOfContact } from '../../src/tickets/service.ts'
import { testDatabase } from '../support/database.ts'

const callSid = `CA${'7'.repeat(32)}`
const context = { now: Date.UTC(2026, 10, 21, 3), actor: 'citizen' }
const caller = { kind: 'number', address: '+6281200000001', canBeTexted: true } as const

/** One call on the shipped flow: its keys, then the end, then what is told late. */
async function calls(t: Parameters<typeof testDatabase>[0], inputs: readonly Input[], late: readonly Input[] = []) {
  const loaded = await loadSite(join(import.meta.dirname, '..', '..', 'ivr-flows'))
  if (loaded.outcome !== 'site') throw new Error('the shipped site is broken')
  const database = await testDatabase(t)
  const house = sessionsHouse(loaded.site, dispatchHouse(loaded.site), createSealer('s'.repeat(40)))
  const arrival = { callSid, line: '+62751000100', caller, status: 'ringing', token: null } as const
  await database.transact(async (tx) => {
    await syncAgencies(tx, loaded.site.agencies, context)
    await arrive(tx, house, arrival, context)
  })
  const take = (input: Input, turn: number) => {
    const taken = { callSid, turn, epoch: 0, token: null, input }
    return database.transact((tx) => takeTurn(tx, house, taken, context))
  }
  for (const [index, input] of inputs.entries()) await take(input, index + 1)
  const report = { callSid, status: 'completed', at: context.now, durationSeconds: 30 } as const
  await database.transact((tx) => reportStatus(tx, house, report, context))
  for (const [index, input] of late.entries()) await take(input, inputs.length + index + 1)
  return ticketOfContact(database, callSid)
}

const key = (digits: string): Input => ({ kind: 'digits', digits })

t.test('a topic that was chosen before the caller hung up is on the ticket, and its agency owns it', async (t) => {
  t.match(await calls(t, [key('2'), key('5'), key('3')]), {
    kind: 'pengaduan',
    topic: 'transportasi',
    ownerAgencyId: 'dishub',
    stage: 'received',
  })
})

t.test('a choice without a topic leaves the ticket with the coordinator', async (t) => {
  t.match(await calls(t, [key('2')]), { kind: 'unknown', topic: null, ownerAgencyId: 'diskominfo', stage: 'received' })
})

t.test('silence leaves no ticket, and a question that the line answered itself is closed', async (t) => {
  t.equal(await calls(t, [{ kind: 'silence' }]), null)
  t.match(await calls(t, [key('5'), key('4'), key('9')]), { stage: 'closed' })
})

t.test('who asks how a ticket stands and hangs up has been told; who waits for an operator then has not', async (t) => {
  const asks = [key('4'), key('12345674')]
  t.match(await calls(t, asks), { kind: 'status', stage: 'closed' })
  t.match(await calls(t, [...asks, key('8'), key('8'), key('8')]), { kind: 'status', stage: 'received' })
})

t.test(
  'a message that is told after the hang-up is kept for somebody, also of one who had asked for a ticket before',
  async (t) => {
    const recordingSid = `RE${'1'.repeat(32)}`
    const keys = [key('4'), key('12345674'), key('8'), key('8'), key('8'), key('9')]
    const told: Input = { kind: 'recorded', recordingSid, seconds: 4 }
    t.match(await calls(t, keys, [told]), { kind: 'pesan', stage: 'received', descriptionRecording: recordingSid })
  },
)
