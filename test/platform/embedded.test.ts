import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import t, { type Test } from 'tap'
import { copyEngine, packageFolder } from '../../src/platform/embedded/binaries.ts'
import { runningPostmaster } from '../../src/platform/embedded/cluster.ts'
import { owner } from '../../src/platform/embedded/owner.ts'
import { startEmbedded } from '../../src/platform/embedded/start.ts'
import { StartProblem } from '../../src/platform/start-problem.ts'

const isRoot = process.getuid?.() === 0

async function freshFolder(t: Test): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'sahut-embedded-'))
  await chmod(parent, 0o711)
  const folder = join(parent, 'postgres')
  t.teardown(async () => {
    const left = await runningPostmaster(folder)
    if (left) process.kill(left.pid, 'SIGQUIT')
    await rm(parent, { recursive: true, force: true, maxRetries: 20 })
  })
  return folder
}

async function ask<T>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as T[]
  } finally {
    await client.end()
  }
}

/** Another process of ours that uses the engine until it is killed. */
async function otherProcess(folder: string) {
  const source = `
    const { startEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/platform/embedded/start.ts'))})
    const { url, adopted, stop } = await startEmbedded({ folder: ${JSON.stringify(folder)}, durable: false })
    console.log(JSON.stringify({ url, adopted }))
    setInterval(() => {}, 1000)
    process.on('SIGTERM', () => stop().then(() => process.exit(0)))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await once(child, 'exit')
  }
  return { ...(JSON.parse(line) as { url: string; adopted: boolean }), end }
}

t.test('data, password and port survive a restart', async (t) => {
  const folder = await freshFolder(t)
  const first = await startEmbedded({ folder, durable: false })
  t.equal(first.adopted, false)
  await ask(first.url, 'create table kept as select 42 as answer')
  const [settings] = await ask(
    first.url,
    "select current_setting('listen_addresses') as address, current_setting('server_encoding') as encoding",
  )
  t.same(settings, { address: '127.0.0.1', encoding: 'UTF8' })
  await first.stop()
  await t.rejects(ask(first.url, 'select 1'), 'it is stopped')
  const second = await startEmbedded({ folder, durable: false })
  t.equal(second.url, first.url)
  t.same(await ask(second.url, 'select answer from kept'), [{ answer: 42 }])
  await second.stop()
})

t.test('a stranger does not get in', async (t) => {
  const folder = await freshFolder(t)
  const embedded = await startEmbedded({ folder, durable: false })
  const wrong = new URL(embedded.url)
  t.ok(wrong.password.length >= 32)
  wrong.password = 'password'
  await t.rejects(ask(wrong.href, 'select 1'), { code: '28P01' })
  t.equal((await stat(join(folder, 'access.json'))).mode & 0o077, 0, 'the password is for our eyes alone')
  await embedded.stop()
})

t.test('an engine that outlived its process is taken over', async (t) => {
  const folder = await freshFolder(t)
  const crashed = await otherProcess(folder)
  await ask(crashed.url, 'create table kept as select 7 as answer')
  await crashed.end('SIGKILL')
  const ours = await startEmbedded({ folder, durable: false })
  t.equal(ours.adopted, true)
  t.same(await ask(ours.url, 'select answer from kept'), [{ answer: 7 }])
  await ours.stop()
  t.equal(await runningPostmaster(folder), undefined, 'and stopped when its last user leaves')
})

t.test('two processes that start at once share one engine, and the last to leave stops it', async (t) => {
  const folder = await freshFolder(t)
  const [here, there] = await Promise.all([startEmbedded({ folder, durable: false }), otherProcess(folder)])
  t.same([here.adopted, there.adopted].toSorted(), [false, true])
  t.equal(here.url, there.url)
  await here.stop()
  t.same(await ask(there.url, 'select 1 as one'), [{ one: 1 }], 'it runs while the other uses it')
  await there.end('SIGTERM')
  t.equal(await runningPostmaster(folder), undefined)
})

t.test('an engine that was killed starts again with its data', async (t) => {
  const folder = await freshFolder(t)
  const first = await startEmbedded({ folder })
  await ask(first.url, 'create table kept as select 1 as answer')
  const postmaster = await runningPostmaster(folder)
  process.kill(postmaster?.pid ?? 0, 'SIGKILL')
  while (await runningPostmaster(folder)) await new Promise((resolve) => setImmediate(resolve))
  const second = await startEmbedded({ folder })
  t.same(await ask(second.url, 'select answer from kept'), [{ answer: 1 }])
  await Promise.all([first.stop(), second.stop()])
})

t.test('a port that someone took meanwhile is exchanged', async (t) => {
  const folder = await freshFolder(t)
  const first = await startEmbedded({ folder, durable: false })
  await first.stop()
  const taker = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
  await once(taker, 'listening')
  const second = await startEmbedded({ folder, durable: false })
  t.not(new URL(second.url).port, new URL(first.url).port)
  t.same(await ask(second.url, 'select 1 as one'), [{ one: 1 }])
  await second.stop()
  taker.close()
})

t.test(
  'as root, a folder that others may not enter is told in a sentence',
  { skip: isRoot ? false : 'not root' },
  async (t) => {
    const parent = await mkdtemp(join(tmpdir(), 'sahut-closed-'))
    t.teardown(() => rm(parent, { recursive: true }))
    const problem = await startEmbedded({ folder: join(parent, 'postgres') }).catch((error: Error) => error)
    t.ok(problem instanceof StartProblem)
    t.match(problem, { message: /nobody and cannot reach .*Set DATA_DIR/ })
  },
)

t.test('the engine runs from a copy when its user cannot enter the project', async (t) => {
  const folder = await freshFolder(t)
  await mkdir(folder)
  if (isRoot) await chmod(folder, 0o711)
  const copy = await copyEngine(folder, packageFolder())
  for (const name of await readdir(join(copy, 'native/lib'))) {
    const path = join(copy, 'native/lib', name)
    if ((await lstat(path)).isSymbolicLink()) t.notOk(isAbsolute(await readlink(path)), `${name} stays in the copy`)
  }
  const run = spawnSync(join(copy, 'native/bin/initdb'), ['--version'], { ...owner, cwd: '/', encoding: 'utf8' })
  t.match(run.stdout, /^initdb \(PostgreSQL\)/, run.stderr)
  t.equal(await copyEngine(folder, packageFolder()), copy, 'and is copied once')
})

/** A disk of its own; null where none can be mounted. */
async function smallDisk(t: Test, megabytes: number): Promise<string | null> {
  const disk = await mkdtemp(join(tmpdir(), 'sahut-disk-'))
  await chmod(disk, 0o755)
  const options = `size=${megabytes}m,mode=755`
  const isMounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0
  t.teardown(async () => {
    if (isMounted) spawnSync('umount', ['-l', disk])
    await rm(disk, { recursive: true, force: true })
  })
  return isMounted ? disk : null
}
const noDisk = 'no small disk can be mounted here'

t.test('a full disk is told in a sentence', async (t) => {
  const disk = await smallDisk(t, 24)
  if (disk === null) return void t.pass('a disk of its own', { skip: noDisk })
  const folder = join(disk, 'postgres')
  await mkdir(folder)
  const problem = await startEmbedded({ folder, durable: false }).catch((error: Error) => error)
  t.ok(problem instanceof StartProblem)
  t.match(problem, { message: /^The disk that holds .* is full.* Make room there/ })
  t.equal(
    await readFile(join(folder, 'initialised'), 'utf8').catch(() => undefined),
    undefined,
    'nothing half-made is kept',
  )
})

t.test('an engine whose disk is full ends with us all the same', async (t) => {
  const disk = await smallDisk(t, 120)
  if (disk === null) return void t.pass('a disk of its own', { skip: noDisk })
  const folder = join(disk, 'postgres')
  const { stop } = await startEmbedded({ folder, durable: false })
  spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'fill')}`, 'bs=4k'])
  await stop()
  t.equal(await runningPostmaster(folder), undefined)
  t.strictSame(
    await readdir(folder).then((names) => names.filter((name) => name === 'turn')),
    [],
    'nobody waits for a turn',
  )
})
