import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Secret, TOTP } from 'otpauth'
import t from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { createSealer } from '../../src/citizens/seal.ts'
import { readPhone } from '../../src/cli/staff.ts'
import { presence } from '../../src/dispatch/service.ts'
import { beginSecondFactor, confirmSecondFactor } from '../../src/identity/second-factor-service.ts'
import { signIn } from '../../src/identity/sign-in-service.ts'
import { cliDesk, secretKey } from './cli-desk.ts'

const password = 'kata sandi panjang'
const stdin = ['--password-stdin']

t.test('a phone is read as people write it', async (t) => {
  t.same(readPhone('0811-0000-001'), { kind: 'number', number: '+628110000001' })
  t.same(readPhone('+62 811 0000 0001'), { kind: 'number', number: '+6281100000001' })
  t.same(readPhone('sip:sari@pbx.example.go.id'), { kind: 'sip', uri: 'sip:sari@pbx.example.go.id' })
  t.same(readPhone('client:sari'), { kind: 'client', identity: 'sari' })
  for (const text of ['', 'abc', '12', 'client:', 'sip:x y@z']) t.equal(readPhone(text), null, text)
})

t.test('accounts from the terminal', async (t) => {
  const { database, run, clock } = await cliDesk(t)
  const context = () => ({ now: clock.now, actor: 'system' })
  const enter = (login: string, given = password) =>
    signIn(database, createSealer(secretKey), { login, password: given, origin: 'x' }, context())

  t.test('an account is added with its phone, and nothing secret is printed', async (t) => {
    const added = await run(
      [
        'user',
        'add',
        '--login',
        'sari',
        '--name',
        'Sari',
        '--role',
        'operator',
        '--role',
        'supervisor',
        '--phone',
        '081100000001',
        ...stdin,
      ],
      `${password}\nother`,
    )
    t.same(added, { isDone: true, text: 'Akun sari dibuat untuk Sari (operator, supervisor).' })
    t.match(await enter('sari'), { outcome: 'signed_in' })
    t.match(await presence(database), [
      { name: 'Sari', state: 'offline', device: { kind: 'number', number: '+6281100000001' } },
    ])
    const listed = await run(['user', 'list'])
    t.match(
      listed.text,
      /^pengguna +nama +peran +instansi +keadaan\n-+ .*\nsari +Sari +operator, supervisor +- +aktif$/,
    )
    t.notMatch(listed.text + added.text, /kata sandi panjang|argon2/)
  })

  t.test('what is wrong is said in plain words, all at once, in either language', async (t) => {
    const add = ['user', 'add', '--login', 'S', '--name', ' ', ...stdin]
    const refused = await run(add, 'pendek')
    t.equal(refused.isDone, false)
    t.match(refused.text, /Nama pengguna: .*\nNama orangnya .*\nPerannya .*\nKata sandi terlalu pendek/s)
    t.match((await run(['--lang', 'eng', ...add], 'short')).text, /The login: .*The role is missing/s)
    const more = ['--login', 'budi', '--name', 'Budi', ...stdin]
    t.match(await run(['user', 'add', ...more, '--role', 'operator', '--phone', 'abc'], password), {
      isDone: false,
      text: /abc tidak dapat dibaca/,
    })
    t.match(await run(['user', 'add', ...more, '--role', 'agency', '--agency', 'hantu'], password), {
      isDone: false,
      text: /tidak ada di berkas/,
    })
    t.match(await run(['user', 'add', '--login', 'sari', '--name', 'Lain', '--role', 'operator', ...stdin], password), {
      isDone: false,
      text: /sudah dipakai/,
    })
    t.match(await enter('budi'), { outcome: 'wrong' }, 'nothing was stored')
  })

  t.test('an officer belongs to an agency', async (t) => {
    const agencies = [
      { id: 'kominfo', name: 'Diskominfo', coordinator: true },
      { id: 'pupr', name: 'PUPR', coordinator: false },
    ]
    await database.transact((tx) => syncAgencies(tx, agencies, context()))
    t.equal(
      (
        await run(
          ['user', 'add', '--login', 'opd', '--name', 'Opd', '--role', 'agency', '--agency', 'pupr', ...stdin],
          password,
        )
      ).isDone,
      true,
    )
    t.match(await enter('opd'), { staff: { agencyId: 'pupr', roles: ['agency'] } })
  })

  t.test('a password is changed, and the account closed and taken off duty', async (t) => {
    const changed = await run(['user', 'password', '--login', 'sari', ...stdin], 'sandi baru yang panjang')
    t.match(changed, { isDone: true, text: /diganti/ })
    t.match(await enter('sari'), { outcome: 'wrong' })
    t.match(await enter('sari', 'sandi baru yang panjang'), { outcome: 'signed_in' })
    await database.pool.query(`update operators set state = 'free'`)
    t.match(await run(['user', 'disable', '--login', 'sari']), { isDone: true, text: /ditutup/ })
    const { rows } = await database.pool.query('select state from operators')
    t.same(rows, [{ state: 'offline' }], 'nobody who is gone is rung')
    t.match(await run(['user', 'disable', '--login', 'sari']), { isDone: false, text: /Tidak ada akun aktif/ })
    t.match((await run(['user', 'list'])).text, /sari .* ditutup 2026-01-05 08:00:00/)
  })

  t.test('who has lost phone and recovery codes is let in again by the password alone', async (t) => {
    const off = () => run(['user', 'second-factor-off', '--login', 'opd'])
    t.match(await off(), { isDone: false, text: /Tidak ada kode telepon/ })
    const signed = await enter('opd')
    if (signed.outcome !== 'signed_in') return t.fail('the account is not there')
    const { staff } = signed
    const sealer = createSealer(secretKey)
    const begun = await database.transact((tx) => beginSecondFactor(tx, sealer, { staff, issuer: 'x' }, context()))
    const secret = begun.outcome === 'begun' ? begun.secret : ''
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now })
    await database.transact((tx) => confirmSecondFactor(tx, sealer, { staffId: staff.id, code }, context()))
    t.match(await enter('opd'), { outcome: 'code_wanted' })
    t.match(await off(), { isDone: true, text: /dimatikan/ })
    t.match(await enter('opd'), { outcome: 'signed_in' })
  })

  t.test('the program itself works on the database of the hotline', async (t) => {
    const main = join(import.meta.dirname, '../../src/cli/main.ts')
    const command = async (args: readonly string[], input: string, secret = secretKey) => {
      const env = { ...process.env, DATABASE_URL: database.url, SECRET_KEY: secret }
      const child = spawn(process.execPath, [main, ...args], { env })
      child.stdin.end(input)
      const [out, err, code] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        new Promise((resolve) => child.once('close', resolve)),
      ])
      return { out, err, code }
    }
    t.match(
      await command(['user', 'add', '--login', 'dodi', '--name', 'Dodi', '--role', 'coordinator', ...stdin], password),
      { code: 0, out: /Akun dodi/, err: '' },
    )
    t.match(await enter('dodi'), { outcome: 'signed_in' })
    t.match(await command(['user', 'add', '--login', 'x1', '--name', 'X', '--role', 'raja'], ''), {
      code: 1,
      out: /--password-stdin/,
    })
    const wrong = await command(['user', 'list'], '', 'short')
    t.match(wrong, { code: 1, err: /SECRET_KEY/ })
    t.notMatch(wrong.err, /\n\s+at /, 'no stack for what a person can put right')
  })
})
