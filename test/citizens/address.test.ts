import t from 'tap'
import { type CallerAddress, canonical, masked } from '../../src/citizens/address.ts'

const caller = (kind: CallerAddress['kind'], address: string): CallerAddress => ({ kind, address, canBeTexted: false })

t.test('one caller has one canonical text', async (t) => {
  const cases: readonly (readonly [CallerAddress, string | null])[] = [
    [caller('number', '+62 812-0000-0001'), '+6281200000001'],
    [caller('sip', 'SIP:Warga@PBX.Example.ID:5060;transport=udp'), 'sip:Warga@pbx.example.id'],
    [caller('sip', 'sip:+6281200000001@112.example.id;user=phone'), 'sip:+6281200000001@112.example.id'],
    [caller('sip', 'sips:pbx.example.id?subject=x'), 'sips:pbx.example.id'],
    [caller('client', 'client:sari'), 'client:sari'],
    [caller('raw', ' 112 '), '112'],
    [caller('withheld', ''), null],
    [caller('withheld', '+6281200000001'), null],
    [caller('number', '  '), null],
  ]
  for (const [given, expected] of cases) t.equal(canonical(given), expected, `${given.kind} ${given.address}`)
})

t.test('a masked address tells callers apart and rings nobody up', async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['+6281200000001', '+62812•••0001'],
    ['+62751000100', '+62751•••0100'],
    ['02171234', '021•••34'],
    ['112', '•••'],
    ['sip:warga@pbx.example.id', 'sip:w•••@pbx.example.id'],
    ['sip:+6281200000001@112.example.id', 'sip:+62812•••0001@112.example.id'],
    ['client:sari', 'client:s•••'],
  ]
  for (const [address, expected] of cases) t.equal(masked(address), expected, address)
})
