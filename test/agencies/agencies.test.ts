import t from 'tap'
import { type Agency, problemsOf } from '../../src/agencies/agency.ts'
import { listAgencies, ownerOf, syncAgencies } from '../../src/agencies/service.ts'
import { testDatabase } from '../support/database.ts'

const agency = (id: string, coordinator = false): Agency => ({ id, name: `Dinas ${id}`, coordinator })
const kominfo = agency('kominfo', true)

t.test('a list without exactly one coordinator cannot be used', async (t) => {
  t.same(problemsOf([kominfo, agency('pupr')]), [])
  t.match(problemsOf([agency('pupr')]), [/no agency is the coordinator/])
  t.match(problemsOf([kominfo, agency('pupr', true)]), [/more than one .*: kominfo, pupr/])
  t.match(problemsOf([kominfo, agency('pupr'), agency('pupr')]), [/"pupr" is listed twice/])
  t.match(problemsOf([{ ...kominfo, name: ' ' }]), [/"kominfo" has no name/])
})

t.test('agencies in the database', async (t) => {
  const database = await testDatabase(t)
  const sync = (agencies: readonly Agency[]) =>
    database.transact((tx) => syncAgencies(tx, agencies, { now: 1000, actor: 'system' }))

  t.test('before the site was read nobody can own anything, and that is said', async (t) => {
    await t.rejects(ownerOf(database, 'pupr'), /No coordinator is stored/)
  })

  t.test('the table follows the files', async (t) => {
    t.same(await sync([kominfo, agency('pupr'), agency('dishub')]), { retired: [] })
    t.same(await sync([kominfo, { ...agency('pupr'), name: 'Dinas PU' }]), { retired: ['dishub'] })
    t.same(await listAgencies(database), [kominfo, { ...agency('pupr'), name: 'Dinas PU' }])
    t.same(await sync([kominfo, agency('pupr'), agency('dishub')]), { retired: [] }, 'one that comes back lives again')
    t.equal((await listAgencies(database)).length, 3)
  })

  t.test('the coordinator can change hands', async (t) => {
    await sync([agency('kominfo'), agency('setda', true)])
    t.equal((await ownerOf(database, null)).id, 'setda')
    await sync([kominfo, agency('pupr')])
    t.equal((await ownerOf(database, null)).id, 'kominfo', 'also when the old one retires')
  })

  t.test('a retired or unknown owner gives way to the coordinator', async (t) => {
    t.equal((await ownerOf(database, 'pupr')).id, 'pupr')
    t.equal((await ownerOf(database, 'setda')).id, 'kominfo')
    t.equal((await ownerOf(database, 'tidak-ada')).id, 'kominfo')
  })

  t.test('several processes that start at once agree', async (t) => {
    await Promise.all(Array.from({ length: 6 }, () => sync([kominfo, agency('pupr'), agency('dpkp')])))
    t.equal((await listAgencies(database)).length, 3)
  })

  t.test('an unusable list changes nothing', async (t) => {
    await t.rejects(sync([agency('pupr')]), /no agency is the coordinator/)
    t.equal((await listAgencies(database)).length, 3)
  })
})
