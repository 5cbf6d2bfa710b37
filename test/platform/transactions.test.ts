import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { statement } from '../../src/platform/postgres.ts'
import { testDatabase } from '../support/database.ts'

const statements = {
  touch: statement('test.touch', 'update pairs set n = n + 1 where id = $1'),
  read: statement<{ n: number }>('test.read', 'select n from pairs where id = $1'),
  refuse: statement('test.refuse', 'insert into pairs (id, n) values ($1, 0)'),
}

async function pairs(t: Parameters<typeof testDatabase>[0]) {
  const database = await testDatabase(t)
  await database.pool.query('create table pairs (id int primary key, n int not null)')
  await database.pool.query('insert into pairs values (1, 0), (2, 0)')
  return database
}

t.test('two transactions that wait for each other both come true, one of them at its second try', async (t) => {
  const database = await pairs(t)
  let tries = 0
  const bothLocked = Promise.withResolvers<void>()
  let locked = 0
  const cross = (first: number, second: number) =>
    database.transact(async (tx) => {
      tries += 1
      await tx.run(statements.touch, [first])
      locked += 1
      if (locked === 2) bothLocked.resolve()
      await bothLocked.promise
      tx.post(statements.touch, [second])
      await tx.run(statements.read, [second])
    })
  await Promise.all([cross(1, 2), cross(2, 1)])
  t.equal(tries, 3)
  const { rows } = await database.pool.query('select n from pairs order by id')
  t.same(rows, [{ n: 2 }, { n: 2 }])
})

t.test(
  'a write whose rows nobody waited for fails the transaction with its own error, and nothing of it stays',
  async (t) => {
    const database = await pairs(t)
    const work = database.transact(async (tx) => {
      tx.post(statements.touch, [1])
      tx.post(statements.refuse, [1])
      await tx.run(statements.read, [1])
    })
    await t.rejects(work, { code: '23505' })
    t.match(await database.run(statements.read, [1]), [{ n: 0 }])
  },
)

t.test(
  'of statements that went together the one that was refused is told, whoever of them is heard of first',
  async (t) => {
    const database = await pairs(t)
    const work = database.transact((tx) => {
      const refused = tx.run(statements.refuse, [1]).catch(async (error: unknown) => {
        await pause(50)
        throw error
      })
      return Promise.all([refused, tx.run(statements.read, [1])])
    })
    await t.rejects(work, { code: '23505' })
  },
)

t.test('wakes of a transaction that was rolled back wake nobody', async (t) => {
  const woken: string[] = []
  const database = await testDatabase(t, { onWake: (wakes) => woken.push(...wakes.map(({ id }) => id)) })
  await t.rejects(
    database.transact(async (tx) => {
      tx.wake({ queue: 'match', id: 'lost' })
      throw new Error('no')
    }),
  )
  await database.transact(async (tx) => tx.wake({ queue: 'match', id: 'kept' }))
  t.same(woken, ['kept'])
})
