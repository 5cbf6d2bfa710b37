/** The roles of a test's house: applications inside the test's process, or a process that can be killed. */
import type { Test } from 'tap'
import { startApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import type { Time } from '../../src/platform/clock.ts'
import type { Start } from '../../src/publishing/follower.ts'
import { startHouseChild } from './house-child.ts'
import type { readableLog } from './log.ts'
import { isReady } from './ready.ts'

export type Role = Config['role']

type House = {
  readonly config: Config
  /** A process that starts anew finds the site's folder as it is then. */
  readonly read: () => Promise<Start>
  readonly log: ReturnType<typeof readableLog>
  readonly time: Time
  /** This one is a process of its own. */
  readonly killable: Role | null
}

type Running = { readonly close: () => Promise<void>; readonly kill?: () => Promise<void> }

export function hotlineRoles(t: Test, { config, read, log, time, killable }: House) {
  const running = new Map<Role, Running>()
  // Also after a start that failed.
  t.teardown(() => Promise.all([...running.values()].map(({ kill }) => kill?.())))

  async function launch(role: Role): Promise<void> {
    const own = { ...config, role }
    if (role !== killable) {
      const databaseUrl = config.databaseUrl ?? ''
      running.set(role, await startApp({ config: own, start: await read(), databaseUrl, log: log.log, time }))
      return
    }
    const now = { anchor: Date.now(), at: time.clock(), pace: time.pace }
    const child = startHouseChild({ config: own, time: now, onLine: (line) => log.lines.push(line) })
    running.set(role, child)
    await child.ready
  }

  return {
    async start(role: Role) {
      await launch(role)
      if (role !== 'worker') await isReady(config.publicUrl)
    },
    async stop(role: Role) {
      await running.get(role)?.close()
      running.delete(role)
    },
    async kill(role: Role) {
      const { kill } = running.get(role) ?? {}
      if (kill === undefined) throw new Error(`the role ${role} is no process of its own`)
      await kill()
      running.delete(role)
    },
    running: (): readonly Role[] => [...running.keys()],
  }
}
