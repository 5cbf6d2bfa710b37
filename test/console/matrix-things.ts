import { keepCallView } from '../../src/console/call-views-service.ts'
import { desks } from '../../src/console/desk-view.ts'
import { hearRecording } from '../../src/conversations/recording-service.ts'
import { beginCall, openConversation } from '../../src/conversations/service.ts'
import { askCallback } from '../../src/dispatch/callback-service.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { beginWait } from '../../src/dispatch/wait-service.ts'
import { raiseEmergency } from '../../src/emergency/service.ts'
import { staffByLogin } from '../../src/identity/service.ts'
import { openTicket } from '../../src/tickets/service.ts'
import { callbackAsking } from './callback-asking.ts'
import type { consoleHouse } from './console-house.ts'

/** Something of every kind that a route names, in a house with a supervisor. */
export async function thingsToReach(house: Awaited<ReturnType<typeof consoleHouse>>) {
  /** Things to reach for: a call with a recording, an emergency and its ticket, a citizen; one ticket of the officer's agency, one of another. */
  const citizenId = (await house.citizen('+6281200000001')) ?? ''
  const { emergencyId, mine, theirs } = await house.database.transact(async (tx) => {
    for (const callSid of ['CA1', 'CA2']) {
      const call = { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'in-progress' } as const
      await beginCall(tx, call, house.system())
    }
    await hearRecording(tx, { recordingSid: 'RE1', callSid: 'CA1', status: 'completed', seconds: 9 }, house.system())
    const raising = { callSid: 'CA1', kind: 'medis', ladder: 'medis', lane: 'umum', arrivedAt: house.clock.now }
    const raised = await raiseEmergency(tx, house.dispatch, raising, house.system())
    const ticket = { channel: 'voice', citizenId, kind: 'complaint' } as const
    const open = async (contact: string, ownerAgencyId: string) =>
      (await openTicket(tx, { ...ticket, contact, ownerAgencyId }, house.system())).code
    return { ...raised, mine: await open('CA1', 'pupr'), theirs: await open('CA2', 'kominfo') }
  })

  const callbackId = await house.database.transact(async (tx) => {
    const asking = callbackAsking('CA2', citizenId, house.clock.now)
    const asked = await askCallback(tx, house.callbacks, asking, house.system())
    return asked.outcome === 'granted' ? asked.callbackId : ''
  })
  /** A ring of the supervisor's. */
  const offerId = await house.database.transact(async (tx) => {
    const staffId = (await staffByLogin(tx, 'supervisor'))?.id ?? ''
    const device = { kind: 'number', number: '+6281100000001' } as const
    await setPresence(tx, house.dispatch, { staffId, state: 'free', device }, house.system())
    const entering = { callSid: 'CA2', lane: 'umum', emergencyId: null, arrivedAt: house.clock.now }
    await beginWait(tx, house.dispatch, entering, house.system())
    return (await desks(tx, [staffId], house.sealer, house.clock.now)).get(staffId)?.offer?.id ?? ''
  })

  /** A conversation in which nobody of these is. */
  const conversationId = await house.database.transact(async (tx) =>
    openConversation(tx, { citizenCallSid: 'CA1' }, house.system()),
  )
  await house.database.pool.query(`update waits set state = 'joined', conversation_id = $1 where call_sid = 'CA1'`, [
    conversationId,
  ])

  /** A filter that a supervisor keeps and shows to everybody. */
  const viewId = await house.database.transact(async (tx) => {
    const { id: staffId = '' } = (await staffByLogin(tx, 'supervisor')) ?? {}
    return keepCallView(tx, { staffId, name: 'Minggu ini', isShared: true, filter: {} }, house.system())
  })

  return { citizenId, emergencyId, mine, theirs, callbackId, offerId, conversationId, viewId }
}

export type Things = Awaited<ReturnType<typeof thingsToReach>>
