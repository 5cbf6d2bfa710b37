import t from 'tap'
import { hashPassword, isPassword, mostWaiting, PasswordsBusy } from '../../src/identity/password.ts'

t.test('a password is known again, another is not', async (t) => {
  const stored = await hashPassword('kata sandi panjang')
  t.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  t.equal(await isPassword('kata sandi panjang', stored), true)
  t.equal(await isPassword('kata sandi panjanG', stored), false)
  t.not(await hashPassword('kata sandi panjang'), stored, 'each hash has its own salt')
})

t.test('an accent typed in two ways is one password', async (t) => {
  t.equal(await isPassword('cafe\u0301 lama sekali', await hashPassword('caf\u00e9 lama sekali')), true)
})

t.test('a hash made with other parameters is verified', async (t) => {
  const { argon2Sync } = await import('node:crypto')
  const parameters = {
    message: 'password',
    nonce: Buffer.from('somesaltsomesalt'),
    parallelism: 4,
    tagLength: 16,
    memory: 65_536,
    passes: 3,
  }
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  const stored = `$argon2id$v=19$m=65536,t=3,p=4$${text(parameters.nonce)}$${text(argon2Sync('argon2id', parameters))}`
  t.equal(await isPassword('password', stored), true, 'its own parameters are used')
})

t.test('without an account the answer is no, after the same work', async (t) => {
  const stored = await hashPassword('kata sandi panjang')
  const time = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    for (let i = 0; i < 5; i++) await work()
    return performance.now() - began
  }
  t.equal(await isPassword('', null), false)
  const wrong = await time(() => isPassword('salah', stored))
  const unknown = await time(() => isPassword('salah', null))
  t.ok(unknown > wrong / 4, `unknown ${unknown} ms, wrong ${wrong} ms`)
})

t.test('a hash of another make is not taken for a wrong password', async (t) => {
  await t.rejects(isPassword('x', '$2b$10$abcdefghijklmnopqrstuv'), /cannot be read/)
})

t.test('a flood of passwords is turned away before it takes the machine', async (t) => {
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  const stored = `$argon2id$v=19$m=8,t=1,p=1$${text(Buffer.alloc(16))}$${text(Buffer.alloc(32))}`
  const atOnce = 2
  const asked = Array.from({ length: atOnce + mostWaiting + 5 }, () => isPassword('salah', stored))
  const answers = await Promise.allSettled(asked)
  const turnedAway = answers.filter(({ status }) => status === 'rejected')
  t.equal(turnedAway.length, 5, 'two are looked at, fifty wait, and the rest are turned away')
  t.ok(turnedAway.every((one) => one.status === 'rejected' && one.reason instanceof PasswordsBusy))
  t.equal(await isPassword('salah', stored), false, 'afterwards there is room again')
})
