/** Runs a drill: a series of duty tests that climbs a ladder, told apart from an emergency by everything that is kept of it. */

import { placeLeg } from '../conversations/service.ts'
import { record } from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import {
  admitDrill,
  type Drill,
  type DrillAdmission,
  type DrillRung,
  drillRungs,
  nextDrillStep,
  overdueTests,
} from './drill.ts'
import * as drills from './drill-store.ts'
import { addressOf, contactOf } from './duty-test.ts'
import { letGo } from './duty-test-service.ts'
import * as tests from './duty-test-store.ts'
import type { Ladder } from './ladder.ts'

export type DrillStarted =
  | { readonly outcome: 'started'; readonly drillId: string }
  | Exclude<DrillAdmission, { outcome: 'admitted' }>

/**
 * Begins with the first marked rung of the ladder as it is at this hour, unless an emergency stands, another drill runs, or this ladder was
 * drilled a moment ago. Who asked stays in the audit.
 */
export async function startDrill(tx: Tx, ladder: Ladder, context: Context): Promise<DrillStarted> {
  const { now, actor } = context
  const rungs = drillRungs(ladder)
  await tests.hold(tx)
  const admission = admitDrill(rungs, await drills.standing(tx, ladder.kind), now)
  if (admission.outcome !== 'admitted') return admission
  const id = newId()
  drills.add(tx, { id, ladder: ladder.kind, rungs, askedBy: actor, askedAt: now })
  record(tx, { action: 'drill.started', subject: `drill:${ladder.kind}`, facts: { drill: id } }, context)
  await climbDrill(tx, id, context)
  return { outcome: 'started', drillId: id }
}

export type DrillClimbed =
  | { readonly outcome: 'rang'; readonly rung: string }
  | { readonly outcome: 'resting' | 'over' }

/** Takes the next step, if the rung before it is settled. */
export async function climbDrill(tx: Tx, drillId: string, context: Context): Promise<DrillClimbed> {
  await tests.hold(tx)
  const drill = await drills.lock(tx, drillId)
  if (drill === null) return { outcome: 'over' }
  const { isNeeded } = await drills.standing(tx, drill.ladder)
  if (isNeeded) {
    drills.end(tx, drillId, { state: 'stopped', why: 'emergency' }, context.now)
    return { outcome: 'over' }
  }
  const tried = await tests.ofDrill(tx, drillId)
  const busy = new Set((await tests.running(tx)).map(({ address }) => address))
  const next = nextDrillStep(drill, tried, busy)
  switch (next.step) {
    case 'rest':
      return { outcome: 'resting' }
    case 'finish':
      drills.end(tx, drillId, { state: 'finished' }, context.now)
      return { outcome: 'over' }
    case 'ring':
      ring(tx, drill, next.rung, context)
      return { outcome: 'rang', rung: next.rung.name }
  }
}

function ring(tx: Tx, drill: Drill, { name, target, ringSeconds }: DrillRung, context: Context): void {
  const id = newId()
  const leg = { purpose: 'test', about: id, citizenCallSid: contactOf(id), target } as const
  const legId = placeLeg(tx, { ...leg, ringSeconds, urgent: false }, context)
  const about = { target: `ladder:${drill.ladder}:${name}`, address: addressOf(target), askedBy: drill.askedBy }
  tests.add(tx, { id, ...about, askedAt: context.now, legId, drillId: drill.id, rung: name })
}

/** A person ends it; whoever is on the phone is let go. False when it does not run any more. */
export async function stopDrill(tx: Tx, drillId: string, context: Context): Promise<boolean> {
  await tests.hold(tx)
  if (!(await drills.running(tx)).includes(drillId)) return false
  await letGo(
    tx,
    (await tests.running(tx)).filter((test) => test.drillId === drillId),
    context,
  )
  drills.end(tx, drillId, { state: 'stopped', why: 'person' }, context.now)
  record(tx, { action: 'drill.stopped', subject: `drill:${drillId}`, facts: {} }, context)
  return true
}

/** What nobody has told the end of, and phones that still ring for a drill which is over. Gives how many there were. */
export async function settleForgottenTests(tx: Tx, context: Context): Promise<number> {
  await tests.hold(tx)
  const [unsettled, going] = [await tests.running(tx), new Set(await drills.running(tx))]
  const stray = unsettled.filter(({ drillId }) => drillId !== null && !going.has(drillId))
  await letGo(tx, stray, context)
  const lost = overdueTests(unsettled, context.now).filter((test) => !stray.includes(test))
  for (const { id } of lost) tests.move(tx, id, 'failed', context.now)
  return stray.length + lost.length
}

export type ShownDrill = Drill & {
  /** What became of each rung that was rung. */
  readonly tries: readonly drills.DrillTry[]
}

/** The last drills, the newest first. */
export async function drillsWithTries(reader: Reader, limit: number): Promise<readonly ShownDrill[]> {
  const found = await drills.list(reader, limit)
  const tries = await drills.tries(
    reader,
    found.map(({ id }) => id),
  )
  return found.map((drill) => ({ ...drill, tries: tries.filter(({ drillId }) => drillId === drill.id) }))
}

/** By ladder, when its last whole drill began, in milliseconds since 1970. */
export const lastDrills = (reader: Reader): Promise<ReadonlyMap<string, number>> => drills.lastFinished(reader)
