/** The match looks at everybody who is free, each second, and locks them meanwhile: that makes nobody busy. */
import { setImmediate as soon } from 'node:timers/promises'
import t from 'tap'
import { lockFree, lockFreeOne } from '../../src/dispatch/operator-store.ts'
import { lockSummonable } from '../../src/dispatch/summon-store.ts'
import { statement, type Tx } from '../../src/platform/postgres.ts'
import { operatorsRoom } from '../support/room.ts'

const becomes = (state: string) =>
  statement(`test.operator_becomes_${state}`, `update operators set state = '${state}' where staff_id = $1`)

t.test('whom a match looks at is waited for, not passed over', async (t) => {
  const { database, operator } = await operatorsRoom(t)
  const sari = await operator('sari')
  /** Gives what the work finds while a match holds everybody who is free, and then leaves them or rings them. */
  async function beside<Found>(work: (tx: Tx) => Promise<Found>, ends: (match: Tx) => Promise<unknown>) {
    const looks = Promise.withResolvers<void>()
    const goesOn = Promise.withResolvers<void>()
    const match = database.transact(async (tx) => {
      t.match(await lockFree(tx), [{ staffId: sari }])
      looks.resolve()
      await goesOn.promise
      await ends(tx)
    })
    await looks.promise
    const found = database.transact(work)
    const blocked = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    while ((await database.pool.query(blocked)).rowCount === 0) await soon()
    goesOn.resolve()
    await match
    return found
  }
  const leaves = async () => {}
  const rings = (tx: Tx) => tx.run(becomes('offered'), [sari])
  t.match(await beside((tx) => lockFreeOne(tx, sari), leaves), { kind: 'number' })
  t.match(await beside((tx) => lockSummonable(tx, 'darurat'), leaves), [{ staffId: sari }])
  t.equal(await beside((tx) => lockFreeOne(tx, sari), rings), null, 'whom the match rings is free no more')
  await database.run(becomes('free'), [sari])
  t.same(await beside((tx) => lockSummonable(tx, 'darurat'), rings), [])
})
