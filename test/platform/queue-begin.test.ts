import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import t from 'tap'
import { openQueues } from '../../src/platform/queue.ts'
import { testDatabase } from '../support/database.ts'
import { readableLog } from '../support/log.ts'

/** In a process of its own, since what is to be ruled out is one that stands still: nothing in it could notice. */
async function workAndWake(databaseUrl: string): Promise<void> {
  const queues = await openQueues({ databaseUrl, log: readableLog('silent').log })
  const { promise: done, resolve } = Promise.withResolvers<string>()
  queues.work('begin', async (id) => resolve(id), { concurrency: 1 })
  const waking = setInterval(() => queues.wake([{ queue: 'begin', id: 'one' }]), 100)
  await done
  clearInterval(waking)
  await queues.close()
}

/** The database behind a door that is slammed in the face of whoever comes first. */
async function slammingDoor(databaseUrl: string, times: number) {
  const { hostname, port } = new URL(databaseUrl)
  const open = new Set<Socket>()
  let slammed = 0
  const server = createServer((client) => {
    open.add(client)
    client.on('error', () => {}).on('close', () => open.delete(client))
    if (slammed < times) {
      slammed += 1
      client.destroy()
      return
    }
    const inner = connect(Number(port), hostname)
    inner.on('error', () => client.destroy()).on('close', () => client.destroy())
    client.on('close', () => inner.destroy())
    client.pipe(inner).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const behind = new URL(databaseUrl)
  behind.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => {
    server.close()
    for (const client of open) client.destroy()
  }
  return { url: behind.href, close, slammed: () => slammed }
}

async function main() {
  t.setTimeout(280_000)
  t.test('a queue whose first connections break begins as soon as one holds, and nothing stands still', async (t) => {
    const database = await testDatabase(t)
    const door = await slammingDoor(database.url, 3)
    t.teardown(door.close)
    const child = fork(import.meta.filename, [door.url])
    const patience = setTimeout(() => child.kill('SIGKILL'), 30_000)
    const [code] = await once(child, 'exit')
    clearTimeout(patience)
    t.equal(code, 0)
    t.equal(door.slammed(), 3)
  })
}

const [, , databaseUrl] = process.argv
await (databaseUrl?.startsWith('postgres') && process.send ? workAndWake(databaseUrl) : main())
process.disconnect?.()
