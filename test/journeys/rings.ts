/** An emergency whose first ring the carrier makes and calls a failure, so that 119 is rung again. */

import type { Test } from 'tap'
import { type Hotline, line, startHotline } from '../support/hotline.ts'
import type { TestPhone } from '../support/phone.ts'

export const psc = 'sip:119@psc.padangpariaman.example'

/** What the carrier answered to requests of ours, oldest first; nothing for those that never had an answer. */
export const answers = (hotline: Hotline, path: RegExp): readonly number[] =>
  hotline.carrier.simulator
    .log()
    .flatMap((one) => (one.kind === 'rest' && one.method === 'POST' && path.test(one.path) ? [one.status] : []))

/** The citizen has hung up, or does so now; nobody's call is left over. */
export async function isOver(hotline: Hotline, warga: TestPhone): Promise<void> {
  if (warga.device.state !== 'idle') warga.hangsUp()
  await hotline.eventually('select from calls where ended_at is null', ({ length }) => length === 0)
  await hotline.eventually('select from legs where ended_at is null', ({ length }) => length === 0)
}

/**
 * 119 is rung, the carrier says that this failed, and nothing is told of that call for so many seconds: so it is rung again, on
 * another line if there is one.
 */
export async function ringsAgain(t: Test, lines: 1 | 2 = 1, callbackLateSeconds = 90) {
  const hotline = await startHotline(t, {
    // A ring is short, and the machine may be slow.
    scale: 0.2,
    faults: { restFailsAfterDoing: 1, legWebhook: 'after-reply', callbackLate: 1, callbackLateSeconds },
  })
  const { simulator } = hotline.carrier
  const room = hotline.carrier.phone(psc, { role: 'partner' })
  const second = lines === 2 ? hotline.carrier.phone('119, line 2', { address: psc, role: 'partner' }) : room
  simulator.carrier.log.onEntry((entry) => {
    if (entry.kind === 'rest' && entry.method === 'POST') simulator.faults({ restFailsAfterDoing: 0 })
  })
  const warga = hotline.carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('1')
  await room.rings()
  simulator.faults({ callbackLate: 0 })
  return { hotline, room, second, warga }
}

/** The second ring comes on a second line of 119. The house believes that the second is its leg, and knows of no other. */
export async function ringsTwice(t: Test, callbackLateSeconds?: number) {
  const { hotline, room: first, second, warga } = await ringsAgain(t, 2, callbackLateSeconds)
  await second.rings()
  t.equal(first.device.leg?.progress?.url, second.device.leg?.progress?.url, 'two rings of one command')
  t.same(answers(hotline, /\/Calls\.json/).slice(0, 2), [500, 201], 'a second ring beats none')
  await hotline.eventually('select from legs where leg_sid = $1', ({ length }) => length === 1, [second.callSid])
  return { hotline, first, second, warga }
}

export async function isServed(t: Test, hotline: Hotline, warga: TestPhone, room: TestPhone): Promise<void> {
  await warga.says('Rumah saya terbakar')
  await room.hears(/terbakar/)
  await hotline.eventually<{ state: string }>('select state from emergencies', ([one]) => one?.state === 'acknowledged')
  await isOver(hotline, warga)
  t.match(await hotline.rows('select rung from rung_attempts order by place limit 1'), [{ rung: 'PSC 119' }])
  t.equal((await hotline.rows('select from legs where met_at is not null')).length, 1, 'one leg was joined')
}
