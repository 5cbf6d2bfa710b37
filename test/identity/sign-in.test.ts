import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { seedDemonstration } from '../../src/identity/demonstration-service.ts'
import * as identity from '../../src/identity/service.ts'
import { attemptLimits } from '../../src/identity/staff.ts'
import { testDatabase } from '../support/database.ts'

const at = (now: number) => ({ now, actor: 'system' })
const password = 'kata sandi panjang'
const minute = 60_000

t.test('accounts', async (t) => {
  const database = await testDatabase(t)
  const add = (login: string, more: Partial<Parameters<typeof identity.addStaff>[1]> = {}) =>
    database.transact((tx) =>
      identity.addStaff(tx, { login, name: 'Sari', roles: ['operator'], password, ...more }, at(1000)),
    )
  const signIn = (login: string, given = password, now = 2000, origin = '10.0.0.1') =>
    identity.signIn(database, { login, password: given, origin }, at(now))

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
    await add('budi')
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => signIn('budi', `tebakan nomor ${i}`, 10_000)),
    )
    t.equal(guesses.filter(({ outcome }) => outcome === 'wrong').length, attemptLimits.perLoginAndOrigin)
    t.same(await signIn('budi', password, 10_000 + minute), { outcome: 'locked', retryAfterSeconds: 14 * 60 })
    t.match(
      await signIn('budi', password, 10_000 + minute, '10.0.0.2'),
      { outcome: 'signed_in' },
      'the owner elsewhere is not locked out',
    )
    t.match(await signIn('budi', password, 10_000 + 16 * minute), { outcome: 'signed_in' }, 'and it ends')
  })

  t.test('a guesser with many addresses is stopped as well', async (t) => {
    await add('dodi')
    // Each hash takes long on purpose, so that what went before is written as it would stand.
    t.match(await signIn('dodi', 'salah sama sekali', 10_000, '10.1.0.1'), { outcome: 'wrong' })
    const written = await database.pool.query(
      `update sign_in_attempts set attempts = $1 where key = encode(sha256('dodi'), 'hex')`,
      [attemptLimits.perLogin - 1],
    )
    t.equal(written.rowCount, 1)
    t.match(await signIn('dodi', 'salah sama sekali', 10_000, '10.1.0.2'), { outcome: 'wrong' })
    t.match(await signIn('dodi', password, 10_000, '10.9.9.9'), { outcome: 'locked' })
    await database.transact(async (tx) => identity.sweepIdentity(tx, at(10_000 + 16 * minute)))
    const after = await database.pool.query('select count(*)::int as count from sign_in_attempts')
    t.equal(after.rows[0].count, 0, 'the janitor forgets old attempts')
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
    const change = (given: string) =>
      database.transact((tx) => identity.changePassword(tx, { login: 'rina', password: given }, at(3000)))
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
        await identity.signIn(database, { login, password: printed, origin: 'x' }, at(2000)),
        { outcome: 'signed_in' },
        login,
      )
  })
})
