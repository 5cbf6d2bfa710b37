import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createChangeTeller, hearChanges } from '../../src/platform/changes.ts'
import { type LiveChannel, openLive } from '../../src/platform/live.ts'
import { openLog } from '../../src/platform/log.ts'
import { openDatabase, statement } from '../../src/platform/postgres.ts'
import { testDatabase } from '../support/database.ts'

const anybody = () => true

/** A page that keeps what it is told, as events with their ids. */
function page(person: string, permissions: readonly string[] = []) {
  const frames: { id: string; event: string; data: unknown }[] = []
  const write = (frame: string) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1] ?? ''
    frames.push({ id: field('id'), event: field('event'), data: JSON.parse(field('data')) })
  }
  const of = (event: string) => frames.filter((frame) => frame.event === event).map(({ data }) => data)
  return { person, permissions, write, frames, of }
}

function live(t: Test, channels: readonly LiveChannel[]) {
  const failures: unknown[] = []
  const opened = openLive({
    channels,
    listed: new Set(['calls', 'tickets']),
    onFailure: (_, error) => failures.push(error),
  })
  t.teardown(() => opened.close())
  return { ...opened, failures }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await pause(5)
}

t.test('a page is first told the present, and then what differs from it', async (t) => {
  let waiting = 1
  const { join, hear } = live(t, [
    { name: 'room', of: 'all', tables: ['waits'], admits: anybody, read: async () => ({ waiting }) },
  ])
  const one = page('a')
  join(one, undefined)
  await until(() => one.of('room').length === 1)
  hear({ kind: 'changed', tables: ['waits'] })
  await pause(150)
  t.same(one.of('room'), [{ waiting: 1 }], 'the same again is not sent')
  waiting = 2
  hear({ kind: 'changed', tables: ['calls', 'sessions', 'waits'] })
  await until(() => one.of('room').length === 2)
  t.same(one.of('room').at(-1), { waiting: 2 })
  t.same(one.of('changed'), [['*'], ['calls']], 'of a table without a channel only that it changed')
})

t.test('each sees their own, and nobody what their permissions do not let them see', async (t) => {
  const { join } = live(t, [
    {
      name: 'desk',
      of: 'each',
      tables: ['offers'],
      admits: (held) => held.includes('desk'),
      read: async (people) => new Map(people.filter((one) => one !== 'c').map((one) => [one, { of: one }])),
    },
  ])
  const pages = [page('a', ['desk']), page('b', ['desk']), page('c', ['desk']), page('d', ['other'])]
  for (const each of pages) join(each, undefined)
  await until(() => pages.slice(0, 3).every((each) => each.of('desk').length === 1))
  t.same(
    pages.map((each) => each.of('desk')),
    [[{ of: 'a' }], [{ of: 'b' }], [null], []],
  )
})

t.test('a page that comes back is told what it missed, and everything by another process', async (t) => {
  const channel: LiveChannel = { name: 'room', of: 'all', tables: ['waits'], admits: anybody, read: async () => 1 }
  const { join, hear } = live(t, [channel])
  const first = page('a')
  const leave = join(first, undefined)
  await until(() => first.of('room').length === 1)
  const seen = first.frames.findLast(({ id }) => id !== '')?.id
  leave()
  hear({ kind: 'changed', tables: ['tickets'] })
  const again = page('a')
  join(again, seen)
  t.same(again.of('changed'), [['tickets']])
  t.same(again.of('room'), [], 'what it has is not sent again')
  const elsewhere = page('a')
  live(t, [channel]).join(elsewhere, seen)
  t.same(elsewhere.of('changed'), [['*']])
})

t.test('what was read while nobody looked is read again for the next page', async (t) => {
  let present = 'old'
  const { join, hear } = live(t, [
    { name: 'room', of: 'all', tables: ['waits'], admits: anybody, read: async () => present },
  ])
  const first = page('a')
  const leave = join(first, undefined)
  await until(() => first.of('room').length === 1)
  leave()
  present = 'new'
  hear({ kind: 'changed', tables: ['waits'] })
  await pause(150)
  const next = page('b')
  join(next, undefined)
  await until(() => next.of('room').length > 0)
  t.same(next.of('room'), ['new'])
})

t.test('a reading that fails is told as stale and tried again', async (t) => {
  let isBroken = true
  const { join, failures } = live(t, [
    {
      name: 'room',
      of: 'all',
      tables: ['waits'],
      admits: anybody,
      read: async () => {
        if (isBroken) throw new Error('no database')
        return 'well'
      },
    },
  ])
  const one = page('a')
  join(one, undefined)
  await until(() => one.of('stale').length > 0)
  t.equal(failures.length, 1)
  isBroken = false
  await until(() => one.of('room').length > 0)
  t.same(one.of('room'), ['well'])
})

t.test('a commit in one process is heard in another, a rollback is not', async (t) => {
  const { url } = await testDatabase(t)
  const teller = createChangeTeller()
  const database = openDatabase({
    url,
    connections: 2,
    statementTimeout: 5_000,
    connectionTimeout: 3_000,
    onWake: () => {},
    onChange: teller.onChange,
    onIdleError: () => {},
  })
  t.teardown(() => database.close())
  teller.through(database)
  const heard: string[] = []
  const listener = hearChanges({ url, log: openLog({ level: 'silent' }) }, (change) => {
    heard.push(change.kind === 'changed' ? change.tables.join() : change.kind)
  })
  t.teardown(() => listener.close())
  await until(() => heard.includes('back'))
  const write = statement(
    'test.write',
    `with gone as (delete from outbox returning id) insert into agencies (id, name) select 'a', 'A' from gone`,
  )
  t.same(write.changes, ['outbox', 'agencies'])
  await t.rejects(
    database.transact(async (tx) => {
      await tx.run(write, [])
      throw new Error('never mind')
    }),
  )
  await database.transact((tx) => tx.run(write, []))
  await until(() => heard.length > 1)
  t.same(heard, ['back', 'outbox,agencies'])
})
