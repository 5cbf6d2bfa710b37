/** What is kept of probes, and what is forgotten again. */

import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { hasProbeShape, isProbeDue, overdueProbes, type Probe, probeSid } from './probe.ts'
import * as probes from './probe-store.ts'

/** A failed probe's call can be looked at for a day; that it failed is known for a month. */
const keptCallMilliseconds = 24 * 60 * 60_000
const keptProbeMilliseconds = 30 * keptCallMilliseconds

/**
 * Writes that a call of ours is coming, which alone makes it one: its id is known to nobody else. Null when none is due. Whatever an
 * earlier process left behind is settled first.
 */
export async function beginProbe(tx: Tx, everyMinutes: number, { now }: Context): Promise<string | null> {
  for (const { callSid } of overdueProbes(await probes.running(tx), now))
    probes.settle(tx, callSid, { problem: 'abandoned', menuMilliseconds: null, keyMilliseconds: null }, now)
  const [last = null] = await probes.recent(tx, 1)
  if (!isProbeDue(last, everyMinutes, now)) return null
  const callSid = probeSid(newId())
  probes.begin(tx, callSid, now)
  return callSid
}

export type Probed = Pick<Probe, 'problem' | 'menuMilliseconds' | 'keyMilliseconds'>

/** Keeps what came of it. Of one that passed nothing else stays; of one that failed the call's record for a day. */
export function settleProbe(tx: Tx, callSid: string, probed: Probed, { now }: Context): void {
  probes.settle(tx, callSid, probed, now)
  probes.forget(tx, probed.problem === null ? callSid : null, now - keptCallMilliseconds)
  probes.prune(tx, now - keptProbeMilliseconds)
}

/** The newest first. */
export const recentProbes = (reader: Reader, limit: number): Promise<readonly Probe[]> => probes.recent(reader, limit)

/** Whether a call is one of our own probes. Almost always known by its id, without a look. */
export const isProbe = async (reader: Reader, callSid: string): Promise<boolean> =>
  hasProbeShape(callSid) && (await probes.is(reader, callSid))
