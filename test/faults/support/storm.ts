/** One real process after the other is killed or stopped; which and when falls by the seed alone. */

import { setTimeout as pause } from 'node:timers/promises'
import { makeRaces, type Races } from '../../../src/simulator/races.ts'
import type { Simulator } from '../../../src/simulator/server.ts'
import { type Machine, type Member, members } from './machine.ts'

const kinds = [
  'kill web',
  'kill worker',
  'deploy web',
  'deploy worker',
  'freeze web',
  'freeze worker',
  'kill redis',
  'freeze redis',
  'empty redis',
  'kill postgres',
  'freeze postgres',
  'carrier refuses',
  'carrier hangs',
  'carrier resets',
] as const
type Kind = (typeof kinds)[number]

/** Real seconds from the beginning; how long what is not at once over lasts. */
export type Fault = { readonly at: number; readonly kind: Kind; readonly member: Member; readonly lasts: number }

/** The same seed gives the same faults, so that a failure can be looked at again. */
export function schedule(seed: number, seconds: number, everySeconds: number): readonly Fault[] {
  const races: Races = makeRaces(seed)
  const faults: Fault[] = []
  let at = everySeconds
  let left: Kind[] = []
  while (at < seconds) {
    // Every kind comes before any comes again.
    if (left.length === 0) left = [...kinds]
    const kind = races.pick('fault', left)
    left = left.filter((other) => other !== kind)
    const role = kind.includes('worker') ? 'worker' : 'web'
    const member = races.pick(
      'member',
      members.filter((one) => one.startsWith(role)),
    )
    const lasts = races.between('lasts', 2, 5)
    faults.push({ at, kind, member, lasts })
    at += everySeconds * races.between('pause', 0.7, 1.3)
  }
  return faults
}

const perform: Readonly<Record<Kind, (machine: Machine, simulator: Simulator, fault: Fault) => Promise<void>>> = {
  'kill web': async (machine, _, { member }) => machine.signal(member, 'SIGKILL'),
  'kill worker': async (machine, _, { member }) => machine.signal(member, 'SIGKILL'),
  'deploy web': async (machine, _, { member }) => machine.signal(member, 'SIGTERM'),
  'deploy worker': async (machine, _, { member }) => machine.signal(member, 'SIGTERM'),
  'freeze web': (machine, _, fault) => freeze(machine, fault),
  'freeze worker': (machine, _, fault) => freeze(machine, fault),
  'kill redis': async ({ redis }, _, { lasts }) => {
    await redis?.kill()
    await pause(lasts * 1000)
    await redis?.start()
  },
  'freeze redis': async ({ redis }, _, { lasts }) => {
    await redis?.freeze()
    await pause(lasts * 1000)
    await redis?.thaw()
  },
  'empty redis': async ({ redis }) => redis?.empty(),
  'kill postgres': async ({ postgres }, _, { lasts }) => {
    await postgres.kill()
    await pause(lasts * 1000)
    await postgres.start()
  },
  'freeze postgres': async ({ postgres }, _, { lasts }) => {
    await postgres.freeze()
    await pause(lasts * 1000)
    await postgres.thaw()
  },
  'carrier refuses': (_, simulator, { lasts }) => outage(simulator, 'refuses', lasts),
  'carrier hangs': (_, simulator, { lasts }) => outage(simulator, 'hangs', lasts),
  'carrier resets': (_, simulator, { lasts }) => outage(simulator, 'resets', lasts),
}

async function freeze(machine: Machine, { member, lasts }: Fault): Promise<void> {
  machine.signal(member, 'SIGSTOP')
  await pause(lasts * 1000)
  machine.signal(member, 'SIGCONT')
}

async function outage(simulator: Simulator, restOutage: 'refuses' | 'hangs' | 'resets', lasts: number): Promise<void> {
  simulator.faults({ restOutage })
  await pause(lasts * 1000)
  simulator.faults({ restOutage: 'off' })
}

/** Resolves when the last fault is over. `tell` hears of each as it begins. */
export async function rage(
  machine: Machine,
  simulator: Simulator,
  faults: readonly Fault[],
  tell: (fault: Fault) => void,
): Promise<void> {
  const begun = performance.now()
  const under: Promise<void>[] = []
  for (const fault of faults) {
    await pause(Math.max(0, begun + fault.at * 1000 - performance.now()))
    tell(fault)
    under.push(perform[fault.kind](machine, simulator, fault))
  }
  await Promise.all(under)
}
