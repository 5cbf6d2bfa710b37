import t from 'tap'
import { startJanitor } from '../../src/platform/janitor.ts'
import { statement } from '../../src/platform/postgres.ts'
import { testDatabase } from '../support/database.ts'
import { readableLog } from '../support/log.ts'

/** No timer fires within a test: sweeps are asked for by hand. */
const never = 3_600_000

t.test('sweeps', async (t) => {
  const database = await testDatabase(t)
  const { log, lines } = readableLog()

  t.test('never overlap themselves, in this process or another, and never wait for each other', async (t) => {
    const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
    const { promise: started, resolve: onStart } = Promise.withResolvers<void>()
    let runs = 0
    const run = async () => {
      runs += 1
      onStart()
      await gate
    }
    const sweeps = [
      { name: 'slow', everyMilliseconds: never, run },
      { name: 'other', everyMilliseconds: never, run: async () => {} },
    ]
    const here = startJanitor({ database, sweeps, log })
    const there = startJanitor({ database, sweeps, log })
    const first = here.sweep('slow')
    await started
    t.equal(await here.sweep('slow'), false, 'not twice here')
    t.equal(await there.sweep('slow'), false, 'not beside it elsewhere')
    t.equal(await there.sweep('other'), true, 'another sweep runs meanwhile')
    const closed = here.close()
    let isClosed = false
    void closed.then(() => {
      isClosed = true
    })
    t.equal(isClosed, false, 'closing waits')
    openGate()
    t.equal(await first, true)
    await closed
    t.equal(await here.sweep('slow'), false, 'nothing starts after closing')
    t.equal(await there.sweep('slow'), true, 'and the other process goes on')
    await there.close()
    t.equal(runs, 2)
  })

  t.test('never starve each other of connections, however many begin at once', async (t) => {
    const small = await testDatabase(t, { connections: 2 })
    const run = () => small.transact(async (tx) => void (await tx.run(statement('test.nothing', 'select 1'), [])))
    const sweeps = Array.from({ length: 8 }, (_, index) => ({
      name: `of many ${index}`,
      everyMilliseconds: never,
      run,
    }))
    const janitor = startJanitor({ database: small, sweeps, log })
    const begun = performance.now()
    t.same(
      await Promise.all(sweeps.map(({ name }) => janitor.sweep(name))),
      sweeps.map(() => true),
    )
    t.ok(performance.now() - begun < 2_500, 'none waited until a connection was given up')
    await janitor.close()
  })

  t.test('go on after an error', async (t) => {
    let runs = 0
    const failures: string[] = []
    const run = async () => {
      runs += 1
      if (runs === 1) throw new Error('broken once')
    }
    const sweeps = [{ name: 'fragile', everyMilliseconds: never, run }]
    const janitor = startJanitor({ database, sweeps, log, onFailure: (name) => failures.push(name) })
    t.equal(await janitor.sweep('fragile'), false)
    t.match(lines.at(-1), { level: 'warn', sweep: 'fragile', err: { message: 'broken once' } })
    t.equal(await janitor.sweep('fragile'), true)
    t.same(failures, ['fragile'])
    await janitor.close()
  })

  t.test('run on their timers', async (t) => {
    const { promise: thrice, resolve } = Promise.withResolvers<void>()
    let runs = 0
    const run = async () => {
      runs += 1
      if (runs === 3) resolve()
    }
    const janitor = startJanitor({ database, sweeps: [{ name: 'timed', everyMilliseconds: 5, run }], log })
    await thrice
    await janitor.close()
    t.pass('three times')
  })
})
