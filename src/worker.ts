/** The worker role: the queues' processors, and the sweeps that replace them when the queue is down. */

import { keepCallLog } from './console/call-log-service.ts'
import { carrierJobs } from './conversations/jobs.ts'
import { probeLine } from './conversations/probe-jobs.ts'
import { unreachedCalls } from './conversations/unreached-jobs.ts'
import { sweepCallbacks } from './dispatch/callback-jobs.ts'
import { expireOffers, runMatch, sweepDispatch } from './dispatch/jobs.ts'
import { pauseGonePages } from './dispatch/page-service.ts'
import { sweepDrills } from './emergency/drill-jobs.ts'
import { runClimb, sweepEmergencies } from './emergency/jobs.ts'
import { sweepRecoveries } from './emergency/recovery-jobs.ts'
import { writtenFacts } from './emergency/text-emergency-service.ts'
import { problemText } from './flow/flow.ts'
import { carrierAccount, citizenAt, dispatchHouse, ladderOf, mayDial, mayText, smsHouse } from './house.ts'
import { sweepIdentity } from './identity/service.ts'
import { probeHouse } from './line-probe.ts'
import { systemClock } from './platform/clock.ts'
import { type Janitor, startJanitor } from './platform/janitor.ts'
import { pruneFacts, relayFacts } from './platform/outbox.ts'
import type { Queues } from './platform/queue.ts'
import { type Rooms, systemContext } from './rooms.ts'
import { enterUnreached } from './sessions/unreached-service.ts'
import { adviceAt } from './site/advice.ts'
import { living } from './site/now.ts'
import { isLine } from './site.ts'
import { dutyTextFacts } from './sms/duty-service.ts'
import { textJobs } from './sms/jobs.ts'
import { textFacts } from './sms/service.ts'
import { callerOf } from './telephony/caller.ts'
import { callerAddress } from './telephony/caller-address.ts'
import { openCarrier } from './telephony/client.ts'
import { filePausedDrafts } from './tickets/draft-service.ts'
import { closeEndedIncidents } from './tickets/incident-service.ts'
import { reclaimTickets } from './tickets/service.ts'

/** Who keeps answers, lists and temporary changes hears of what is due so often. */
const upkeepHours = 12

/** What of the site somebody should see to soon, in the log: an answer that has ended is not said any more, and nobody notices. */
function tellUpkeep({ site, log, clock }: Rooms): void {
  for (const problem of adviceAt(site.current(), clock())) {
    log.warn({ file: problem.file, what: problemText(problem) }, 'Something of the site should be looked after')
  }
}

