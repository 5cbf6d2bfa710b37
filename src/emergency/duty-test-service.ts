/** Rings a duty number with a sentence that says that it is a test, and keeps what came of it. */

import type { Leg, LegHandler, LegMoment } from '../conversations/leg.ts'
import { endLeg, placeLeg } from '../conversations/service.ts'
import type { Say, Target, Verb } from '../flow/verbs.ts'
import { record } from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { endAll as endDrills } from './drill-store.ts'
import {
  type Admission,
  addressOf,
  admit,
  askVerbs,
  contactOf,
  type DutyTest,
  farewellVerbs,
  sentencesBeforeLetGo,
  settledBy,
  testRingSeconds,
} from './duty-test.ts'
import * as store from './duty-test-store.ts'
import { type Ladder, rungAddress } from './ladder.ts'

/** A phone of the site's files, and where else an emergency may need it. */
export type DutyPhone = {
  /** As the site's files name it. */
  readonly id: string
  readonly target: Target
  /** Ladders that ring this phone, and the names of their rungs that do. */
  readonly ladders: readonly string[]
  readonly rungs: readonly string[]
}

export type Tried =
  | { readonly outcome: 'calling'; readonly testId: string }
  | Exclude<Admission, { outcome: 'admitted' }>

/** Rings it, unless an emergency may need it, it is being tried, or was tried a moment ago. Who asked stays in the audit. */
export async function tryDutyPhone(tx: Tx, phone: DutyPhone, context: Context): Promise<Tried> {
  const address = addressOf(phone.target)
  const { now, actor } = context
  await store.hold(tx)
  const admission = admit(await store.standing(tx, { ...phone, address }, now - 60 * 60_000), now)
  if (admission.outcome !== 'admitted') return admission
  const id = newId()
  const leg = { purpose: 'test', about: id, citizenCallSid: contactOf(id), target: phone.target } as const
  const legId = placeLeg(tx, { ...leg, ringSeconds: testRingSeconds, urgent: false }, context)
  const test = { id, target: phone.id, address, askedBy: actor, askedAt: now, legId, drillId: null, rung: null }
  store.add(tx, test)
  record(tx, { action: 'duty.tested', subject: `duty:${phone.id}`, facts: { test: id } }, context)
  return { outcome: 'calling', testId: id }
}

/**
 * An emergency begins to climb: whoever of its ladder is being tried is let go at once, so that the phone is free when it is needed.
 * A drill ends altogether, whichever ladder it climbs.
 */
export async function yieldToLadder(tx: Tx, { rungs }: Ladder, context: Context): Promise<void> {
  const addresses = rungs.map(({ target }) => rungAddress(target))
  const running = await store.runningAt(tx, addresses)
  await letGo(tx, running, context)
  if (running.some(({ drillId }) => drillId !== null))
    endDrills(tx, { state: 'stopped', why: 'emergency' }, context.now)
}

/** Tests end here and now; who listens is told so. The leg first, then its test, as the leg's own webhooks lock them. */
export async function letGo(tx: Tx, tests: readonly DutyTest[], context: Context): Promise<void> {
  for (const { id, legId } of tests) {
    if (legId !== null) await endLeg(tx, legId, context)
    store.move(tx, id, 'stopped', context.now)
  }
}

/** The last tests, the newest first. */
export const dutyTests = (reader: Reader, limit: number): Promise<readonly DutyTest[]> => store.list(reader, limit)

export type DutyTestHouse = {
  readonly say: Say
  /** The region's name, as it is said. */
  readonly place: string
}

async function speak(
  tx: Tx,
  house: DutyTestHouse,
  leg: Leg,
  moment: LegMoment,
  { now }: Context,
): Promise<readonly Verb[]> {
  const test = await store.lock(tx, leg.about)
  if (test === null || test.settledAt !== null || moment.kind === 'let_go')
    return farewellVerbs(house.say, test ?? { drillId: null })
  if (moment.kind === 'digits' && moment.digits === '1') {
    store.move(tx, test.id, 'confirmed', now)
    return farewellVerbs(house.say, test)
  }
  if (test.state === 'calling') store.move(tx, test.id, 'answered', null)
  return moment.kind !== 'answered' && leg.turn >= sentencesBeforeLetGo
    ? farewellVerbs(house.say, test)
    : askVerbs(house.say, house.place, test)
}

export function dutyTestLegs(house: DutyTestHouse): LegHandler {
  return {
    speak: (tx, leg, moment, context) => speak(tx, house, leg, moment, context),
    ended: async (tx, leg, how, { now }) => {
      const test = await store.lock(tx, leg.about)
      if (test !== null) store.move(tx, test.id, settledBy(test.state, how), now)
    },
    met: async () => {},
  }
}
