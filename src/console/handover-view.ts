import { eidoOf } from '../emergency/handover.ts'
import { handoverFacts } from '../emergency/handover-service.ts'
import { record } from '../identity/audit-service.ts'
import { may, type Viewer } from '../identity/permission.ts'
import { staffNames } from '../identity/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { ConsoleHouse } from './api.ts'
import { iso } from './shapes.ts'
import { staffIn, whoIs } from './who.ts'

type HandingOver = { readonly house: ConsoleHouse; readonly publicUrl: string }

/** For the eye: the summary, and the same as a document. Who looked stays in the audit. Null for an emergency that does not exist. */
export async function handoverView(
  tx: Tx,
  { house, publicUrl }: HandingOver,
  id: string,
  viewer: Viewer,
  context: Context,
) {
  const site = house.site()
  const found = await handoverFacts(
    tx,
    {
      sealer: house.sealer,
      kindLabel: (kind) => site.ladders.find((ladder) => ladder.id === kind)?.name ?? kind,
      districtName: (district) => site.districts.find((one) => one.id === district)?.name ?? null,
    },
    id,
  )
  if (found === null) return null
  // Whoever may not open a citizen's number is not told it by this way either.
  const isClosed = found.callback.known === 'number' && !may(viewer.roles, 'citizens:open')
  const facts = isClosed ? { ...found, callback: { known: 'confidential' as const } } : found
  record(
    tx,
    { action: 'emergency.handed_over', subject: `emergency:${id}`, facts: { callSid: facts.callSid } },
    context,
  )
  const names = await staffNames(
    tx,
    [staffIn(facts.holder) ?? ''].filter((staffId) => staffId !== ''),
  )
  const { callback, where } = facts
  return {
    kind: facts.kindLabel,
    where: where === null ? null : [where.place, where.district].filter((part) => part !== null).join(', '),
    callback: callback.known,
    number: callback.known === 'number' ? callback.number : null,
    raisedAt: iso(facts.raisedAt),
    holder: whoIs(facts.holder, names),
    words: facts.description,
    rungs: facts.rungs.map(({ name, state, at }) => ({ name, state, at: iso(at) })),
    timeline: facts.timeline.map(({ at, kind, says }) => ({ at: iso(at), kind, says })),
    eido: eidoOf(facts, { element: new URL(publicUrl).host, region: site.name }, context.now),
  }
}