export function startWorker(rooms: Rooms, queues: Queues, onFailedSweep: (sweep: string) => void): Janitor {
  const { clock, config, database, dispatch, handlers, log, sealer, site, urls } = rooms
  const now = () => systemContext(rooms)
  const jitter = Math.random
  const carrier = openCarrier(carrierAccount(config.carrier))
  // Loading the carrier's package takes a third of a second, which the first emergency should not wait for.
  void carrier.warm()
  const callerId = config.carrier.callerId
  const commands = carrierJobs({
    database,
    carrier,
    urls,
    callerId,
    mayDial: (target) => mayDial(site.current())(target),
    citizenAt: citizenAt(database, sealer),
    handlers,
    clock,
    jitter,
    log,
  })
  const texts = textJobs({
    database,
    carrier,
    urls,
    sender: { from: callerId },
    sealer,
    mayText: (number) => mayText(site.current())(number),
    clock,
    jitter,
    log,
  })
  const written = living(site, (present) => ({
    ...rooms.alerts,
    ladderFor: (kind: string, at: number) => ladderOf(present, kind, at),
  }))
  const facts = {
    ...textFacts(living(site, (present) => smsHouse(present, sealer))),
    ...dutyTextFacts,
    ...writtenFacts(written),
  }
  const unreached = unreachedCalls({
    ...{ database, carrier, clock, log },
    isLine: (dialled) => isLine(site.current(), dialled),
    enter: (tx, { callSid, to, from, status, createdAt, startedAt, endedAt, durationSeconds }, context) => {
      const arrivedAt = startedAt ?? createdAt ?? context.now
      const caller = callerAddress(callerOf(from))
      const call = { callSid, line: to, caller, status, arrivedAt, endedAt: endedAt ?? arrivedAt, durationSeconds }
      return enterUnreached(tx, sealer, call, context)
    },
  })
  const ownerOf = (topic: string) => site.current().topics.find(({ id }) => id === topic)?.agency
  const climbing = living(site, (present) => ({
    ...dispatchHouse(present),
    ladderOf: (kind: string, at: number) => ladderOf(present, kind, at),
    alerts: rooms.alerts,
    onExhausted: (emergencyId: string) =>
      log.error({ emergencyId }, 'A ladder was climbed without an answer and starts again'),
  }))
  const relay = () => relayFacts(database, facts, { now: clock(), log })

  queues.work('carrier', commands.execute, { concurrency: 20 })
  queues.work('match', () => runMatch(database, dispatch, now()), { concurrency: 1 })
  queues.work('callbacks', async () => void (await sweepCallbacks(database, rooms.callbacks, now())), {
    concurrency: 1,
  })
  queues.work('offer', () => expireOffers(database, now()), { concurrency: 1 })
  queues.work('climb', async (id) => void (await runClimb(database, climbing, id, now())), { concurrency: 5 })
  queues.work('outbox', async () => void (await relay()), { concurrency: 2 })
  queues.work('texts', texts.execute, { concurrency: 5 })

  const probing = probeHouse(rooms)
  const inTransaction = (work: Parameters<typeof database.transact>[0]) => () => database.transact(work)
  const second = 1_000 * rooms.pace
  return startJanitor({
    database,
    log,
    onFailure: onFailedSweep,
    sweeps: [
      { name: 'commands', everyMilliseconds: second, run: commands.sweep },
      { name: 'callbacks', everyMilliseconds: second, run: () => sweepCallbacks(database, rooms.callbacks, now()) },
      { name: 'dispatch', everyMilliseconds: second, run: () => sweepDispatch(database, dispatch, now()) },
      {
        name: 'emergencies',
        everyMilliseconds: second,
        run: () => sweepEmergencies(database, climbing, now()),
      },
      { name: 'drills', everyMilliseconds: second, run: () => sweepDrills(database, now()) },
      { name: 'recoveries', everyMilliseconds: second, run: () => sweepRecoveries(database, rooms.callbacks, now()) },
      { name: 'outbox', everyMilliseconds: second, run: relay },
      { name: 'call log', everyMilliseconds: second, run: () => keepCallLog(database) },
      { name: 'texts', everyMilliseconds: 2 * second, run: texts.sweep },
      // What is measured are the machine's own seconds: in a rehearsed day there is nothing to measure.
      ...(clock === systemClock
        ? [{ name: 'line', everyMilliseconds: 10 * second, run: () => probeLine(probing) }]
        : []),
      { name: 'unreached calls', everyMilliseconds: 60 * second, run: unreached },
      { name: 'silent calls', everyMilliseconds: 10 * second, run: commands.janitor },
      {
        name: 'drafts',
        everyMilliseconds: 5 * second,
        run: inTransaction((tx) => filePausedDrafts(tx, ownerOf, now())),
      },
      { name: 'closed pages', everyMilliseconds: 5 * second, run: inTransaction((tx) => pauseGonePages(tx, now())) },
      { name: 'owners', everyMilliseconds: 60 * second, run: inTransaction((tx) => reclaimTickets(tx, now())) },
      {
        name: 'staff sessions',
        everyMilliseconds: 600 * second,
        run: inTransaction(async (tx) => sweepIdentity(tx, now())),
      },
      { name: 'incidents', everyMilliseconds: 60 * second, run: inTransaction((tx) => closeEndedIncidents(tx, now())) },
      { name: 'site upkeep', everyMilliseconds: upkeepHours * 3_600 * second, run: async () => tellUpkeep(rooms) },
      { name: 'old facts', everyMilliseconds: 600 * second, run: () => pruneFacts(database, clock()) },
    ],
  })
}
