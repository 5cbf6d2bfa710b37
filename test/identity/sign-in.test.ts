import t from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { seedDemonstration } from '../../src/identity/demonstration-service.ts'
import * as identity from '../../src/identity/service.ts'
import { keysOf, limits } from '../../src/identity/sign-in-limit.ts'
import { signIn as enter } from '../../src/identity/sign-in-service.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { testDatabase } from '../support/database.ts'

const at = (now: number) => ({ now, actor: 'system' })
const password = 'kata sandi panjang'
const minute = 60_000
const sealer = createSealer('a secret of the house, long enough')

t.test('accounts', async (t) => {
  const database = await testDatabase(t)
  const add = (login: string, more: Partial<Parameters<typeof identity.addStaff>[1]> = {}) =>
    database.transact((tx) =>
      identity.addStaff(tx, { login, name: 'Sari', roles: ['operator'], password, ...more }, at(1000)),
    )
  const signIn = (login: string, given = password, now = 2000, origin = '10.0.0.1') =>
    enter(database, sealer, { login, password: given, origin }, at(now))

  t.test('everything wrong with a new account is said at once', async (t) => {
    t.same(await add('S', { name: ' ', roles: ['raja'], password: 's' }), {
      outcome: 'refused',
      problems: ['login_malformed', 'name_missing', 'role_unknown', 'password_short', 'password_is_login'],
    })
    t.match(await add('opd', { roles: ['agency'] }), { problems: ['agency_missing'] })
  })

  t.test('a login is taken once, whatever its capitals', async (t) => {
    t.match(await add('Sari'), { outcome: 'added', staff: { login: 'sari', roles: ['operator'], language: 'ind' } })
    t.same(await add('sari'), { outcome: 'login_taken' })
    const { rows } = await database.pool.query(`select password_hash from staff where login = 'sari'`)
    t.match(rows[0].password_hash, /^\$argon2id\$/)
  })

  t.test('the right password signs in and is recorded; nothing else does, and all of it sounds the same', async (t) => {
    const signed = await signIn(' SARI ')
    t.match(signed, { outcome: 'signed_in', staff: { login: 'sari' } })
    const id = signed.outcome === 'signed_in' ? signed.staff.id : ''
    t.match(await auditAbout(database, `staff:${id}`), [
      { action: 'staff.added' },
      { action: 'staff.signed_in', at: 2000 },
    ])
    t.same(await signIn('sari', 'salah sama sekali'), { outcome: 'wrong' })
    t.same(await signIn('tidak-ada'), { outcome: 'wrong' })
  })

  t.test('a guesser is stopped after five, even with the right password, and only where it guesses', async (t) => {
    const added = await add('budi')
    const subject = `staff:${added.outcome === 'added' ? added.staff.id : ''}`
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => signIn('budi', `tebakan nomor ${i}`, 10_000)),
    )
    t.equal(guesses.filter(({ outcome }) => outcome === 'wrong').length, limits.perPair, 'all at once are counted too')
    t.same(await signIn('budi', password, 10_000 + minute / 2), { outcome: 'locked', retryAfterSeconds: 30 })
    t.match(
      await signIn('budi', password, 10_000 + minute / 2, '10.0.0.2'),
      { outcome: 'signed_in' },
      'the owner elsewhere is not locked out',
    )
    t.match(await signIn('budi', password, 10_000 + minute), { outcome: 'signed_in' }, 'and it ends by itself')
    const kept = (await auditAbout(database, subject)).map(({ action, actor, facts }) => ({ action, actor, ...facts }))
    t.equal(kept.filter(({ action }) => action === 'staff.sign_in_failed').length, 5)
    t.match(
      kept.filter(({ action }) => action === 'staff.locked_out'),
      [{ actor: 'stranger', why: 'too_often', from: '10.0.0.0/24' }],
      'one entry for a lock-out, however often somebody knocks',
    )
  })

  t.test('two web processes count together', async (t) => {
    await add('nina')
    const options = { url: database.url, connections: 2, statementTimeout: 5_000, connectionTimeout: 5_000 }
    const other = openDatabase({ ...options, onWake: () => {}, onIdleError: () => {} })
    t.teardown(() => other.close())
    const attempt = { login: 'nina', password: 'salah sama sekali', origin: '10.7.0.1' }
    const both = [database, other, database, other, database, other, database]
    const answers = await Promise.all(both.map((process) => enter(process, sealer, attempt, at(15_000))))
    t.equal(answers.filter(({ outcome }) => outcome === 'wrong').length, limits.perPair)
    t.match(await enter(other, sealer, { ...attempt, password }, at(15_000)), { outcome: 'locked' })
  })

  t.test('a login that does not exist is counted, locked and told just the same', async (t) => {
    const [real, none] = await Promise.all(
      ['dodi', 'hantu'].map(async (login) => {
        if (login === 'dodi') await add(login)
        const answers = []
        for (let i = 0; i < 7; i += 1) answers.push(await signIn(login, 'salah sama sekali', 20_000, '10.2.0.1'))
        return answers
      }),
    )
    t.same(real, none)
    t.match(real?.at(-1), { outcome: 'locked', retryAfterSeconds: 60 })
    const [entry] = await auditAbout(database, 'sign_in:unknown')
    t.match(entry, { action: 'staff.sign_in_failed', facts: { why: 'password', from: /^10/ } })
  })

  t.test('signing in takes the growth from the locks, and what was tried stays no burden', async (t) => {
    await add('tuti')
    let now = 30_000
    for (const seconds of [60, 120]) {
      for (let i = 0; i < 5; i += 1) await signIn('tuti', 'salah sama sekali', now, '10.3.0.1')
      t.same(await signIn('tuti', password, now, '10.3.0.1'), { outcome: 'locked', retryAfterSeconds: seconds })
      now += seconds * 1000
    }
    t.match(await signIn('tuti', password, now, '10.3.0.1'), { outcome: 'signed_in' })
    for (let i = 0; i < 5; i += 1) await signIn('tuti', 'salah sama sekali', now, '10.3.0.1')
    t.same(await signIn('tuti', password, now, '10.3.0.1'), { outcome: 'locked', retryAfterSeconds: 60 })
  })

  t.test('a new password opens the account wherever it was locked', async (t) => {
    await add('wati')
    for (let i = 0; i < 6; i += 1) await signIn('wati', 'salah sama sekali', 40_000, '10.4.0.1')
    t.match(await signIn('wati', password, 40_000, '10.4.0.1'), { outcome: 'locked' })
    const given = 'sandi baru yang panjang'
    await identity.changePassword(database, { login: 'wati', password: given }, at(40_000))
    t.match(await signIn('wati', given, 40_000, '10.4.0.1'), { outcome: 'signed_in' })
  })

  t.test('a whole shift signs in from behind one address within a minute', async (t) => {
    // Thirty hashes take long on purpose: the failures of others there are written as they would stand.
    await signIn('rina', 'salah sama sekali', 50_000, '10.5.0.1')
    const written = await database.pool.query('update sign_in_attempts set attempts = $1 where key = $2', [
      limits.perAddress - 2,
      keysOf('rina', '10.5.0.1').address,
    ])
    t.equal(written.rowCount, 1)
    for (const login of ['sari', 'budi', 'sari', 'budi'])
      t.match(await signIn(login, password, 50_000, '10.5.0.1'), { outcome: 'signed_in' }, 'successes are not counted')
  })

  t.test('the janitor forgets what counts no more, and keeps what does', async (t) => {
    await signIn('sekali-saja', 'salah sama sekali', 60_000, '10.6.0.1')
    const rows = async () =>
      (await database.pool.query('select count(*)::int as n from sign_in_attempts where kept_until > now()')).rows[0].n
    await database.transact(async (tx) => identity.sweepIdentity(tx, at(60_000 + 40 * 24 * 60 * minute)))
    const { rows: left } = await database.pool.query('select key from sign_in_attempts')
    t.same(left, [])
    t.equal(await rows(), 0)
  })

  t.test('what was typed as a login is kept nowhere', async (t) => {
    await signIn('rahasia-di-kolom-salah')
    const { rows } = await database.pool.query(
      `select count(*)::int as count from sign_in_attempts a where a::text like '%rahasia%'`,
    )
    t.equal(rows[0].count, 0)
  })

  t.test('a disabled account is out, and its sessions with it', async (t) => {
    const added = await add('keluar')
    const staffId = added.outcome === 'added' ? added.staff.id : ''
    const session = `insert into staff_sessions (key, staff_id, data, expires_at) values ('k', $1, '{}', now())`
    await database.pool.query(session, [staffId])
    t.match(await database.transact((tx) => identity.disableStaff(tx, { login: 'Keluar' }, at(3000))), {
      outcome: 'done',
    })
    t.same(await signIn('keluar'), { outcome: 'wrong' })
    t.equal(await identity.staffById(database, staffId), null)
    const { rowCount } = await database.pool.query(`select from staff_sessions where key = 'k'`)
    t.equal(rowCount, 0)
    t.match(await database.transact((tx) => identity.disableStaff(tx, { login: 'keluar' }, at(3000))), {
      outcome: 'unknown',
    })
  })

  t.test('a changed password ends the old one', async (t) => {
    await add('rina')
    const change = (given: string) => identity.changePassword(database, { login: 'rina', password: given }, at(3000))
    t.match(await change('pendek'), { outcome: 'refused', problems: ['password_short'] })
    t.match(await change('sandi baru yang panjang'), { outcome: 'done' })
    t.match(await signIn('rina'), { outcome: 'wrong' })
    t.match(await signIn('rina', 'sandi baru yang panjang'), { outcome: 'signed_in' })
  })
})

t.test('the demonstration accounts', async (t) => {
  const database = await testDatabase(t)
  const seed = () => database.transact((tx) => seedDemonstration(tx, at(1000)))

  t.test('are the same however often they are seeded, and sign in with what is printed', async (t) => {
    const first = await seed()
    t.same(await seed(), first)
    t.same(
      first.map(({ login, role, phone }) => `${login} ${role} ${phone ?? '-'}`),
      [
        'sari operator +6281100000001',
        'budi operator +6281100000002',
        'rina supervisor -',
        'dodi coordinator -',
        'admin administrator -',
      ],
    )
    for (const { login, password: printed } of first)
      t.match(
        await enter(database, sealer, { login, password: printed, origin: 'x' }, at(2000)),
        { outcome: 'signed_in' },
        login,
      )
  })
})
