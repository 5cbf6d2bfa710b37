import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import { heartbeatFreshMilliseconds } from '../dispatch/wait.ts'
import { lateRecoveries } from '../emergency/recovery-list-service.ts'
import type { Reader } from '../platform/postgres.ts'
import { alarmsOf } from './alarm.ts'
import type { RoomRules } from './room-rules.ts'
import type { RoomNow } from './room-schema.ts'
import * as store from './room-store.ts'
import { iso, isoOrNull } from './shapes.ts'

const hour = 3_600_000

type Read = Awaited<ReturnType<typeof readRoom>>

async function readRoom(reader: Reader, rules: RoomRules, now: number) {
  const span = { hourAgo: now - hour, now, dayBegan: rules.dayBegan }
  const [operators, waiting, lanes, emergencies, callbacks, late, written] = await Promise.all([
    store.selectOperators(reader),
    store.selectWaiting(reader, now - heartbeatFreshMilliseconds, now),
    store.selectLanes(reader, rules.lanes, span),
    store.selectEmergencies(reader),
    store.selectCallbacks(reader),
    lateRecoveries(reader, now),
    store.selectWritten(reader),
  ])
  return { operators, waiting, lanes, emergencies, callbacks, late, written }
}

/** As alarms see it. */
const alarming = ({ operators, waiting, emergencies, late, written }: Read, rules: RoomRules, now: number) =>
  alarmsOf(
    {
      operators: operators.map(({ state, then_state, since }) => ({
        state,
        thenState: then_state,
        since: since.getTime(),
      })),
      waiting: waiting.map(({ lane, arrived_at, is_callback }) => ({
        lane,
        since: arrived_at.getTime(),
        isCallback: is_callback,
      })),
      emergencies: emergencies.map(({ id, state, raised_at, settled_at, exhausted_at, is_known }) => ({
        id,
        state,
        since: (state === 'dropped' ? (settled_at ?? raised_at) : raised_at).getTime(),
        exhaustedAt: exhausted_at?.getTime() ?? null,
        isKnown: is_known,
      })),
      written: written.map(({ code, raised_at }) => ({ code, since: raised_at.getTime() })),
      lateRecoveries: late,
    },
    rules,
    now,
  )

function lanesOf({ lanes, waiting }: Read, rules: RoomRules): RoomNow['lanes'] {
  const counted = new Map(lanes.map((row) => [row.lane, row]))
  return rules.lanes.map(({ id, answerSeconds, limitSeconds }) => {
    const there = waiting.filter(({ lane, is_callback }) => lane === id && !is_callback)
    const { entered = 0, within = 0, abandoned_today: abandonedToday = 0 } = counted.get(id) ?? {}
    const longest = there.length === 0 ? null : Math.min(...there.map(({ arrived_at }) => arrived_at.getTime()))
    return {
      id,
      waiting: there.length,
      longestSince: isoOrNull(longest),
      answerSeconds,
      limitSeconds,
      entered,
      within,
      abandonedToday,
    }
  })
}

function callbacksOf({ callbacks }: Read): RoomNow['callbacks'] {
  const count = (...states: readonly string[]) =>
    callbacks.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + row.count, 0)
  const oldest = callbacks.map((row) => row.oldest.getTime())
  return {
    waiting: count('waiting'),
    calling: count('calling', 'talking'),
    resting: count('resting'),
    oldest: oldest.length === 0 ? null : iso(Math.min(...oldest)),
  }
}

/** The room as everybody who may see it sees it: who does what with whom, who waits, and what is wrong. Callers are masked. */
export async function roomNow(reader: Reader, rules: RoomRules, sealer: Sealer, now: number): Promise<RoomNow> {
  const read = await readRoom(reader, rules, now)
  const { operators, waiting, emergencies } = read
  const citizens = [...operators, ...waiting, ...emergencies].flatMap(({ citizen_id }) => citizen_id ?? [])
  const callers = await maskedAddresses(reader, citizens, sealer)
  const callerOf = ({ citizen_id }: { readonly citizen_id: string | null }) => callers.get(citizen_id ?? '') ?? null
  return {
    isOpen: rules.isOpen,
    operators: operators.map((row) => ({
      staffId: row.staff_id,
      name: row.name,
      state: row.state,
      since: iso(row.since.getTime()),
      until: isoOrNull(row.until?.getTime() ?? null),
      thenState: row.then_state as RoomNow['operators'][number]['thenState'],
      device: row.device as RoomNow['operators'][number]['device'],
      missed: row.missed,
      with:
        row.call_sid === null || row.lane === null
          ? null
          : {
              callSid: row.call_sid,
              caller: callerOf(row),
              lane: row.lane,
              emergency: row.emergency,
              isCallback: row.is_callback === true,
            },
    })),
    lanes: lanesOf(read, rules),
    waiting: waiting.map((row, index) => ({
      callSid: row.call_sid,
      caller: callerOf(row),
      lane: row.lane,
      emergency: row.emergency,
      isCallback: row.is_callback,
      position: index + 1,
      since: iso(row.arrived_at.getTime()),
      returns: row.returns,
      ringing: row.ringing,
    })),
    emergencies: emergencies.map((row) => ({
      id: row.id,
      callSid: row.call_sid,
      kind: row.kind,
      class: row.class,
      silent: row.silent,
      state: row.state,
      caller: callerOf(row),
      since: iso(row.raised_at.getTime()),
    })),
    callbacks: callbacksOf(read),
    alarms: alarming(read, rules, now).map(({ since, ...alarm }) => ({ ...alarm, since: isoOrNull(since) })),
  }
}

/** How many alarms of each kind there are: for Prometheus. */
export async function alarmCounts(
  reader: Reader,
  rules: RoomRules,
  now: number,
): Promise<Readonly<Record<string, number>>> {
  const alarms = alarming(await readRoom(reader, rules, now), rules, now)
  const counts = Map.groupBy(alarms, ({ kind }) => kind)
  return Object.fromEntries([...counts].map(([kind, of]) => [kind, of.length]))
}
