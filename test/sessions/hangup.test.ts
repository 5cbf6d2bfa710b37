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

/** One call on the shipped flow: its keys, then the end. */
async function calls(t: Parameters<typeof testDatabase>[0], inputs: readonly Input[]) {
  const loaded = await loadSite(join(import.meta.dirname, '..', '..', 'ivr-flows'))
  if (loaded.outcome !== 'site') throw new Error('the shipped site is broken')
  const database = await testDatabase(t)
  const house = sessionsHouse(loaded.site, dispatchHouse(loaded.site), createSealer('s'.repeat(40)))
  const arrival = { callSid, line: '+62751000100', caller, status: 'ringing', token: null } as const
  await database.transact(async (tx) => {
    await syncAgencies(tx, loaded.site.agencies, context)
    await arrive(tx, house, arrival, context)
  })
  for (const [index, input] of inputs.entries()) {
    const turn = { callSid, turn: index + 1, epoch: 0, token: null, input }
    await database.transact((tx) => takeTurn(tx, house, turn, context))
  }
  const report = { callSid, status: 'completed', at: context.now, durationSeconds: 30 } as const
  await database.transact((tx) => reportStatus(tx, house, report, context))
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
