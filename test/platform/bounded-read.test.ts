import t from 'tap'
import { boundedRead } from '../../src/platform/bounded-read.ts'
import { statement } from '../../src/platform/postgres.ts'
import { testDatabase } from '../support/database.ts'

const one = statement<{ n: number }>('', 'select 1 as n')
const slow = statement<{ n: number }>('', 'select 1 as n from pg_sleep(5)')
const broken = statement<{ n: number }>('', 'select nonsense as n')
const add = statement('', 'insert into kept values ($1)')
const kept = statement<{ n: number }>('', 'select n from kept order by n')
const limit = statement<{ limit: string }>('', `select current_setting('statement_timeout') as limit`)

t.test('a read inside a transaction', async (t) => {
  const database = await testDatabase(t)
  await database.pool.query('create table kept (n integer)')
  const rows = async () => (await database.run(kept, [])).map(({ n }) => n)

  t.test('gives what it reads, and sees what the transaction has written', async (t) => {
    const read = await database.transact(async (tx) => {
      tx.post(add, [1])
      return boundedRead(tx, 1000, (reader) => reader.run(kept, []))
    })
    t.same(read, { outcome: 'read', value: [{ n: 1 }] })
    t.same(await rows(), [1])
  })

  t.test('that takes too long is given up, and the transaction goes on', async (t) => {
    const began = performance.now()
    const read = await database.transact(async (tx) => {
      const late = await boundedRead(tx, 50, (reader) => reader.run(slow, []))
      tx.post(add, [2])
      return late
    })
    t.same(read, { outcome: 'late' })
    t.ok(performance.now() - began < 4000)
    t.same(await rows(), [1, 2])
  })

  t.test(
    'that fails leaves the transaction whole, also among statements that were sent before and after',
    async (t) => {
      const read = await database.transact(async (tx) => {
        tx.post(add, [3])
        const reading = boundedRead(tx, 1000, (reader) => reader.run(broken, []))
        const failed = await reading
        tx.post(add, [4])
        return failed
      })
      t.same(read, { outcome: 'failed' })
      t.same(await rows(), [1, 2, 3, 4])
    },
  )

  t.test('gives back the time that statements had', async (t) => {
    const limits = await database.transact(async (tx) => {
      const before = await tx.run(limit, [])
      await boundedRead(tx, 50, (reader) => reader.run(one, []))
      return [before, await tx.run(limit, [])]
    })
    t.same(limits[0], limits[1])
  })

  t.test('does not hide that the transaction was broken before it', async (t) => {
    const work = database.transact(async (tx) => {
      tx.post(broken, [])
      return boundedRead(tx, 1000, (reader) => reader.run(one, []))
    })
    await t.rejects(work, /nonsense/)
  })
})
