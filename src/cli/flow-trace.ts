/** `call <CallSid> --as-case`: a real call as an example call of its flow. */

import { callView } from '../console/call-view.ts'
import { playCase } from '../flow/cases.ts'
import { flowForLine } from '../site.ts'
import { caseOfTrace, caseText } from './flow-case.ts'
import { siteAt } from './flow-site.ts'
import { atTheTerminal, type Desk } from './house.ts'

/** False when there is no such call or the folder is broken. What no longer holds in today's flow is said on the error output. */
export async function printCase(
  { database, sealer, words, print, now }: Desk,
  callSid: string,
  folder: string,
): Promise<boolean> {
  const call = await callView(database, callSid, atTheTerminal, sealer, now())
  if (call === null) {
    print(words.say('unknownCall', { callSid }))
    return false
  }
  const site = await siteAt(folder)
  if (site === null) return false
  const flow = flowForLine(site, call.line)
  const script = caseOfTrace(flow, callSid, call.events)
  print(caseText(script))
  for (const { step, message } of playCase(flow, script, Object.keys(site.open(0))).failures) {
    console.error(`in today's flow: step ${step}: ${message}`)
  }
  return true
}
