import type { Test } from 'tap'
import { findLegBySid } from '../../src/conversations/leg-service.ts'
import { beginCall, note } from '../../src/conversations/service.ts'
import { browserIdentity } from '../../src/dispatch/browser.ts'
import { connectBrowser, operatorLegs } from '../../src/dispatch/leg-service.ts'
import { beginWait, endWait } from '../../src/dispatch/wait-service.ts'
import { lockByCall } from '../../src/dispatch/wait-store.ts'
import type { Say } from '../../src/flow/verbs.ts'
import { consoleHouse } from './console-house.ts'

export const callSid = `CA${'3'.repeat(32)}`
const say: Say = (prompt) => ({ prompt, parts: [], language: 'ind' }) as unknown as ReturnType<Say>

/** A room with one operator at a browser, and a citizen who calls, presses and says something, and waits. */
export async function deskStory(t: Test, options: Parameters<typeof consoleHouse>[1] = {}) {
  const house = await consoleHouse(t, options)
  await house.add('sari', 'operator')
  await house.add('budi', 'operator')
  const citizenId = await house.citizen('+6281200000001')

  async function calls(sid = callSid, citizen: string | null = citizenId) {
    const call = {
      callSid: sid,
      line: '+62751000100',
      citizenId: citizen,
      callerKind: 'number',
      status: 'in-progress',
    } as const
    await house.database.transact(async (tx) => {
      const ctx = house.system()
      await beginCall(tx, call, ctx)
      note(tx, { callSid: sid, kind: 'choice.made', facts: { node: 'sapa', option: 'umum', digits: '2' } }, ctx)
      note(
        tx,
        {
          callSid: sid,
          kind: 'words.recorded',
          facts: { node: 'di_mana', variable: 'tempat', recordingSid: 'RE7', seconds: 3 },
        },
        ctx,
      )
      note(tx, { callSid: sid, kind: 'node.entered', facts: { node: 'antre' } }, ctx)
    })
  }

  const waits = (sid = callSid, silent = false) =>
    house.database.transact((tx) => {
      const entering = { callSid: sid, lane: 'umum', emergencyId: null, arrivedAt: house.clock.now, silent }
      return beginWait(tx, house.dispatch, entering, house.system())
    })

  /** The person's browser connects outward with the offer, as the carrier tells it. */
  const connects = (offerId: string, staffId: string, legSid = `CA${'4'.repeat(32)}`) => {
    const connecting = { identity: browserIdentity(staffId), offerId, legSid }
    const legHouse = { ...house.dispatch, say, laneLabel: (id: string) => id }
    return house.database.transact((tx) => connectBrowser(tx, legHouse, connecting, house.system()))
  }

  const hangsUp = (waitId: string) => house.database.transact((tx) => endWait(tx, waitId, house.system()))

  /** The browser's leg comes back from the conference, and the person's conversation is over. */
  const returns = (legSid: string) =>
    house.database.transact(async (tx) => {
      const leg = await findLegBySid(tx, legSid)
      if (leg !== null)
        await operatorLegs({ ...house.dispatch, say, laneLabel: (id) => id }).speak(
          tx,
          leg,
          { kind: 'returned' },
          house.system(),
        )
    })

  const hangsUpOn = (sid: string) =>
    house.database.transact(async (tx) => {
      const wait = await lockByCall(tx, sid)
      if (wait !== null) await endWait(tx, wait.id, house.system())
    })

  return { ...house, citizenId, returns, hangsUpOn, calls, waits, connects, hangsUp }
}
