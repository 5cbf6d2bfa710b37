import t from 'tap'
import {
  backupPart,
  carrierPart,
  diskPart,
  drillParts,
  engineParts,
  lagParts,
  linePart,
  type Vitals,
  whole,
} from '../../src/console/health.ts'

const hour = 3_600_000
const gigabyte = 1024 ** 3
const well: Vitals = {
  engines: [{ name: 'database', ok: true, isEssential: true }],
  lags: [{ name: 'jobs', ok: true, seconds: 0 }],
  disk: { bytesFree: 50 * gigabyte, bytes: 100 * gigabyte },
  backup: { isConfigured: true, at: 0 },
}

t.test('a backup each night is good, a missed one is seen the next morning, and three are bad', async (t) => {
  const after = (hours: number) => backupPart(well, hours * hour).condition
  t.same([20, 25, 27, 71, 73].map(after), ['good', 'good', 'watch', 'watch', 'bad'])
  t.match(backupPart({ ...well, backup: { isConfigured: true, at: null } }, 0), {
    condition: 'bad',
    problem: 'none_known',
  })
  t.match(backupPart({ ...well, backup: { isConfigured: false, at: null } }, 0), {
    condition: 'unknown',
    problem: 'not_configured',
  })
})

t.test('a disk is told before it is full', async (t) => {
  const left = (bytesFree: number, bytes = 100 * gigabyte) =>
    diskPart({ ...well, disk: { bytesFree, bytes } }).condition
  t.equal(left(20 * gigabyte), 'good')
  t.equal(left(8 * gigabyte), 'watch')
  t.equal(left(0.5 * gigabyte), 'bad')
  t.equal(left(4 * gigabyte, 10 * gigabyte), 'watch', 'little is little, whatever the share')
  t.equal(diskPart({ ...well, disk: null }).condition, 'unknown')
})

t.test('a carrier is judged by its answers, and silence is none', async (t) => {
  const answers = { last: { at: 0, done: true }, heardAt: null, done: 0, failed: 0 }
  t.equal(carrierPart(answers).condition, 'good', 'at night nothing is asked')
  t.equal(carrierPart({ ...answers, failed: 3, done: 40 }).condition, 'watch')
  t.equal(carrierPart({ ...answers, failed: 3 }).condition, 'bad')
  t.equal(carrierPart({ ...answers, last: null }).condition, 'unknown')
})

t.test('an engine without which calls must go elsewhere is bad, another is watched', async (t) => {
  const down = (isEssential: boolean) => engineParts({ ...well, engines: [{ name: 'x', ok: false, isEssential }] })[0]
  t.equal(down(true)?.condition, 'bad')
  t.equal(down(false)?.condition, 'watch')
  t.match(lagParts({ ...well, lags: [{ name: 'jobs', ok: false, seconds: 90 }] }), [{ condition: 'bad', seconds: 90 }])
})

t.test('the line is as its last calls of our own', async (t) => {
  const minute = 60_000
  const now = 1_000 * minute
  const watch = { everyMinutes: 5, drillDays: null, drilled: [] }
  const probe = (minutesAgo: number, problem: 'no_menu' | null) => {
    const startedAt = now - minutesAgo * minute
    const state = problem === null ? ('passed' as const) : ('failed' as const)
    return { callSid: 'CA', startedAt, state, settledAt: startedAt, problem, menuMilliseconds: 40, keyMilliseconds: 9 }
  }
  const line = (...probes: ReturnType<typeof probe>[]) => linePart({ ...well, watch }, probes, now)
  t.match(line(probe(1, null)), { condition: 'good', problem: null, milliseconds: 40, at: now - minute })
  t.match(line(probe(1, 'no_menu'), probe(6, null)), { condition: 'watch', problem: 'no_menu' })
  t.match(line(probe(1, 'no_menu'), probe(6, 'no_menu')), { condition: 'bad', problem: 'no_menu' })
  t.match(line(probe(15, null)), { condition: 'bad', problem: 'missing' })
  t.match(line(), { condition: 'unknown', problem: 'never_probed' })
  t.match(linePart(well, [], now), { condition: 'unknown', problem: 'not_configured' })
})

t.test('drills are looked at where the site says how often', async (t) => {
  const day = 86_400_000
  const parts = (drillDays: number | null, last: readonly (readonly [string, number])[]) =>
    drillParts({ ...well, watch: { everyMinutes: null, drillDays, drilled: ['umum'] } }, new Map(last), 40 * day)
  t.same(parts(null, []), [])
  t.match(parts(30, []), [{ name: 'drills', condition: 'watch', problem: 'overdue' }])
  t.match(parts(30, [['umum', 20 * day]]), [{ condition: 'good', problem: null, at: 20 * day }])
  t.match(parts(30, [['umum', 10 * day]]), [{ condition: 'watch', problem: 'overdue' }])
})

t.test('the whole is as its worst part', async (t) => {
  const parts = (...conditions: ('good' | 'watch' | 'bad' | 'unknown')[]) =>
    whole(conditions.map((condition) => ({ name: 'x', condition, problem: null })))
  t.equal(parts('good', 'good'), 'good')
  t.equal(parts('good', 'unknown'), 'watch')
  t.equal(parts('watch', 'bad', 'good'), 'bad')
})
