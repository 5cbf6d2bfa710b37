import fc from 'fast-check'
import t from 'tap'
import { codeOf, isCode, lowestSerial, readCode, serialLimit, spoken, written } from '../../src/tickets/code.ts'

const serials = fc.integer({ min: lowestSerial, max: serialLimit - 1 })

t.test('a code ends in the check digit of Luhn', async (t) => {
  t.equal(codeOf(1_234_567), '12345674')
  t.equal(codeOf(7_992_739), '79927398', 'digits 7992739 have the check digit 8')
  t.equal(isCode('12345674'), true)
  t.equal(isCode('12345675'), false)
})

t.test('any single wrong digit is noticed', async (t) => {
  fc.assert(
    fc.property(serials, fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 9 }), (serial, place, shift) => {
      const code = codeOf(serial)
      const wrong = [...code].map((digit, at) => (at === place ? String((Number(digit) + shift) % 10) : digit)).join('')
      return isCode(code) && !isCode(wrong)
    }),
  )
  t.pass('no single wrong digit passed')
})

t.test('two neighbours swapped are noticed, but for 0 and 9', async (t) => {
  fc.assert(
    fc.property(serials, fc.integer({ min: 0, max: 6 }), (serial, place) => {
      const code = codeOf(serial)
      const [a = '', b = ''] = [code[place], code[place + 1]]
      fc.pre(a !== b && `${a}${b}` !== '09' && `${a}${b}` !== '90')
      return !isCode(code.slice(0, place) + b + a + code.slice(place + 2))
    }),
  )
  t.pass('no swap passed')
})

t.test('a code is read as people write it', async (t) => {
  t.equal(readCode(' #1234-5674'), '12345674')
  t.equal(readCode('1234 5674.'), '12345674')
  t.equal(readCode('1234567'), null)
  t.equal(readCode('12345675'), null)
  t.equal(readCode('status'), null)
})

t.test('a code is shown in two halves and said digit by digit', async (t) => {
  t.equal(written('12345674'), '1234 5674')
  t.equal(spoken('12345674'), '1 2 3 4, 5 6 7 4')
})

t.test('a serial of another length is refused', async (t) => {
  t.throws(() => codeOf(999_999), RangeError)
  t.throws(() => codeOf(10_000_000), RangeError)
})
