/** A hotline's calls over three years: as many as are asked for, with the tickets, waits, operators and words that such calls leave. */

import type pg from 'pg'
import { createSealer } from '../../src/citizens/seal.ts'

/** As in the field: most calls end in the menu, few reach a human, and words follow a language's own law (a few are everywhere). */
const steps: readonly (readonly [name: string, text: string])[] = [
  [
    'people',
    `insert into staff (id, login, name, password_hash, roles, created_at)
     select gen_random_uuid(), 'petugas' || n, 'Petugas ' || n, '-', '{operator}', now() from generate_series(1, 14) n;
     insert into operators (staff_id, state, since) select id, 'offline', now() from staff where login like 'petugas%';
     insert into citizens (id, address_key, address_sealed, address_kind, first_seen_at, last_seen_at)
     select gen_random_uuid(), decode(md5(n::text), 'hex'), '\\x$SEALED', 'number', now(), now() from generate_series(1, $CALLS / 5) n;
     create table seed_people as select row_number() over () - 1 as n, id from staff where login like 'petugas%';
     create table seed_citizens as select row_number() over () - 1 as n, id from citizens;
     create table seed_words as select n, (array['ja','la','ru','pa','da','mi','su','ke','ban','tir','lam','pu','sa','wah','air','got','pol','ri','man','tek'])[1 + n % 20]
       || (array['lan','nang','bak','jir','pu','tan','gan','sor','bi','kot','ma','ngar','li','ra','sen','dok','per','ti','wa','yu'])[1 + (n / 20) % 20]
       || (array['','kan','an','nya','i','ber','us','ung','ak','in'])[1 + (n / 400) % 10] as word from generate_series(0, 3999) n`,
  ],
  [
    'calls',
    `create table seed as
     select n, 'CA' || md5('seed' || n) as call_sid,
       date_trunc('milliseconds', now() - interval '1 minute' - interval '3 years' * (n::float8 / $CALLS)) as arrived_at, random() as what,
       (random() * ($CALLS / 5 - 1))::int as citizen, (power(random(), 2) * 12)::int as topic, (power(random(), 1.5) * 16)::int as district,
       (random() * 13)::int as operator, 5 + (power(random(), 4) * 900)::int as seconds
     from generate_series(1, $CALLS) n;
     alter table seed add column outcome text;
     update seed set outcome = case when what < 0.15 then 'unheard' when what < 0.58 then 'menu' when what < 0.71 then 'information'
       when what < 0.84 then 'operator' when what < 0.90 then 'abandoned' when what < 0.95 then 'reported' when what < 0.965 then 'partner'
       when what < 0.985 then 'voicemail' when what < 0.990 then 'callback' when what < 0.995 then 'called_back' else 'emergency_lost' end;
     create unique index on seed (n); analyze seed;
     insert into calls (call_sid, line, citizen_id, caller_kind, status, status_rank, node, lane, arrived_at, heard_at, ended_at, duration_seconds)
     select call_sid, case when s.n % 9 = 0 then '112' else '+62751000100' end, c.id, 'number', 'completed', 9,
       case outcome when 'unheard' then null when 'menu' then (array['sapa','menu_utama','bahasa','menu_topik'])[1 + s.n % 4]
         when 'information' then 'selesai' when 'reported' then 'catat_laporan' when 'voicemail' then 'pesan'
         when 'partner' then 'antre_darurat' when 'emergency_lost' then 'antre_darurat' else 'antre_umum' end,
       case when outcome in ('partner', 'emergency_lost') then 'darurat' when outcome in ('operator', 'abandoned', 'callback', 'called_back', 'voicemail') then 'umum' end,
       arrived_at, arrived_at, arrived_at + make_interval(secs => seconds), seconds
     from seed s join seed_citizens c on c.n = s.citizen`,
  ],
  [
    'tickets',
    `create table seed_texts as
     select s.n, string_agg(w.word, ' ') as text
     from seed s cross join lateral (select (power(random(), 4) * 3999)::int as pick from generate_series(1, 6 + s.n % 12)) p
     join seed_words w on w.n = p.pick
     where outcome in ('operator', 'reported', 'partner', 'voicemail', 'called_back', 'callback', 'emergency_lost') group by s.n;
     create unique index on seed_texts (n);
     insert into tickets (id, code, channel, contact, citizen_id, kind, topic, district, description, owner_agency_id, opened_at, answer_due_at, privacy)
     select gen_random_uuid(), (10000000 + s.n)::text, 'voice', s.call_sid, c.id,
       case when outcome in ('partner', 'emergency_lost') then 'emergency' else 'pengaduan' end,
       (array['jalan','drainase','lampu','sampah','air','listrik','ktp','bansos','angkutan','pohon','banjir','pasar','lainnya'])[1 + topic],
       'kecamatan_' || district, x.text, 'bench', arrived_at, arrived_at + interval '1 day', case when s.n % 97 = 0 then 'anonymous' else 'open' end
     from seed s join seed_citizens c on c.n = s.citizen join seed_texts x on x.n = s.n`,
  ],
  [
    'waits and offers',
    `insert into waits (id, call_sid, lane, priority, state, arrived_at, began_at, heartbeat_at, offer_after, joined_at, settled_at)
     select gen_random_uuid(), call_sid, 'umum', 10, case outcome when 'abandoned' then 'left' else 'finished' end, arrived_at, arrived_at,
       arrived_at, arrived_at, case outcome when 'abandoned' then null else arrived_at + interval '12 seconds' end, arrived_at + interval '1 minute'
     from seed where outcome in ('operator', 'abandoned', 'called_back');
     insert into offers (id, wait_id, staff_id, state, reason, offered_at, expires_at, settled_at)
     select gen_random_uuid(), w.id, p.id, 'ended', 'longest_free', s.arrived_at, s.arrived_at, s.arrived_at
     from seed s join waits w on w.call_sid = s.call_sid join seed_people p on p.n = s.operator where outcome in ('operator', 'called_back');
     insert into emergencies (id, call_sid, kind, ladder, state, raised_at)
     select gen_random_uuid(), call_sid, 'umum', 'umum', case outcome when 'partner' then 'acknowledged' else 'closed' end, arrived_at
     from seed where outcome in ('partner', 'emergency_lost');
     insert into callbacks (id, call_sid, citizen_id, lane, language, state, asked_at, arrived_at, since, outcome, closed_at)
     select gen_random_uuid(), s.call_sid, c.id, 'umum', 'ind', 'closed', s.arrived_at, s.arrived_at, s.arrived_at,
       case outcome when 'callback' then 'not_reached' else 'spoken' end, s.arrived_at
     from seed s join seed_citizens c on c.n = s.citizen where outcome in ('callback', 'called_back')`,
  ],
  [
    'timelines',
    `insert into call_events (call_sid, at, kind, facts)
     select call_sid, arrived_at + make_interval(secs => 4 * k), case k when 1 then 'call.arrived' when 2 then 'node.entered'
         when 3 then case outcome when 'operator' then 'operator.joined' when 'partner' then 'rung.joined' when 'abandoned' then 'wait.began'
           when 'reported' then 'words.recorded' when 'menu' then 'input.missed' when 'emergency_lost' then 'wait.began' else 'dialogue.ended' end
         else 'call.ended' end,
       jsonb_build_object('node', 'sapa', 'how', case outcome when 'voicemail' then 'recorded' when 'information' then 'goodbye' else 'callback' end)
     from seed cross join generate_series(1, 4) k where outcome <> 'unheard' or k in (1, 4) order by n;
     insert into call_events (call_sid, at, kind, facts)
     select call_sid, arrived_at + make_interval(secs => k), (array['node.entered','choice.made','input.missed','leg.status'])[1 + k % 4],
       jsonb_build_object('node', 'langkah_' || k, 'digits', k::text) from seed cross join generate_series(1, 300) k where n <= 100`,
  ],
  [
    'the log',
    `insert into call_log (call_sid, arrived_at, citizen_id, line, lane, node, outcome, operator_id, topic, district, emergency, privacy, answered_seconds, words)
     select s.call_sid, s.arrived_at, c.citizen_id, c.line, c.lane, c.node, s.outcome, case when s.outcome in ('operator', 'called_back') then p.id end,
       t.topic, t.district, e.kind, coalesce(t.privacy, 'open'), case when s.outcome in ('operator', 'partner') then 12 end, to_tsvector('indonesian', t.description)
     from seed s join calls c on c.call_sid = s.call_sid left join tickets t on t.contact = s.call_sid
     left join emergencies e on e.call_sid = s.call_sid join seed_people p on p.n = s.operator order by s.arrived_at`,
  ],
]

