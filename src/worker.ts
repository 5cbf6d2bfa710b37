/** The worker role: the queues' processors, and the sweeps that replace them when the queue is down. */

import { carrierJobs } from './conversations/jobs.ts'
import { sweepCallbacks } from './dispatch/callback-jobs.ts'
import { expireOffers, runMatch, sweepDispatch } from './dispatch/jobs.ts'
import { runClimb, sweepEmergencies } from './emergency/jobs.ts'
import { carrierAccount, citizenAt, ladderOf, mayDial, mayText, smsHouse } from './house.ts'
import { sweepIdentity } from './identity/service.ts'
import { type Janitor, startJanitor } from './platform/janitor.ts'
import { pruneFacts, relayFacts } from './platform/outbox.ts'
import type { Queues } from './platform/queue.ts'
import { type Rooms, systemContext } from './rooms.ts'
import { living } from './site/now.ts'
import { textJobs } from './sms/jobs.ts'
import { textFacts } from './sms/service.ts'
import { openCarrier } from './telephony/client.ts'
import { reclaimTickets } from './tickets/service.ts'

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
  const facts = textFacts(living(site, (present) => smsHouse(present, sealer)))
  const ladders = (kind: string) => ladderOf(site.current(), kind)
  const onNewRound = (emergencyId: string) =>
    log.error({ emergencyId }, 'A ladder was climbed without an answer and starts again')
  const relay = () => relayFacts(database, facts, { now: clock(), log })

  queues.work('carrier', commands.execute, { concurrency: 20 })
  queues.work('match', () => runMatch(database, dispatch, now()), { concurrency: 1 })
  queues.work('callbacks', async () => void (await sweepCallbacks(database, rooms.callbacks, now())), {
    concurrency: 1,
  })
  queues.work('offer', () => expireOffers(database, now()), { concurrency: 1 })
  queues.work('climb', async (id) => void (await runClimb(database, ladders, id, now())), { concurrency: 5 })
  queues.work('outbox', async () => void (await relay()), { concurrency: 2 })
  queues.work('texts', texts.execute, { concurrency: 5 })

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
        run: () => sweepEmergencies(database, ladders, now(), onNewRound),
      },
      { name: 'outbox', everyMilliseconds: second, run: relay },
      { name: 'texts', everyMilliseconds: 2 * second, run: texts.sweep },
      { name: 'silent calls', everyMilliseconds: 10 * second, run: commands.janitor },
      { name: 'owners', everyMilliseconds: 60 * second, run: inTransaction((tx) => reclaimTickets(tx, now())) },
      {
        name: 'staff sessions',
        everyMilliseconds: 600 * second,
        run: inTransaction(async (tx) => sweepIdentity(tx, now())),
      },
      { name: 'old facts', everyMilliseconds: 600 * second, run: () => pruneFacts(database, clock()) },
    ],
  })
}
