import { callList, callView } from '../console/call-view.ts'
import { readableEvents } from '../console/event-view.ts'
import { ticketRows } from '../console/ticket-view.ts'
import { written } from '../tickets/code.ts'
import { findTicket } from '../tickets/service.ts'
import { atTheTerminal, type Desk } from './house.ts'
import { eventLine, moment, table } from './print.ts'

/** The last calls, newest first: when, who (masked), where it ended, which lane, which ticket. */
export async function printCalls({ database, sealer, words, print, zone }: Desk, limit: number): Promise<boolean> {
  const { calls } = await callList(database, { filter: {}, before: null, limit }, atTheTerminal, sealer)
  if (calls.length === 0) {
    print(words.say('noCalls'))
    return true
  }
  const heads = (['time', 'caller', 'ended', 'lane', 'ticket', 'callSid'] as const).map(words.column)
  const rows = calls.map((call) => [
    moment(call.arrivedAt, zone),
    call.caller ?? words.say('withheld'),
    call.endedAt === null ? words.say('live', { node: call.node ?? '' }).trimEnd() : (call.node ?? '-'),
    call.lane ?? '-',
    call.ticketCode ?? '-',
    call.callSid,
  ])
  print(table(heads, rows))
  return true
}

/** One call: its record, then everything that happened, in order and in plain words. */
export async function printCall(
  { database, sealer, words, print, zone, now }: Desk,
  callSid: string,
): Promise<boolean> {
  const call = await callView(database, callSid, atTheTerminal, sealer, now())
  if (call === null) {
    print(words.say('unknownCall', { callSid }))
    return false
  }
  const { arrivedAt, endedAt, durationSeconds, status, line, node, lane, operator, ticketCode } = call
  print(words.say('callHead', { callSid, caller: call.caller ?? words.say('withheld'), line }))
  const times = { arrived: moment(arrivedAt, zone), status, seconds: String(durationSeconds ?? '-') }
  print(
    endedAt === null
      ? words.say('callLive', times)
      : words.say('callTimes', { ...times, ended: moment(endedAt, zone) }),
  )
  print(
    words.say(endedAt === null ? 'callAt' : 'callWhere', {
      node: node ?? '-',
      lane: lane ?? '-',
      operator: operator ?? '-',
      ticket: ticketCode ?? '-',
    }),
  )
  for (const event of call.events) print(eventLine(event, zone, words))
  return true
}

/** One ticket with its way so far. */
export async function printTicket({ database, sealer, words, print, zone, now }: Desk, code: string): Promise<boolean> {
  const ticket = await findTicket(database, code)
  const [row] = ticket === null ? [] : await ticketRows(database, [ticket], atTheTerminal, sealer, now())
  if (ticket === null || row === undefined) {
    print(words.say('unknownTicket', { code }))
    return false
  }
  print(words.say('ticketHead', { code: written(ticket.code), kind: ticket.kind, stage: words.stage(ticket.stage) }))
  print(
    words.say(row.isOverdue ? 'ticketOverdue' : 'ticketOwner', {
      agency: row.agency,
      due: moment(row.answerDueAt, zone),
    }),
  )
  for (const event of await readableEvents(database, ticket.events)) print(eventLine(event, zone, words))
  return true
}
