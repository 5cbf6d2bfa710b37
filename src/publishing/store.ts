import type { Flow } from '../flow/flow.ts'
import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Bundle } from '../site/bundle.ts'
import type { FolderState, Publication, PublicationKind } from './publication.ts'

type Row = {
  number: number
  content: string
  kind: PublicationKind
  note: string
  published_by: string
  published_at: Date
  effective_at: Date
  returns_to: number | null
  withdrawn_at: Date | null
}
type FolderRow = {
  place: string
  content: string
  state: FolderState['state']
  problems: readonly string[]
  since: Date
}

const columns = `number, content, kind, note, published_by, published_at, effective_at, returns_to, withdrawn_at`

export const statements = {
  // One after the other: what is newest, and what was never published before, is decided with nobody in between.
  lock: statement('publishing.lock', 'select pg_advisory_xact_lock(5341074)'),
  inForce: statement<Row>(
    'publishing.in_force',
    `select ${columns} from publications where withdrawn_at is null and effective_at <= $1
     order by effective_at desc, number desc limit 1`,
  ),
  list: statement<Row>(
    'publishing.list',
    `select ${columns} from publications where number < $1 order by number desc limit $2`,
  ),
  find: statement<Row>('publishing.find', `select ${columns} from publications where number = $1`),
  ofContent: statement<{ number: number }>(
    'publishing.of_content',
    'select number from publications where content = $1 order by number limit 1',
  ),
  // Clocks of two machines may differ: what is published at once is never before what is in force already.
  add: statement<Row>(
    'publishing.add',
    `insert into publications (content, kind, note, published_by, published_at, effective_at, returns_to)
     values ($1, $2, $3, $4, $5, case when $6::timestamptz > $5 then $6 else greatest($6, (
       select max(effective_at) from publications where withdrawn_at is null and (kind <> 'schedule' or effective_at <= $5)))
     end, $7)
     returning ${columns}`,
  ),
  withdraw: statement<Row>(
    'publishing.withdraw',
    `update publications set withdrawn_at = $2, withdrawn_by = $3
     where number = $1 and withdrawn_at is null and effective_at > $2 returning ${columns}`,
  ),
  keepContent: statement(
    'publishing.keep_content',
    'insert into site_contents (content, bundle, first_seen_at) values ($1, $2, $3) on conflict (content) do nothing',
  ),
  content: statement<{ bundle: Bundle }>('publishing.content', 'select bundle from site_contents where content = $1'),
  keepRevision: statement(
    'publishing.keep_revision',
    `insert into flow_revisions (revision, flow_id, document, first_seen_at) values ($1, $2, $3, $4)
     on conflict (revision) do nothing`,
  ),
  reportFolder: statement(
    'publishing.report_folder',
    `insert into watched_folders (place, content, state, problems, since, seen_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (place) do update set content = excluded.content, state = excluded.state, problems = excluded.problems,
       since = excluded.since, seen_at = excluded.seen_at`,
  ),
  folders: statement<FolderRow>(
    'publishing.folders',
    'select place, content, state, problems, since from watched_folders where seen_at > $1 order by since desc',
  ),
  forgetFolders: statement('publishing.forget_folders', 'delete from watched_folders where seen_at < $1'),
}

const toPublication = (row: Row): Publication => ({
  number: row.number,
  content: row.content,
  kind: row.kind,
  note: row.note,
  by: row.published_by,
  publishedAt: row.published_at.getTime(),
  effectiveAt: row.effective_at.getTime(),
  returnsTo: row.returns_to,
  withdrawnAt: row.withdrawn_at?.getTime() ?? null,
})

const first = (rows: readonly Row[]): Publication | null => (rows[0] === undefined ? null : toPublication(rows[0]))

export const lock = async (tx: Tx): Promise<void> => void (await tx.run(statements.lock, []))

export const inForce = async (reader: Reader, now: number): Promise<Publication | null> =>
  first(await reader.run(statements.inForce, [new Date(now)]))

export const list = async (reader: Reader, below: number, limit: number): Promise<readonly Publication[]> =>
  (await reader.run(statements.list, [below, limit])).map(toPublication)

export const find = async (reader: Reader, number: number): Promise<Publication | null> =>
  first(await reader.run(statements.find, [number]))

export const wasPublished = async (reader: Reader, content: string): Promise<boolean> =>
  (await reader.run(statements.ofContent, [content])).length > 0

export type NewPublication = Omit<Publication, 'number' | 'withdrawnAt'>

export async function add(tx: Tx, publication: NewPublication): Promise<Publication> {
  const { content, kind, note, by, publishedAt, effectiveAt, returnsTo } = publication
  const values = [content, kind, note, by, new Date(publishedAt), new Date(effectiveAt), returnsTo]
  const added = first(await tx.run(statements.add, values))
  if (added === null) throw new Error('A publication was not stored')
  return added
}

export const withdraw = async (tx: Tx, number: number, by: string, now: number): Promise<Publication | null> =>
  first(await tx.run(statements.withdraw, [number, new Date(now), by]))

export function keepContent(tx: Tx, content: string, bundle: Bundle, now: number): void {
  tx.post(statements.keepContent, [content, JSON.stringify(bundle), new Date(now)])
}

export const bundleOf = async (reader: Reader, content: string): Promise<Bundle | null> =>
  (await reader.run(statements.content, [content]))[0]?.bundle ?? null

export function keepRevision(tx: Tx, flow: Flow, now: number): void {
  tx.post(statements.keepRevision, [flow.revision, flow.id, JSON.stringify(flow), new Date(now)])
}

export function reportFolder(tx: Tx, folder: FolderState, now: number): void {
  const { place, content, state, problems, since } = folder
  tx.post(statements.reportFolder, [place, content, state, JSON.stringify(problems), new Date(since), new Date(now)])
}

export const folders = async (reader: Reader, since: number): Promise<readonly FolderState[]> =>
  (await reader.run(statements.folders, [new Date(since)])).map((row) => ({ ...row, since: row.since.getTime() }))

export function forgetFolders(tx: Tx, before: number): void {
  tx.post(statements.forgetFolders, [new Date(before)])
}
