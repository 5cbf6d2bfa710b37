/**
 * Databases that tests have done with, emptied for the next ones, whatever process they run in: copying the template takes longer than most tests.
 * Whatever a test changed beyond rows of its own (tables, triggers, what the template brought) makes it useless, and it is dropped.
 */
import pg from 'pg'

/** What nobody's rows change: the schema, and the rows that came with the template. */
const fingerprint = `
  create or replace function pg_temp.fingerprint(filled text[]) returns text language plpgsql as $$
  declare whole text; name text; rows text;
  begin
    select md5(string_agg(line, ' ' order by line)) into whole from (
      select 'class ' || oid || ' ' || xmin from pg_class where oid >= 16384 and relpersistence = 'p'
      union all select 'attribute ' || attrelid || ' ' || attnum || ' ' || a.xmin from pg_attribute a join pg_class c on c.oid = attrelid
        where attrelid >= 16384 and relpersistence = 'p'
      union all select 'trigger ' || oid || ' ' || xmin from pg_trigger
      union all select 'constraint ' || oid || ' ' || xmin from pg_constraint
      union all select 'default ' || oid || ' ' || xmin from pg_attrdef
      union all select 'function ' || oid || ' ' || xmin from pg_proc where pronamespace <> pg_my_temp_schema() and oid >= 16384) as lines (line);
    foreach name in array filled loop
      execute format('select md5(string_agg(r::text, ''|'' order by r::text)) from %s r', name) into rows;
      whole := whole || ' ' || coalesce(rows, '');
    end loop;
    return whole;
  end $$`

const tables = `select format('%I.%I', schemaname, tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema') and schemaname not like 'pg_temp%' order by 1`

const emptying = `
  create or replace function pg_temp.empty(filled text[]) returns void language plpgsql as $$
  declare each record; is_filled boolean;
  begin
    set local session_replication_role = replica;
    for each in ${tables} loop
      continue when each.name = any (filled);
      execute format('select exists (select from %s)', each.name) into is_filled;
      if is_filled then execute format('delete from %s', each.name); end if;
    end loop;
    perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) from pg_sequences where last_value is not null;
  end $$`

/** How each copy of a template begins; kept as the comment on the template. */
type Origin = { readonly filled: readonly string[]; readonly print: string }

let origin: Promise<Origin> | undefined

export async function inside<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const printOf = async (client: pg.Client, filled: readonly string[]): Promise<string> => {
  await client.query(fingerprint)
  return (
    (await client.query<{ print: string }>('select pg_temp.fingerprint($1) as print', [filled])).rows[0]?.print ?? ''
  )
}

/** For the template, once it is built: the comment on it. */
export async function describeOrigin(client: pg.Client): Promise<string> {
  const filled: string[] = []
  for (const { name } of (await client.query<{ name: string }>(tables)).rows) {
    const { rowCount } = await client.query(`select from ${name} limit 1`)
    if (rowCount === 1) filled.push(name)
  }
  return JSON.stringify({ filled, print: await printOf(client, filled) } satisfies Origin)
}

async function originOf(client: pg.Client, template: string): Promise<Origin> {
  const described = `select shobj_description(oid, 'pg_database') as origin from pg_database where datname = $1`
  return JSON.parse((await client.query<{ origin: string }>(described, [template])).rows[0]?.origin ?? '')
}

/** Copies of another template, left in a cluster that stays, are not this one's. */
const spareOf = (template: string): string => template.replace('template', 'spare')

/** A database of `name` on the server that `admin` is connected to: a spare one of the template. False: there is none, or others were faster. */
export async function takeSpare(admin: pg.Client, template: string, name: string): Promise<boolean> {
  const { rows } = await admin.query<{ spare: string }>(
    `select datname as spare from pg_database where starts_with(datname, $1) order by random() limit 1`,
    [`${spareOf(template)}_`],
  )
  const spare = rows[0]?.spare
  if (spare === undefined) return false
  return admin.query(`alter database ${spare} rename to ${name}`).then(
    () => true,
    () => false,
  )
}

/** Empties a database. False: it is no copy of the template any more, or somebody is in it. */
const emptied = (template: string, url: string): Promise<boolean> =>
  inside(url, async (client) => {
    origin ??= originOf(client, template)
    const known = await origin
    const others = `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`
    if ((await client.query(others)).rowCount !== 0) return false
    await client.query(emptying)
    await client.query('select pg_temp.empty($1)', [known.filled])
    return (await printOf(client, known.filled)) === known.print
  })

/** Gives a database that nobody uses any more to the next test, or drops it. */
export async function giveBack(admin: pg.Client, template: string, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  const isEmpty = await emptied(template, url).catch(() => false)
  await admin.query(
    isEmpty
      ? `alter database ${name} rename to ${name.replace('test', spareOf(template))}`
      : `drop database if exists ${name} with (force)`,
  )
}
