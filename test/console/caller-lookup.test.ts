import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t)
await Promise.all([house.add('sari', 'operator'), house.add('rudi', 'administrator')])
const sari = await house.enter('sari')
const citizenId = await house.citizen('+6281200000001')
const look = (number: string) => sari('POST', '/api/callers/lookups', { number })

t.test('a number is found however it is written', async (t) => {
  for (const number of ['+6281200000001', '081200000001', '0812-0000-0001', ' 0812 0000 0001 '])
    t.same((await look(number)).body, { caller: citizenId }, number)
})

t.test('a number that nobody called from finds nobody', async (t) => {
  for (const number of ['+6281200000002', 'anonymous', '119', "' or 1=1"])
    t.same((await look(number)).body, { caller: null }, number)
})

t.test('the audit tells that somebody asked, and no number', async (t) => {
  t.equal((await auditAbout(house.database, `citizen:${citizenId}`)).length, 4)
  const { rows } = await house.database.pool.query('select string_agg(a::text, chr(10)) as all from audit_entries a')
  t.notMatch(rows[0].all, /81200000001/)
})

t.test('who may not open a number may not ask for one', async (t) => {
  const rudi = await house.enter('rudi')
  t.equal((await rudi('POST', '/api/callers/lookups', { number: '+6281200000001' })).status, 403)
})
