/** The probe's timer: one call of ours through the whole line, as often as the site says. */

import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/log.ts'
import type { Database } from '../platform/postgres.ts'
import type { OwnLine } from '../telephony/own-line.ts'
import type { WebhookUrls } from '../telephony/urls.ts'
import {
  type Expected,
  failuresBeforeAlarm,
  failuresInRow,
  judgeKey,
  judgeMenu,
  type Probe,
  type ProbeProblem,
  readDocument,
} from './probe.ts'
import { beginProbe, type Probed, recentProbes, settleProbe } from './probe-service.ts'

export type ProbeHouse = {
  readonly database: Database
  readonly line: OwnLine
  readonly urls: WebhookUrls
  readonly accountSid: string
  /** A number of ours, which calls, and one, which is called: E.164. */
  readonly callerId: string
  readonly dialled: () => string
  /** How often, by the site; null: never. */
  readonly everyMinutes: () => number | null
  readonly expected: () => Expected
  readonly clock: Clock
  readonly log: Logger
}

/** Makes a call when one is due. Gives what came of it; null when none was due. */
export async function probeLine(house: ProbeHouse): Promise<Probed | null> {
  const { database, clock } = house
  const context = () => ({ now: clock(), actor: 'system' })
  const everyMinutes = house.everyMinutes()
  if (everyMinutes === null) return null
  const callSid = await database.transact((tx) => beginProbe(tx, everyMinutes, context()))
  if (callSid === null) return null
  const probed = await goThrough(house, callSid)
  await database.transact(async (tx) => settleProbe(tx, callSid, probed, context()))
  tell(house.log, await recentProbes(database, failuresBeforeAlarm + 1))
  return probed
}

/** Once when it becomes an alarm, and once when all is well again. */
function tell(log: Logger, probes: readonly Probe[]): void {
  const [last] = probes
  const failures = failuresInRow(probes).length
  if (failures === failuresBeforeAlarm)
    log.error({ problem: last?.problem }, 'Calls of our own do not come through the line: callers may not either')
  if (failures === 0 && failuresInRow(probes.slice(1)).length >= failuresBeforeAlarm)
    log.info('Calls of our own come through the line again')
}

async function goThrough(house: ProbeHouse, callSid: string): Promise<Probed> {
  const { line, urls, accountSid, callerId } = house
  const call = { AccountSid: accountSid, CallSid: callSid, From: callerId, To: house.dialled(), Direction: 'inbound' }
  const expected = house.expected()
  const menu = await hear(line, urls.arrival, { ...call, CallStatus: 'ringing' })
  const heard = menu.problem === null ? readDocument(menu.body) : null
  const wrongMenu = menu.problem ?? judgeMenu(heard, expected, urls.base)
  const wrong = wrongMenu === null && heard !== null ? await presses(house, call, heard, expected) : null
  await line.ask(urls.status(), { ...call, CallStatus: 'completed', CallDuration: '1' })
  const problem = wrongMenu ?? wrong?.problem ?? null
  return { problem, menuMilliseconds: menu.milliseconds, keyMilliseconds: wrong?.milliseconds ?? null }
}

type Wrong = { readonly problem: ProbeProblem | null; readonly milliseconds: number | null }

async function presses(
  { line }: ProbeHouse,
  call: Readonly<Record<string, string>>,
  heard: NonNullable<ReturnType<typeof readDocument>>,
  { key }: Expected,
): Promise<Wrong> {
  if (key === null || heard.next === null) return { problem: null, milliseconds: null }
  const form = { ...call, CallStatus: 'in-progress', Digits: key }
  const { problem, body, milliseconds } = await hear(line, heard.next.url, form)
  return { problem: problem ?? judgeKey(readDocument(body), heard), milliseconds }
}

type Answered = Wrong & { readonly body: string }

async function hear(line: OwnLine, url: string, form: Readonly<Record<string, string>>): Promise<Answered> {
  const answer = await line.ask(url, form)
  if (answer.outcome !== 'answered') return { problem: answer.outcome, body: '', milliseconds: null }
  const { status, body, milliseconds } = answer
  return { problem: status === 200 ? null : status === 403 ? 'refused' : 'failed', body, milliseconds }
}
