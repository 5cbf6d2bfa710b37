import { Secret, TOTP } from 'otpauth'
import t from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import * as factor from '../../src/identity/second-factor-service.ts'
import { addStaff } from '../../src/identity/service.ts'
import { signIn } from '../../src/identity/sign-in-service.ts'
import type { Staff } from '../../src/identity/staff.ts'
import { testDatabase } from '../support/database.ts'

const password = 'kata sandi panjang'
const halfMinute = 30_000
const sealer = createSealer('a secret of the house, long enough')

t.test('a second factor', async (t) => {
  const database = await testDatabase(t)
  let now = Date.UTC(2026, 10, 21, 3, 0, 10)
  const ctx = () => ({ now, actor: 'system' })
  const pass = (milliseconds: number) => {
    now += milliseconds
  }
  const add = async (login: string): Promise<Staff> => {
    const account = { login, name: login, roles: ['operator'], password }
    const added = await database.transact((tx) => addStaff(tx, account, ctx()))
    if (added.outcome !== 'added') throw new Error('the account was not made')
    return added.staff
  }
  /** The person's phone. */
  const phone =
    (secret: string) =>
    (at = now) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
  const begin = (staff: Staff) =>
    database.transact((tx) => factor.beginSecondFactor(tx, sealer, { staff, issuer: 'Sahut Uji' }, ctx()))
  const confirm = (staff: Staff, code: string) =>
    database.transact((tx) => factor.confirmSecondFactor(tx, sealer, { staffId: staff.id, code }, ctx()))
  const enter = (login: string, code?: string, given = password) => {
    const input = { login, password: given, origin: '10.0.0.1', ...(code === undefined ? {} : { code }) }
    return signIn(database, sealer, input, ctx())
  }
  /** Someone with a phone: its codes, and those on paper. */
  async function withPhone(login: string) {
    const staff = await add(login)
    const begun = await begin(staff)
    if (begun.outcome !== 'begun') throw new Error('it was on already')
    const code = phone(begun.secret)
    const on = await confirm(staff, code())
    if (on.outcome !== 'on') throw new Error('the code was wrong')
    pass(halfMinute)
    return { staff, code, secret: begun.secret, paper: on.recoveryCodes }
  }

  t.test('counts from its first code on, not before', async (t) => {
    const sari = await add('sari')
    const begun = await begin(sari)
    if (begun.outcome !== 'begun') return t.fail('it was on already')
    t.match(begun.uri, /^otpauth:\/\/totp\/Sahut%20Uji:sari\?/)
    t.match(begun.uri, `secret=${begun.secret}`)
    t.match(await enter('sari'), { outcome: 'signed_in' }, 'who stops here is not locked out')
    t.same(await confirm(sari, '000000'), { outcome: 'wrong_code' })
    const again = await begin(sari)
    t.not(again.outcome === 'begun' && again.secret, begun.secret)
    t.same(await confirm(sari, phone(begun.secret)()), { outcome: 'wrong_code' }, 'the secret before is forgotten')
    const code = phone(again.outcome === 'begun' ? again.secret : '')
    t.match(await confirm(sari, code()), { outcome: 'on' })
    t.same(await confirm(sari, code()), { outcome: 'not_begun' })
    t.same(await begin(sari), { outcome: 'on_already' })
    t.same(await enter('sari'), { outcome: 'code_wanted' })
    t.match(await auditAbout(database, `staff:${sari.id}`), [{}, {}, { action: 'staff.second_factor_on' }])
  })

  t.test('a code opens once, and for half a minute about its time', async (t) => {
    const { code } = await withPhone('budi')
    t.same(await enter('budi', '000000'), { outcome: 'wrong_code' })
    const present = code()
    const both = await Promise.all([
      enter('budi', present),
      enter('budi', ` ${present.slice(0, 3)} ${present.slice(3)} `),
    ])
    t.same(both.map(({ outcome }) => outcome).sort(), ['signed_in', 'wrong_code'], 'of two who bring it one comes in')
    pass(2 * halfMinute)
    t.same(await enter('budi', code(now - 2 * halfMinute)), { outcome: 'wrong_code' })
    t.match(await enter('budi', code(now - halfMinute)), { outcome: 'signed_in' }, 'a clock half a minute slow')
    t.match(await enter('budi', code(now + halfMinute)), { outcome: 'signed_in' }, 'and half a minute fast')
    t.same(await enter('budi', code()), { outcome: 'wrong_code' }, 'nothing older than what was taken')
  })

  t.test('without the password a code says nothing, not even whether there is one', async (t) => {
    const { code } = await withPhone('tuti')
    t.same(await enter('tuti', code(), 'salah sama sekali'), { outcome: 'wrong' })
    t.same(await enter('tuti', undefined, 'salah sama sekali'), { outcome: 'wrong' })
    t.match(await enter('tuti', code()), { outcome: 'signed_in' }, 'and was not used up')
  })

  t.test('guessing codes is limited like guessing passwords', async (t) => {
    const { staff, code } = await withPhone('dodi')
    const guesses = []
    for (let i = 0; i < 7; i += 1) guesses.push(await enter('dodi', String(100_000 + i)))
    t.same(
      guesses.map(({ outcome }) => outcome),
      [...Array(5).fill('wrong_code'), 'locked', 'locked'],
    )
    t.match(await enter('dodi', code()), { outcome: 'locked' })
    const kept = await auditAbout(database, `staff:${staff.id}`)
    t.equal(kept.filter(({ facts }) => facts.why === 'code').length, 5)
  })

  t.test('ten codes on paper open once each, and new ones end the old', async (t) => {
    const { staff, paper } = await withPhone('wati')
    t.equal(new Set(paper).size, 10)
    t.match(await enter('wati', paper[0]?.toLowerCase()), { outcome: 'signed_in' })
    t.same(await enter('wati', paper[0]), { outcome: 'wrong_code' })
    t.match(await factor.secondFactorOf(database, staff.id), { recoveryCodesLeft: 9 })
    const fresh = await database.transact((tx) => factor.renewRecoveryCodes(tx, staff.id, ctx()))
    t.same(await enter('wati', paper[1]), { outcome: 'wrong_code' })
    t.match(await enter('wati', fresh?.[0]), { outcome: 'signed_in' })
    const signedIn = (await auditAbout(database, `staff:${staff.id}`)).filter(
      ({ action }) => action === 'staff.signed_in',
    )
    t.match(signedIn, [{ facts: { by: 'recovery_code' } }, { facts: { by: 'recovery_code' } }])
  })

  t.test('nothing of it stands in the database in clear, and a secret opens only in its own row', async (t) => {
    const { staff, secret, paper } = await withPhone('rina')
    const { rows } = await database.pool.query(
      `select encode(secret_sealed, 'escape') as sealed, (select string_agg(encode(code_hash, 'escape'), ' ') from recovery_codes) as codes
       from second_factors where staff_id = $1`,
      [staff.id],
    )
    t.notMatch(JSON.stringify(rows), secret)
    t.notMatch(JSON.stringify(rows), paper[0]?.replaceAll('-', '') ?? 'no code')
    const other = await withPhone('nina')
    await database.pool.query(
      'update second_factors set secret_sealed = (select secret_sealed from second_factors where staff_id = $1) where staff_id = $2',
      [staff.id, other.staff.id],
    )
    await t.rejects(enter('nina', other.code()), 'a secret that was moved there does not count')
  })

  t.test('taken off, the password is enough again', async (t) => {
    const { staff } = await withPhone('joko')
    const remove = () => database.transact((tx) => factor.removeSecondFactor(tx, staff.id, ctx()))
    t.equal(await remove(), true)
    t.equal(await remove(), false)
    t.match(await enter('joko'), { outcome: 'signed_in' })
    t.equal(await database.transact((tx) => factor.renewRecoveryCodes(tx, staff.id, ctx())), null)
  })
})
