import t from 'tap'
import type { Wake } from '../../src/platform/postgres.ts'
import { statement } from '../../src/platform/postgres.ts'
import { testDatabase } from '../support/database.ts'

const make = statement('test.make', 'create table things (id bigint primary key)')
const put = statement('test.put', 'insert into things values ($1)')
const all = statement<{ id: number }>('test.all', 'select id from things order by id')

t.test('a transaction keeps everything or nothing', async (t) => {
  const wakes: Wake[] = []
  const database = await testDatabase(t, { onWake: (woken) => wakes.push(...woken) })
  await database.run(make, [])

  t.test('rows and wakes come with the commit', async (t) => {
    await database.transact(async (tx) => {
      tx.post(put, [1])
      tx.wake({ queue: 'things', id: '1' })
      t.same(wakes, [], 'nothing wakes before the commit')
    })
    t.same(await database.run(all, []), [{ id: 1 }])
    t.same(wakes, [{ queue: 'things', id: '1' }])
  })

  t.test('an error takes rows and wakes back', async (t) => {
    const failing = database.transact(async (tx) => {
      await tx.run(put, [2])
      tx.wake({ queue: 'things', id: '2' })
      throw new Error('no')
    })
    await t.rejects(failing, { message: 'no' })
    t.same(await database.run(all, []), [{ id: 1 }])
    t.equal(wakes.length, 1)
  })

  t.test('a posted write that fails fails the commit', async (t) => {
    await t.rejects(
      database.transact(async (tx) => tx.post(put, [1])),
      { code: '23505' },
    )
    await database.transact(async (tx) => tx.post(put, [3]))
    t.same(await database.run(all, []), [{ id: 1 }, { id: 3 }], 'and the connection is good for the next one')
  })
})
