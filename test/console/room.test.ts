import t from 'tap'
import type { ConsoleHouse } from '../../src/console/api.ts'
import { liveChannels } from '../../src/console/live-channels.ts'
import { beginCall } from '../../src/conversations/service.ts'
import { askCallback } from '../../src/dispatch/callback-service.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { beginWait } from '../../src/dispatch/wait-service.ts'
import { raiseEmergency } from '../../src/emergency/service.ts'
import { staffByLogin } from '../../src/identity/service.ts'
import { fillTicket, openTicket } from '../../src/tickets/service.ts'
import { callbackAsking } from './callback-asking.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t)
await Promise.all([house.add('sari', 'operator'), house.add('maya', 'supervisor'), house.add('opd', 'agency', 'pupr')])
const maya = await house.enter('maya')
const room = async () => (await maya('GET', '/api/room')).body
const began = house.clock.now
const numbers = ['+6281200000001', '+6281200000002', '+6281200000003']
const device = { kind: 'client', identity: 'sari' } as const

const free = (login: string) =>
  house.database.transact(async (tx) => {
    const { id: staffId = '' } = (await staffByLogin(tx, login)) ?? {}
    await setPresence(tx, house.dispatch, { staffId, state: 'free', device }, house.system())
  })

/** Somebody calls and waits since so many seconds. */
async function waits(callSid: string, waited: number, more: { emergency?: boolean; privacy?: 'anonymous' } = {}) {
  const citizenId = await house.citizen(numbers[Number(callSid.slice(-1)) - 1] ?? '')
  const arrivedAt = house.clock.now - waited * 1000
  await house.database.transact(async (tx) => {
    const context = { now: arrivedAt, actor: 'carrier' }
    const call = { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'in-progress' } as const
    await beginCall(tx, call, context)
    if (more.privacy) {
      const from = { contact: callSid, channel: 'voice', citizenId, kind: 'complaint' } as const
      const { id: ticketId } = await openTicket(tx, from, context)
      await fillTicket(tx, { ticketId, fields: { privacy: more.privacy } }, context)
    }
    const raising = { callSid, kind: 'medis', ladder: 'medis', lane: 'umum', arrivedAt }
    if (more.emergency) await raiseEmergency(tx, house.dispatch, raising, house.system())
    else await beginWait(tx, house.dispatch, { callSid, lane: 'umum', emergencyId: null, arrivedAt }, house.system())
  })
}

t.test('an empty room has its lanes, and an alarm', async (t) => {
  t.match(await room(), {
    isOpen: true,
    operators: [],
    lanes: [
      { id: 'umum', waiting: 0, longestSince: null, answerSeconds: 20, limitSeconds: 120, entered: 0, within: 0 },
    ],
    waiting: [],
    emergencies: [],
    callbacks: { waiting: 0, calling: 0, resting: 0, oldest: null },
    alarms: [{ kind: 'nobody_on_duty' }],
  })
})

t.test('who waits stands in the order of being offered, emergencies first, masked', async (t) => {
  await waits('CA1', 30)
  await waits('CA2', 200, { privacy: 'anonymous' })
  await waits('CA3', 5, { emergency: true })
  const { waiting, lanes, emergencies, alarms } = await room()
  t.match(waiting, [
    { callSid: 'CA3', position: 1, emergency: 'medis', caller: '+62812•••0003' },
    { callSid: 'CA2', position: 2, emergency: null, caller: null },
    { callSid: 'CA1', position: 3, caller: '+62812•••0001', since: new Date(began - 30_000).toISOString() },
  ])
  t.match(lanes, [{ waiting: 3, longestSince: new Date(began - 200_000).toISOString(), entered: 2, within: 0 }])
  t.match(emergencies, [{ callSid: 'CA3', kind: 'medis', state: 'raised', caller: '+62812•••0003' }])
  t.same(
    alarms.map(({ kind, count }: { kind: string; count: number }) => [kind, count]),
    [
      ['nobody_on_duty', 3],
      ['wait_over_limit', 1],
    ],
  )
})

t.test('an operator is shown with whom', async (t) => {
  await free('sari')
  const { operators, waiting, alarms } = await room()
  t.match(operators, [
    {
      name: 'Nama sari',
      state: 'offered',
      device: 'client',
      with: { callSid: 'CA3', caller: '+62812•••0003', lane: 'umum', emergency: 'medis', isCallback: false },
    },
  ])
  t.equal(waiting[0].ringing, 1)
  t.notOk(alarms.some(({ kind }: { kind: string }) => kind === 'nobody_on_duty'))
})

t.test('promises that were kept are counted against all that were due', async (t) => {
  await house.database.pool.query(
    `update waits set joined_at = arrived_at + interval '10 seconds', state = 'finished' where call_sid = 'CA1'`,
  )
  await house.database.pool.query(`update waits set state = 'left' where call_sid = 'CA2'`)
  t.match((await room()).lanes, [{ entered: 2, within: 1, abandonedToday: 1, waiting: 1 }])
})

t.test('who hung up to be called back is counted apart', async (t) => {
  const citizenId = (await house.citizen(numbers[0] ?? '')) ?? ''
  await house.database.transact(async (tx) => {
    const call = { callSid: 'CA9', line: '+62751000100', citizenId, callerKind: 'number', status: 'completed' } as const
    await beginCall(tx, call, house.system())
    const asking = callbackAsking('CA9', citizenId, began)
    await askCallback(tx, house.callbacks, asking, house.system())
  })
  await house.database.pool.query(`update callbacks set state = 'waiting'`)
  t.match((await room()).callbacks, { waiting: 1, oldest: new Date(began).toISOString() })
})

/** As much of the house as the channel looks at. */
const asked = {
  ...house,
  clock: () => house.clock.now,
  roomRules: () => ({
    lanes: [{ id: 'umum', answerSeconds: 20, limitSeconds: 120 }],
    emergencySeconds: 60,
    isOpen: true,
    dayBegan: began - 12 * 3_600_000,
  }),
} as unknown as ConsoleHouse

t.test('the channel gives the same, and only to who may see it', async (t) => {
  const channel = liveChannels(asked).find(({ name }) => name === 'room')
  if (channel?.of !== 'all') return t.fail('there is no such channel')
  t.same(await channel.read(), await room())
  t.equal(channel.admits(['presence:read']), true)
  t.equal(channel.admits(['tickets:read', 'calls:read']), false)
  t.equal((await (await house.enter('opd'))('GET', '/api/room')).status, 403)
})
