import fc from 'fast-check'
import t from 'tap'
import { type Caller, callerOf, canBeTexted, numberOf } from '../../src/telephony/caller.ts'

const number = (e164: string): Caller => ({ kind: 'number', e164 })
const withheld: Caller = { kind: 'withheld' }

t.test('who calls is read from what the network says', async (t) => {
  const cases: readonly (readonly [string | undefined, string | undefined, Caller])[] = [
    ['+6281200000001', undefined, number('+6281200000001')],
    ['081234567890', undefined, number('+6281234567890')],
    ['6281234567890', undefined, number('+6281234567890')],
    ['0751 123 456', undefined, number('+62751123456')],
    ['+12025550143', undefined, number('+12025550143')],
    ['tel:+6281200000001;phone-context=x', undefined, number('+6281200000001')],
    [undefined, undefined, withheld],
    ['', undefined, withheld],
    ['Anonymous', undefined, withheld],
    ['unknown', undefined, withheld],
    ['Restricted', undefined, withheld],
    ['+266696687', undefined, withheld],
    ['+7378742833', undefined, withheld],
    ['sip:anonymous@anonymous.invalid', undefined, withheld],
    ['client:petugas-sari', undefined, { kind: 'client', identity: 'petugas-sari' }],
    ['112', undefined, { kind: 'raw', text: '112' }],
    ['Dinas Kominfo', undefined, { kind: 'raw', text: 'Dinas Kominfo' }],
    ['sip:+6281200000001@ims.example;transport=udp', undefined, number('+6281200000001')],
    ['sip:%2B6281200000001@ims.example', undefined, number('+6281200000001')],
    ['sip:+6281200000001;npdi=yes@ims.example;user=phone', undefined, number('+6281200000001')],
    ['sip:081234567890@10.0.0.1:5060', undefined, number('+6281234567890')],
    ['sip:1001@pbx.example', undefined, { kind: 'sip', uri: 'sip:1001@pbx.example' }],
    ['sip:1234567@pbx.example', undefined, { kind: 'sip', uri: 'sip:1234567@pbx.example' }],
    ['sip:psc.example', undefined, { kind: 'sip', uri: 'sip:psc.example' }],
    ['sip:posko%zz@psc.example', undefined, { kind: 'sip', uri: 'sip:posko%zz@psc.example' }],
    [
      'sip:112@psc.example',
      '"Warga" <sip:+6281200000001@ims.example;user=phone>',
      { kind: 'sip', uri: 'sip:112@psc.example', asserted: '+6281200000001' },
    ],
    [
      'sip:112@psc.example',
      '<sip:warga@ims.example>, <tel:+6281200000001>',
      { kind: 'sip', uri: 'sip:112@psc.example', asserted: '+6281200000001' },
    ],
    [
      'sip:112@psc.example',
      '<sip:warga@ims.example>',
      { kind: 'sip', uri: 'sip:112@psc.example', asserted: 'sip:warga@ims.example' },
    ],
    ['sip:+6281200000001@ims.example', '<tel:+6281200000002>', number('+6281200000002')],
    [
      'anonymous',
      '<tel:+6281200000001>',
      { kind: 'sip', uri: 'sip:anonymous@anonymous.invalid', asserted: '+6281200000001' },
    ],
    ['anonymous', '<sip:anonymous@anonymous.invalid>', withheld],
    ['+6281200000001', '<tel:+6281200000002>', number('+6281200000001')],
  ]
  for (const [from, asserted, caller] of cases) t.same(callerOf(from, asserted), caller, `${from} ${asserted ?? ''}`)
})

t.test('a number is found whichever way it came', async (t) => {
  t.equal(numberOf(callerOf('+6281200000001')), '+6281200000001')
  t.equal(numberOf(callerOf('sip:112@psc.example', '<tel:+6281200000001>')), '+6281200000001')
  t.equal(numberOf(callerOf('sip:112@psc.example', '<sip:warga@ims.example>')), null)
  t.equal(numberOf(callerOf('anonymous')), null)
})

t.test('only an Indonesian mobile can be texted', async (t) => {
  t.ok(canBeTexted(callerOf('081234567890')))
  t.ok(canBeTexted(callerOf('sip:112@psc.example', '<tel:+6281200000001>')))
  for (const from of [
    '+62751000100',
    '+628001112112',
    '+12025550143',
    'anonymous',
    'client:a',
    'sip:1001@pbx.example',
    '112',
  ])
    t.notOk(canBeTexted(callerOf(from)), from)
})

t.test('nothing that arrives throws', async (t) => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', 'sip:', 'tel:', 'client:', '+'),
      (from, asserted, scheme) => {
        const caller = callerOf(scheme + from, `<${scheme}${asserted}>`)
        canBeTexted(caller)
        const e164 = numberOf(caller)
        return e164 === null || /^\+\d{5,15}$/.test(e164)
      },
    ),
    { numRuns: 1000 },
  )
  t.pass('1,000 callers')
})
