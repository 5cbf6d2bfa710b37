import type { Carrier } from '../../../src/telephony/carrier.ts'
import type { Agenda } from './agenda.ts'
import type { Chance } from './chance.ts'
import type { Courier } from './courier.ts'

/** Texts at the model's carrier: each is told of step by step, and some are never delivered. */
export function texting(clock: () => number, courier: Courier, agenda: Agenda, chance: Chance): Carrier['sendText'] {
  let sent = 0
  return async ({ statusCallback }) => {
    sent += 1
    const sid = `SM${chance.hex(`text ${sent}`)}`
    const end = chance.of(`text ${sent} ends`, [
      [4, 'delivered'],
      [1, 'undelivered'],
      [1, 'failed'],
    ] as const)
    agenda.plan(clock() + 700, async () => {
      for (const status of ['queued', 'sending', 'sent', end]) {
        const error = status === 'failed' || status === 'undelivered' ? { ErrorCode: '30005' } : {}
        const form = { MessageSid: sid, MessageStatus: status, ...error }
        await courier.tell({ name: `${sid} is ${status}`, url: statusCallback, form }, false)
      }
    })
    return { outcome: 'done', messageSid: sid }
  }
}
