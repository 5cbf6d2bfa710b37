/** Thousands of callers who have really called: each has come in, and pressed what comes before the turn under measure. */

import pLimit from 'p-limit'
import { send } from './load.ts'
import { callSidOf, keyTurn, type Webhook, webhook } from './webhooks.ts'

/** As many at once as make the server busy without making it late. */
const atOnce = 32

/** Lets `count` calls come in; `hasChosen`: each has pressed the first key as well, which opened its ticket. Gives their CallSids. */
export async function manyCallers(
  port: number,
  publicUrl: string,
  run: string,
  count: number,
  hasChosen: boolean,
): Promise<readonly string[]> {
  const limit = pLimit(atOnce)
  const ask = async (asked: Webhook) => {
    const { status } = await send(port, asked)
    if (status !== 200) throw new Error(`A caller before the measure was answered with ${status}`)
  }
  const calls = Array.from({ length: count }, (_, index) =>
    limit(async () => {
      const callSid = callSidOf(`${run} ${index}`)
      const From = `+62812${String(index).padStart(8, '0')}`
      await ask(webhook(publicUrl, '/twilio/voice', callSid, { From, Caller: From }))
      if (hasChosen) await ask(keyTurn(publicUrl, callSid, 1))
      return callSid
    }),
  )
  return Promise.all(calls)
}