/** Writes them; the log's rows by SQL, since the sweep that makes them one by one is measured elsewhere. Gives what it was made of. */
export async function seedCalls(
  pool: pg.Pool,
  { calls, secretKey }: { readonly calls: number; readonly secretKey: string },
  tell: (what: string) => void,
): Promise<void> {
  // One number for all: opening it costs the same, and nobody looks at it.
  const sealed = createSealer(secretKey).seal('+6281200000001', 'citizens.address').toString('hex')
  const client = await pool.connect()
  try {
    // No triggers: a mark for each of a million rows would be a second seeding.
    await client.query(
      `set session_replication_role = replica; set work_mem = '256MB'; set maintenance_work_mem = '512MB'`,
    )
    await client.query(
      `insert into agencies (id, name, is_coordinator) values ('bench', 'Bench', true) on conflict do nothing`,
    )
    for (const [name, text] of steps) {
      const began = performance.now()
      await client.query(text.replaceAll('$CALLS', String(calls)).replace('$SEALED', sealed))
      tell(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
    }
    await client.query('set session_replication_role = origin')
    await client.query('drop table seed_texts')
    await client.query('vacuum (analyze) call_log')
    await client.query('vacuum (analyze) calls')
    await client.query('vacuum (analyze) tickets')
    await client.query('analyze')
  } finally {
    client.release()
  }
}
