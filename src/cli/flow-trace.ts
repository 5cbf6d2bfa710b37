/** `call <CallSid> --as-case`: a real call as an example call of its flow. */

import { findCall, timeline } from '../conversations/service.ts'
import { playCase } from '../flow/cases.ts'
import { problemIn } from '../flow/rules/told.ts'
import { flowForLine } from '../site.ts'
import { caseOfTrace, caseText } from './flow-case.ts'
import { siteAt } from './flow-site.ts'
import type { Desk } from './house.ts'

/** False when there is no such call or the folder is broken. What no longer holds in today's flow is said on the error output. */
export async function printCase({ database, words, print }: Desk, callSid: string, folder: string): Promise<boolean> {
  const call = await findCall(database, callSid)
  if (call === null) {
    print(words.say('unknownCall', { callSid }))
    return false
  }
  const site = await siteAt(folder)
  if (site === null) return false
  const flow = flowForLine(site, call.line)
  const now = call.arrivedAt
  const known = { now, open: site.open(now), withheld: call.callerKind === 'withheld' }
  const script = caseOfTrace(flow, callSid, await timeline(database, callSid), known)
  print(caseText(script))
  for (const { said } of playCase(flow, script, Object.keys(known.open)).failures) {
    console.error(problemIn(words.language, { file: `${flow.id}.yaml`, line: 1, path: 'cases', ...said }))
  }
  return true
}
