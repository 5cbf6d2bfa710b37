import fc from 'fast-check'
import t from 'tap'
import { recoveryBytes, recoveryHash, writtenCode } from '../../src/identity/recovery-code.ts'

t.test('a recovery code is written in fours, and found again however it is typed', async (t) => {
  const code = writtenCode(Uint8Array.from({ length: recoveryBytes }, (_, index) => index * 25))
  t.match(code, /^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/)
  const stored = recoveryHash(code)
  for (const typed of [code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `])
    t.same(recoveryHash(typed), stored, typed)
  t.notMatch(stored?.toString('latin1'), code.slice(0, 4))
})

t.test('different bytes are different codes; what cannot be one is none', async (t) => {
  const bytes = fc.uint8Array({ minLength: recoveryBytes, maxLength: recoveryBytes })
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      const isSame = Buffer.from(one).equals(Buffer.from(other))
      return isSame === (writtenCode(one) === writtenCode(other)) && recoveryHash(writtenCode(one)) !== null
    }),
  )
  for (const none of ['', '123456', 'ABCD-EFGH-IJKL', 'ABCD-EFGH-IJKL-MNO!', 'A'.repeat(17)])
    t.equal(recoveryHash(none), null, none)
})
