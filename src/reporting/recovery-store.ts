import { type Reader, statement } from '../platform/postgres.ts'

type MeasureRow = {
  readonly dropped: number
  readonly unfinished: number
  readonly reached: number
  readonly called_again: number
  readonly texted: number
  readonly unreachable: number
  readonly unattended: number
  readonly undecided: number
  readonly closed: number
  readonly first_try_p50: number | null
  readonly first_try_p90: number | null
}

const counted = (outcome: string) => `(count(*) filter (where outcome = '${outcome}'))::int as ${outcome}`

export const statements = {
  measure: statement<MeasureRow>(
    'reporting.recoveries',
    `select count(*)::int as dropped, (count(*) filter (where state <> 'closed'))::int as unfinished,
       ${['reached', 'called_again', 'texted', 'unreachable', 'unattended', 'undecided', 'closed'].map(counted).join(', ')},
       percentile_cont(0.5) within group (order by extract(epoch from first_try_at - dropped_at))::float8 as first_try_p50,
       percentile_cont(0.9) within group (order by extract(epoch from first_try_at - dropped_at))::float8 as first_try_p90
     from recoveries where dropped_at >= $1 and dropped_at < $2`,
  ),
}

export async function selectMeasure(reader: Reader, { from, until }: { from: number; until: number }) {
  const [row] = await reader.run(statements.measure, [new Date(from), new Date(until)])
  if (row === undefined) throw new Error('A count gave no row')
  return row
}
