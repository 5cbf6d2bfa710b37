import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { StartProblem } from '../start-problem.ts'

const patienceMilliseconds = 120_000

/** Whether a process of that number runs here. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Takes the lock file away from a process that died with it. Renamed first, so that of two takers one succeeds. */
async function takeFromTheDead(file: string): Promise<void> {
  const held = Number(await readFile(file, 'utf8').catch(() => ''))
  if (isAlive(held)) return
  const aside = `${file}.${process.pid}`
  await rename(file, aside).catch(() => {})
  await rm(aside, { force: true })
}

/** On a full disk the file can be made and not be written: it must not stay behind empty. */
async function sign(handle: FileHandle, file: string): Promise<void> {
  try {
    await handle.writeFile(String(process.pid))
  } catch (error) {
    await rm(file, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}

/** Runs `work` while no other process runs anything under the same `folder`: starts and stops of the engine take turns. */
export async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, 'turn')
  const waitingSince = performance.now()
  let polls = 0
  for (;;) {
    const handle = await open(file, 'wx', 0o644).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    if (handle) {
      await sign(handle, file)
      break
    }
    polls += 1
    // A file that is still empty belongs to a process that is just writing its number into it.
    if (polls % 10 === 0) await takeFromTheDead(file)
    if (performance.now() - waitingSince > patienceMilliseconds) {
      throw new StartProblem(`Another process has been starting the database in ${folder} for two minutes: look at it.`)
    }
    await wait(20)
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

let entered = 0

/** Notes that this process uses the engine. Gives a function that takes the note away and tells whether it was the last. */
export async function enter(folder: string): Promise<() => Promise<{ last: boolean }>> {
  const users = join(folder, 'users')
  await mkdir(users, { recursive: true })
  entered += 1
  const note = join(users, `${process.pid}-${entered}`)
  await writeFile(note, '')
  return async () => {
    await rm(note, { force: true })
    let others = 0
    for (const name of await readdir(users)) {
      if (isAlive(Number(name.split('-')[0]))) others += 1
      else await rm(join(users, name), { force: true })
    }
    return { last: others === 0 }
  }
}
