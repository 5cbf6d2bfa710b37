/** How grave an emergency is: judged when it is raised, and again whenever something new is known. */

import { note } from '../conversations/service.ts'
import { rankWait } from '../dispatch/wait-service.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { refineEmergency } from './refine-service.ts'
import { type Answer, type NamedDanger, rankOf, type Severity, type SeverityClass, severityOf } from './severity.ts'
import * as store from './severity-store.ts'

export type Judging = {
  readonly callSid: string
  /** The caller's wait, which orders the lane. */
  readonly waitId: string
  /** The site's word for an emergency of which nobody has said what it is. */
  readonly unknownKind: string
  /** Dangers that the caller has named so far in this call. */
  readonly words: readonly NamedDanger[]
  /** The caller cannot speak. Once so, it stays so: whoever hides must not be rung by us. */
  readonly silent?: boolean
  /** What has just been answered. */
  readonly answers?: readonly Answer[]
}

/** The same caller's other emergency counts for an hour, as long as people call again about one event. */
const anotherWithinMilliseconds = 60 * 60_000
/** Calls about one event come within minutes. */
export const nearbyWithinMilliseconds = 10 * 60_000

/**
 * Judges a call's emergency by all that is known now, keeps class and reasons, and orders the lane by it. It never becomes less grave: a
 * cluster that is over takes nothing back. Null for a call without an emergency. The caller's wait is locked before the emergency.
 */
export async function judgeEmergency(
  tx: Tx,
  { callSid, waitId, unknownKind, words, silent = false, answers = [] }: Judging,
  context: Context,
): Promise<SeverityClass | null> {
  const since = { another: context.now - anotherWithinMilliseconds, nearby: context.now - nearbyWithinMilliseconds }
  const known = await store.selectKnown(tx, callSid, since)
  if (known === null) return null
  const told = [
    ...known.answers.filter(({ question }) => !answers.some((one) => one.question === question)),
    ...answers,
  ]
  const isSilent = silent || known.silent
  const severity = severityOf({
    kind: known.kind === unknownKind ? null : known.kind,
    words,
    answers: told,
    silent: isSilent,
    hasAnother: known.hasAnother,
    nearby: known.nearby,
  })
  const isGraver = rankOf(severity.class) >= rankOf(known.class)
  const present = isGraver ? severity : { class: known.class, reasons: known.reasons }
  rankWait(tx, waitId, { severity: rankOf(present.class), silent: isSilent })
  store.keepSeverity(tx, known.id, present, { silent: isSilent, answers: told })
  const isNews = known.reasons.length === 0 || present.class !== known.class
  if (isNews)
    note(
      tx,
      {
        callSid,
        kind: 'emergency.judged',
        facts: { class: present.class, because: present.reasons.map(({ because }) => because) },
      },
      context,
    )
  return present.class
}

/** What it is has become known on the line: another ladder climbs from here on. */
export async function refineCall(
  tx: Tx,
  { callSid, kind, ladder }: { readonly callSid: string; readonly kind: string; readonly ladder: string },
  context: Context,
): Promise<void> {
  const emergencyId = await store.emergencyOfCall(tx, callSid)
  if (emergencyId !== null) await refineEmergency(tx, { emergencyId, kind, ladder }, context)
}

/** By call: of which kind its emergency is as far as it is known, how grave it is, why, and whether the caller cannot speak. */
export async function severities(
  reader: Reader,
  callSids: readonly string[],
): Promise<ReadonlyMap<string, Severity & { readonly kind: string; readonly silent: boolean }>> {
  if (callSids.length === 0) return new Map()
  const rows = await store.severitiesOf(reader, callSids)
  return new Map(rows.map(({ call_sid, ...severity }) => [call_sid, severity]))
}
