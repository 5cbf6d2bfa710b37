import t from 'tap'
import { beginCall } from '../../src/conversations/service.ts'
import { acknowledge, raiseEmergency } from '../../src/emergency/service.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { consoleHouse } from './console-house.ts'

t.test('emergencies over the interface', async (t) => {
  const house = await consoleHouse(t)
  await Promise.all([
    house.add('sari', 'operator'),
    house.add('dodi', 'coordinator'),
    house.add('opd', 'agency', 'pupr'),
  ])
  const sari = await house.enter('sari')
  const citizenId = await house.citizen('+6281200000001')
  let calls = 0

  const raise = () =>
    house.database.transact(async (tx) => {
      const callSid = `CA${++calls}`
      const call = { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'in-progress' } as const
      await beginCall(tx, call, house.system())
      const raising = { callSid, kind: 'medis', ladder: 'medis', lane: 'umum', arrivedAt: house.clock.now }
      const { emergencyId } = await raiseEmergency(tx, house.dispatch, raising, house.system())
      return { callSid, emergencyId }
    })
  const list = async (ask = sari) => (await ask('GET', '/api/emergencies')).body.emergencies

  t.test('are listed with the masked caller and every rung of the ladder, also those not yet rung', async (t) => {
    t.same(await list(), [])
    const { callSid, emergencyId } = await raise()
    const at = new Date(house.clock.now).toISOString()
    t.match(await list(), [
      {
        id: emergencyId,
        callSid,
        caller: '+62812•••0001',
        kind: 'medis',
        state: 'raised',
        raisedAt: at,
        nextStepAt: at,
        acknowledgedBy: null,
        callEndedAt: null,
        ladder: [
          { name: 'PSC 119', rings: 0, state: null, since: null },
          { name: 'Damkar', rings: 0, state: null, since: null },
        ],
      },
    ])
  })

  t.test('say by name who has them', async (t) => {
    const { emergencyId } = await raise()
    const { id } = (await sari('GET', '/api/me')).body
    await house.database.transact((tx) =>
      acknowledge(tx, { emergencyId, by: `staff:${id}`, attemptId: null }, house.system()),
    )
    const { emergencyId: other } = await raise()
    await house.database.transact((tx) =>
      acknowledge(tx, { emergencyId: other, by: 'rung:PSC 119', attemptId: null }, house.system()),
    )
    const who = new Map(
      (await list()).map((one: { id: string; acknowledgedBy: string }) => [one.id, one.acknowledgedBy]),
    )
    t.equal(who.get(emergencyId), 'Nama sari')
    t.equal(who.get(other), 'PSC 119')
  })

  t.test('are closed with a reason, once', async (t) => {
    const { emergencyId } = await raise()
    const close = (body: object, id = emergencyId) => sari('POST', `/api/emergencies/${id}/close`, body)
    for (const body of [{}, { reason: '' }, { reason: ' \n ' }, { reason: 'x', force: true }])
      t.equal((await close(body)).status, 400, JSON.stringify(body))
    t.equal((await close({ reason: ' anak bermain telepon ' })).status, 204)
    t.notOk((await list()).some(({ id }: { id: string }) => id === emergencyId))
    t.match(await close({ reason: 'sekali lagi' }), { status: 409, body: { error: 'closed_already' } })
    t.equal((await close({ reason: 'mencari' }, '0190b6f0-0000-7000-8000-000000000000')).status, 404)
    t.equal((await close({ reason: 'mencari' }, 'bukan-id')).status, 400)
    const entries = await auditAbout(house.database, `emergency:${emergencyId}`)
    t.match(entries, [{ action: 'emergency.closed', actor: /^staff:/, facts: { reason: 'anak bermain telepon' } }])
    t.equal(entries.length, 1)
  })

  t.test('are watched by the coordinator, who closes none; agencies have no business there', async (t) => {
    const { emergencyId } = await raise()
    const dodi = await house.enter('dodi')
    t.equal((await dodi('GET', '/api/emergencies')).status, 200)
    t.equal((await dodi('POST', `/api/emergencies/${emergencyId}/close`, { reason: 'bukan saya' })).status, 403)
    t.equal((await (await house.enter('opd'))('GET', '/api/emergencies')).status, 403)
    t.match((await list())[0], { id: emergencyId, state: 'raised' })
  })
})
