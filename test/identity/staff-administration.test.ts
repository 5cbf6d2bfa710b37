import t from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { addStaff, changePassword, staffById, staffByLogin } from '../../src/identity/service.ts'
import { signIn } from '../../src/identity/sign-in-service.ts'
import {
  changeStaff,
  closeAccount,
  employ,
  giveOneTimePassword,
  oneTimeMilliseconds,
  reopenAccount,
} from '../../src/identity/staff-service.ts'
import { testDatabase } from '../support/database.ts'

const database = await testDatabase(t)
const sealer = createSealer('a secret of the house, long enough')
const password = 'kata sandi panjang'
const at = (now: number, actor = 'system') => ({ now, actor })

const added = await database.transact((tx) =>
  addStaff(tx, { login: 'admin', name: 'Admin', roles: ['administrator'], password }, at(0)),
)
const admin = added.outcome === 'added' ? added.staff.id : ''
const byAdmin = (now: number) => at(now, `staff:${admin}`)
const entering = (login: string, given: string, now: number) =>
  signIn(database, sealer, { login, password: given, origin: '10.0.0.1' }, at(now, 'stranger'))

t.test('who is added gets a password that opens until it is changed, or for three days', async (t) => {
  const input = { login: 'Sari', name: ' Sari ', roles: ['operator'], languages: ['min'], skills: ['umum'] }
  const made = await employ(database, input, byAdmin(1000))
  t.match(made, { outcome: 'added', staff: { login: 'sari', name: 'Sari', languages: ['min'], skills: ['umum'] } })
  if (made.outcome !== 'added') return
  const { oneTime } = made
  t.match(oneTime.password, /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
  t.match(await entering('sari', oneTime.password, 2000), {
    outcome: 'signed_in',
    staff: { passwordUntil: 1000 + oneTimeMilliseconds },
  })
  t.match(await entering('sari', oneTime.password, 1000 + oneTimeMilliseconds), { outcome: 'wrong' })
  await changePassword(database, { login: 'sari', password }, at(3000))
  t.match(await entering('sari', password, 1000 + oneTimeMilliseconds), {
    outcome: 'signed_in',
    staff: { passwordUntil: null },
  })
})

t.test('a login that is taken and an account that makes no sense are refused', async (t) => {
  t.match(await employ(database, { login: 'sari', name: 'Lain', roles: ['operator'] }, byAdmin(0)), {
    outcome: 'login_taken',
  })
  const nonsense = { login: 'X', name: '', roles: ['raja'], languages: ['Minang'] }
  t.match(await employ(database, nonsense, byAdmin(0)), {
    outcome: 'refused',
    problems: ['login_malformed', 'name_missing', 'role_unknown', 'language_malformed'],
  })
})

t.test('what is changed stays in the audit, and what stays the same does not', async (t) => {
  const change = { login: 'sari', roles: ['operator', 'supervisor'], name: 'Sari', languages: ['eng', 'min'] }
  const changed = await database.transact((tx) => changeStaff(tx, change, byAdmin(5000)))
  t.match(changed, { outcome: 'changed', staff: { roles: ['operator', 'supervisor'], skills: ['umum'] } })
  const sari = (await staffByLogin(database, 'sari'))?.id ?? ''
  const [entry] = (await auditAbout(database, `staff:${sari}`)).filter(({ action }) => action === 'staff.changed')
  t.same(entry?.facts, { roles: ['operator', 'supervisor'], languages: ['eng', 'min'] })
  t.equal(entry?.actor, `staff:${admin}`)
  t.match(await database.transact((tx) => changeStaff(tx, { login: 'sari', roles: ['agency'] }, byAdmin(0))), {
    outcome: 'refused',
    problems: ['agency_missing'],
  })
})

t.test('nobody takes the right to administer from themselves, nor from the last one', async (t) => {
  const without = (login: string, now: number, actor: string) =>
    database.transact((tx) => changeStaff(tx, { login, roles: ['operator'] }, at(now, actor)))
  t.match(await without('admin', 1, `staff:${admin}`), { outcome: 'own_right' })
  t.match(await database.transact((tx) => closeAccount(tx, 'admin', byAdmin(1))), { outcome: 'own_right' })
  t.match(await without('admin', 1, 'system'), { outcome: 'last_administrator' })
  t.match(await database.transact((tx) => closeAccount(tx, 'admin', at(1))), { outcome: 'last_administrator' })
  t.match((await staffById(database, admin))?.roles, ['administrator'])
})

t.test('two administrators who take each other out at once leave one', async (t) => {
  const second = await employ(database, { login: 'dua', name: 'Dua', roles: ['administrator'] }, byAdmin(1))
  const other = second.outcome === 'added' ? second.staff.id : ''
  const outcomes = await Promise.all([
    database.transact((tx) => closeAccount(tx, 'dua', byAdmin(2))),
    database.transact((tx) => closeAccount(tx, 'admin', at(2, `staff:${other}`))),
  ])
  t.same(outcomes.map(({ outcome }) => outcome).toSorted(), ['done', 'last_administrator'])
  const left = await database.pool.query(
    `select count(*)::int as n from staff where disabled_at is null and 'administrator' = any(roles)`,
  )
  t.equal(left.rows[0]?.n, 1)
})

t.test('a closed account opens again, and a forgotten password is replaced', async (t) => {
  await database.transact((tx) => closeAccount(tx, 'sari', at(6000)))
  t.match(await entering('sari', password, 7000), { outcome: 'wrong' })
  t.equal(await database.transact((tx) => reopenAccount(tx, 'sari', at(8000))), true)
  t.equal(await database.transact((tx) => reopenAccount(tx, 'sari', at(8000))), false)
  t.match(await entering('sari', password, 9000), { outcome: 'signed_in' })
  const oneTime = await giveOneTimePassword(database, 'sari', at(10_000))
  t.match(await entering('sari', password, 11_000), { outcome: 'wrong' })
  t.match(await entering('sari', oneTime?.password ?? '', 12_000), { outcome: 'signed_in' })
  t.equal(await giveOneTimePassword(database, 'tidakada', at(0)), null)
})
