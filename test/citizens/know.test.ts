import t from 'tap'
import type { CallerAddress } from '../../src/citizens/address.ts'
import { createSealer } from '../../src/citizens/seal.ts'
import { addressOf, findByAddress, know, maskedAddresses, openCitizen } from '../../src/citizens/service.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { testDatabase } from '../support/database.ts'

const sealer = createSealer('a secret of the house, long enough')
const at = (now: number) => ({ now, actor: 'system' })
const number = (address: string): CallerAddress => ({ kind: 'number', address, canBeTexted: true })
const warga = number('+6281200000001')

t.test('citizens', async (t) => {
  const database = await testDatabase(t)
  const meet = (caller: CallerAddress, now = 1000) => database.transact((tx) => know(tx, { caller }, sealer, at(now)))

  t.test('the same address is the same citizen, another one is not', async (t) => {
    const first = await meet(warga)
    const again = await meet(number('+62 812-0000-0001'), 5000)
    const other = await meet(number('+6281200000002'))
    t.ok(first.citizenId)
    t.same(again, first)
    t.not(other.citizenId, first.citizenId)
    t.equal(await findByAddress(database, warga, sealer), first.citizenId)
    t.equal(await findByAddress(database, number('+6281299999999'), sealer), null)
  })

  t.test('many first calls from one number at the same moment make one citizen', async (t) => {
    const caller = number('+6281200000009')
    const known = await Promise.all(Array.from({ length: 8 }, () => meet(caller)))
    t.equal(new Set(known.map(({ citizenId }) => citizenId)).size, 1)
  })

  t.test('a client called like a number is not taken for that number', async (t) => {
    const asNumber = await meet(number('+6281200000003'))
    const asRaw = await meet({ kind: 'raw', address: '+6281200000003', canBeTexted: false })
    t.not(asNumber.citizenId, asRaw.citizenId)
  })

  t.test('a withheld caller stays unknown and leaves no row', async (t) => {
    const { rows: before } = await database.pool.query('select count(*) from citizens')
    t.same(await meet({ kind: 'withheld', address: '', canBeTexted: true }), { citizenId: null, canBeTexted: false })
    t.equal(await findByAddress(database, { kind: 'withheld', address: '', canBeTexted: false }, sealer), null)
    const { rows: after } = await database.pool.query('select count(*) from citizens')
    t.same(after, before)
  })

  t.test('the number stands nowhere in the table, and opens with the secret', async (t) => {
    const { citizenId } = await meet(warga)
    const { rows } = await database.pool.query('select citizens::text as row from citizens')
    const hex = Buffer.from('81200000001').toString('hex')
    t.notOk(rows.some(({ row }) => row.includes('81200000001') || row.includes(hex)))
    t.equal(await addressOf(database, citizenId ?? '', sealer), '+6281200000001')
    t.equal(await addressOf(database, '0190b6f0-0000-7000-8000-000000000000', sealer), null)
    await t.rejects(addressOf(database, citizenId ?? '', createSealer('another secret')))
  })

  t.test('lists show masked addresses', async (t) => {
    const [one, two] = await Promise.all([meet(warga), meet(number('+6281200000002'))])
    const shown = await maskedAddresses(
      database,
      [one.citizenId ?? '', two.citizenId ?? '', one.citizenId ?? ''],
      sealer,
    )
    t.equal(shown.size, 2)
    t.equal(shown.get(one.citizenId ?? ''), '+62812•••0001')
  })

  t.test('opening a citizen to a person needs a reason and leaves it in the audit', async (t) => {
    const { citizenId } = await meet(warga, 9000)
    const open = (reason: string, id = citizenId ?? '') =>
      database.transact((tx) => openCitizen(tx, { citizenId: id, reason }, sealer, { now: 7000, actor: 'staff:rina' }))
    t.match(await open('  '), { outcome: 'reason_wanted' })
    t.same(await auditAbout(database, `citizen:${citizenId}`), [], 'nothing was opened')
    t.match(await open('alamat kebakaran tidak jelas'), {
      outcome: 'opened',
      citizen: { address: '+6281200000001', lastSeenAt: 9000 },
    })
    t.same(await auditAbout(database, `citizen:${citizenId}`), [
      {
        at: 7000,
        actor: 'staff:rina',
        action: 'citizen.opened',
        subject: `citizen:${citizenId}`,
        facts: { reason: 'alamat kebakaran tidak jelas' },
      },
    ])
    t.match(await open('salah', '0190b6f0-0000-7000-8000-000000000000'), { outcome: 'unknown' })
  })
})
