import t from 'tap'
import type { Watched } from '../../src/console/alarm.ts'
import { openWatchman } from '../../src/watchman.ts'
import { readableLog } from '../support/log.ts'

function watching() {
  const { log, lines } = readableLog('info')
  const waited: Record<string, number> = { commands: 0, jobs: 0, callers: 0 }
  let others: readonly Watched[] = []
  let now = 1_000_000
  const lags = Object.keys(waited).map((name) => ({
    ...{ name, limitSeconds: 15, advice: '' },
    read: async () => {
      const seconds = waited[name] ?? 0
      if (Number.isNaN(seconds)) throw new Error('the database is away')
      return seconds
    },
  }))
  const watchman = openWatchman({ lags, others: async () => others, clock: () => now, log })
  return {
    look: async () => {
      await watchman.look()
      now += 10_000
      return watchman.watched()
    },
    waits: (name: string, seconds: number) => {
      waited[name] = seconds
    },
    finds: (found: readonly Watched[]) => {
      others = found
    },
    told: () => lines.map(({ level, alarm }) => `${level} ${alarm}`),
  }
}

t.test('work that is old at two looks is an alarm since the first, told once, and its end is told too', async (t) => {
  const { look, waits, told } = watching()
  t.same(await look(), [])
  waits('commands', 16)
  t.same(await look(), [], 'once is a moment')
  waits('commands', 26)
  t.same(await look(), [{ kind: 'commands_late', about: null, since: 1_010_000 }])
  t.equal((await look()).length, 1)
  t.same(told(), ['error commands_late'])
  waits('commands', 0)
  t.same(await look(), [])
  t.same(told(), ['error commands_late', 'info commands_late'])
})

t.test('late for a moment, twice, is no alarm', async (t) => {
  const { look, waits, told } = watching()
  for (const seconds of [20, 0, 20, 0]) {
    waits('jobs', seconds)
    t.same(await look(), [])
  }
  t.same(told(), [])
})

t.test('callers who wait have an alarm of their own', async (t) => {
  const { look, waits } = watching()
  waits('callers', 900)
  await look()
  t.same(await look(), [])
})

t.test('what cannot be read stays as it was, and other alarms pass through', async (t) => {
  const { look, waits, finds, told } = watching()
  const failing: Watched = { kind: 'line_failing', about: null, since: 5 }
  finds([failing, { kind: 'drill_overdue', about: 'medis', since: null }])
  t.equal((await look()).length, 2)
  finds([])
  waits('commands', Number.NaN)
  t.equal((await look()).length, 2)
  waits('commands', 0)
  t.same(await look(), [])
  t.same(told(), ['error line_failing', 'error drill_overdue', 'info line_failing', 'info drill_overdue'])
})
