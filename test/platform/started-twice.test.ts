import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { freePort, runningPostmaster } from '../../src/platform/embedded/cluster.ts'

const main = join(import.meta.dirname, '../../src/main.ts')
const { NODE_COMPILE_CACHE } = process.env

async function dataFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-twice-'))
  await chmod(folder, 0o711)
  t.teardown(async () => {
    const left = await runningPostmaster(join(folder, 'postgres'))
    if (left) process.kill(left.pid, 'SIGQUIT')
    await rm(folder, { recursive: true, force: true, maxRetries: 20 })
  })
  return folder
}

/** The program as `npm start` runs it, on a data folder and a port. */
function start(t: Test, folder: string, port: number, role = 'all') {
  const child = spawn(process.execPath, [main], {
    env: {
      DATA_DIR: folder,
      PORT: String(port),
      HOST: '127.0.0.1',
      ROLE: role,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'a'.repeat(32),
      TWILIO_API_URL: 'http://127.0.0.1:9',
      CALLER_ID: '+62751000100',
      SECRET_KEY: 's'.repeat(40),
      NODE_NO_WARNINGS: '1',
      ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  let told = ''
  let said = ''
  const ready = Promise.withResolvers<void>()
  const ended = once(child, 'exit').then(([code, signal]) => {
    ready.reject(new Error(`ended with ${code ?? signal}: ${said}`))
    return { code: code as number | null, said }
  })
  ready.promise.catch(() => {})
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  child.stdout.on('data', (chunk) => {
    told += chunk
    if (told.includes('Sahut is ready')) ready.resolve()
  })
  return { pid: child.pid, kill: (signal: NodeJS.Signals) => child.kill(signal), ready: ready.promise, ended }
}

t.test('started twice on one data folder', async (t) => {
  const folder = await dataFolder(t)
  const [port, other] = [await freePort(), await freePort()]
  const first = start(t, folder, port)
  await first.ready

  const [samePort, otherPort] = await Promise.all([start(t, folder, port).ended, start(t, folder, other).ended])
  t.match(samePort, { code: 1, said: new RegExp(`^Port ${port} is taken: Sahut runs already`) })
  const sentence = `The data in ${folder} is in use: Sahut runs on it as process ${first.pid}, on port ${port}.`
  t.match(otherPort, { code: 1, said: sentence }, 'the second is told who has it')
  t.equal(otherPort.said.trim().split('\n').length, 1, 'in a line, without a stack')
  t.equal((await fetch(`http://127.0.0.1:${port}/health/ready`)).status, 200, 'and the first goes on')

  first.kill('SIGKILL')
  await first.ended
  t.ok(await runningPostmaster(join(folder, 'postgres')), 'Postgres outlives a crash')
  const parts = [start(t, folder, port, 'web'), start(t, folder, other, 'worker')]
  for (const part of parts) await part.ready
  t.equal(
    (await fetch(`http://127.0.0.1:${port}/health/ready`)).status,
    200,
    'is taken over, and shared by who is told to',
  )
  for (const part of parts) part.kill('SIGTERM')
  for (const part of parts) t.match(await part.ended, { code: 0 })
  t.equal(await runningPostmaster(join(folder, 'postgres')), undefined, 'the last to leave stops it')
})
