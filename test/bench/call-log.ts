/** `npm run bench calls`: how fast people find calls among a million, over HTTP, one person at a time. */

import { keepCallLog } from '../../src/console/call-log-service.ts'
import { seedCalls } from './call-log-seed.ts'
import { secretKey, spread, startConsole } from './console-server.ts'

const calls = Number(process.env.BENCH_CALLS ?? 1_000_000)
const rounds = Number(process.env.BENCH_ROUNDS ?? 30)
/** What issue and people expect: a first page and any filter, in milliseconds. */
const limitMilliseconds = 150

const server = await startConsole()
const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(Math.random() * list.length)] as Value

type Ask = () => Readonly<Record<string, string>>

async function values() {
  const column = async (text: string) => (await server.pool.query<{ v: string }>(text)).rows.map(({ v }) => v)
  const words = (from: number, to: number) =>
    column(
      `select word as v from ts_stat('select words from call_log where random() < 0.05') where ndoc between ${from} and ${to} limit 200`,
    )
  return {
    citizens: await column(
      'select citizen_id as v from call_log tablesample system (0.2) where citizen_id is not null limit 200',
    ),
    operators: await column('select id as v from seed_people'),
    rareWords: await words(2, 5),
    someWords: await words(50, 400),
    usualWords: await words(1500, 1_000_000),
    long: await column('select call_sid as v from seed where n <= 100'),
    usual: await column('select call_sid as v from seed where n between 1000 and 2000'),
  }
}

const topics = ['jalan', 'drainase', 'lampu', 'sampah', 'air', 'listrik', 'ktp', 'bansos', 'banjir', 'pasar', 'lainnya']
const outcomes = [
  'operator',
  'partner',
  'emergency_lost',
  'callback',
  'voicemail',
  'abandoned',
  'reported',
  'information',
  'menu',
  'unheard',
]
const day = 86_400_000
const since = (days: number) => ({ from: new Date(Date.now() - days * day).toISOString() })
const aWeek = () => {
  const from = Date.now() - Math.random() * 1000 * day
  return { from: new Date(from).toISOString(), until: new Date(from + 7 * day).toISOString() }
}
const district = () => `kecamatan_${Math.floor(Math.random() * 17)}`

async function measure(ask: () => string, headers: Record<string, string>) {
  const taken: number[] = []
  let found = 0
  for (let round = 0; round < rounds + 3; round += 1) {
    const path = ask()
    const began = performance.now()
    const reply = await fetch(server.url + path, { headers })
    const body = (await reply.json()) as { calls?: unknown[]; events?: unknown[] }
    if (round >= 3) taken.push(performance.now() - began)
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}`)
    found += (body.calls ?? body.events ?? []).length
  }
  return { ...spread(taken), found: found / (rounds + 3) }
}

try {
  console.log(`${calls} calls`)
  const { rows: there } = await server.pool.query(`select from pg_tables where tablename = 'seed'`)
  if (there.length === 0) await seedCalls(server.pool, { calls, secretKey }, (what) => console.log(`  ${what}`))
  const rows = async () =>
    (
      await server.pool.query<{ sum: string }>(
        `select md5(string_agg(l::text, '' order by l.call_sid)) as sum from call_log l join seed using (call_sid) where seed.n between 101 and 5100`,
      )
    ).rows[0]?.sum
  const seeded = await rows()
  await server.pool.query('insert into call_log_due (call_sid) select call_sid from seed where n between 101 and 5100')
  const began = performance.now()
  await keepCallLog(server.database)
  const took = ((performance.now() - began) / 1000).toFixed(1)
  console.log(
    `  5000 rows made anew by the sweep: ${took} s, ${(await rows()) === seeded ? 'the same' : 'OTHERS THAN SEEDED'}\n`,
  )
  await server.open()
  const { headers } = await server.person('supervisor')
  const v = await values()
  const filters: Readonly<Record<string, Ask>> = {
    'first page': () => ({}),
    'a week': aWeek,
    lane: () => ({ lane: pick(['umum', 'darurat']) }),
    outcome: () => ({ outcome: pick(outcomes) }),
    operator: () => ({ operator: pick(v.operators) }),
    number: () => ({ caller: pick(v.citizens) }),
    topic: () => ({ topic: pick(topics) }),
    place: () => ({ district: district() }),
    'ended where': () => ({ node: pick(['sapa', 'menu_utama', 'selesai', 'pesan', 'antre_umum']) }),
    'emergencies only': () => ({ emergency: 'true' }),
    'no emergencies': () => ({ emergency: 'false' }),
    'going on': () => ({ live: 'true' }),
    'a rare word': () => ({ q: pick(v.rareWords) }),
    'a word': () => ({ q: pick(v.someWords) }),
    'a usual word': () => ({ q: pick(v.usualWords) }),
    'two usual words': () => ({ q: `${pick(v.usualWords)} ${pick(v.usualWords)}` }),
    'a phrase': () => ({ q: `"${pick(v.usualWords)} ${pick(v.someWords)}"` }),
    'a word that is not there': () => ({ q: 'zzyzx' }),
    'topic, place': () => ({ topic: pick(topics), district: district() }),
    'topic, place, outcome': () => ({ topic: pick(topics), district: district(), outcome: pick(outcomes) }),
    'operator, outcome that never meets one': () => ({ operator: pick(v.operators), outcome: 'menu' }),
    'lane, outcome that never meets it': () => ({ lane: 'umum', outcome: 'menu' }),
    'emergency, topic': () => ({ emergency: 'true', topic: pick(topics) }),
    'a week, a word': () => ({ ...aWeek(), q: pick(v.someWords) }),
    'a year, topic, a usual word': () => ({ ...since(365), topic: pick(topics), q: pick(v.usualWords) }),
    'operator, a usual word': () => ({ operator: pick(v.operators), q: pick(v.usualWords) }),
    'a word, outcome that has no words': () => ({ q: pick(v.usualWords), outcome: 'menu' }),
    'number, a word': () => ({ caller: pick(v.citizens), q: pick(v.someWords) }),
  }
  console.log(`${''.padEnd(42)} ${'p50 ms'.padStart(8)} ${'p95 ms'.padStart(8)} ${'found'.padStart(7)}`)
  const row = (name: string, { p50, p95, found }: { p50: number; p95: number; found: number }) =>
    console.log(
      `${name.padEnd(42)} ${p50.toFixed(1).padStart(8)} ${p95.toFixed(1).padStart(8)} ${found.toFixed(0).padStart(7)}${p95 > limitMilliseconds ? '   TOO SLOW' : ''}`,
    )
  for (const [name, ask] of Object.entries(filters))
    row(name, await measure(() => `/api/calls?${new URLSearchParams(ask())}`, headers))
  row('one call', await measure(() => `/api/calls/${pick(v.usual)}`, headers))
  row('one call of 300 events', await measure(() => `/api/calls/${pick(v.long)}`, headers))
} finally {
  await server.stop()
}
