import t from 'tap'
import { targetOf } from '../../src/site/target.ts'

const dialling = { prefixes: ['+62'], sipHosts: ['psc.example'] }
const trunk = `BY${'0'.repeat(32)}`

const refused: readonly (readonly [string, RegExp])[] = [
  ...['110', '112', '113', '115', '117', '118', '119', '129', '123456', '1'].map(
    (code) => [code, /bare short code/] as const,
  ),
  ['0751000112', /not a number in the form \+62/],
  ['62751000112', /not a number in the form \+62/],
  ['+62 751 000112', /not a number in the form \+62/],
  ['+62', /not a number/],
  ['+1900555123', /begins with none of dialling\.prefixes/],
  ['sip:', /not a SIP address/],
  ['sip:119', /not a SIP address/],
  ['sip:119@psc.example/x', /not a SIP address/],
  ['sip:119@evil.example', /not in dialling\.sip_hosts/],
  ['sip:119@psc.example.evil.example', /not in dialling\.sip_hosts/],
  ['sip:119@psc.example@evil.example', /not a SIP address/],
  ['', /not a number/],
]
for (const [target, why] of refused) {
  t.test(`"${target}" is refused`, async (t) => {
    const result = targetOf({ target }, dialling)
    t.match(result.outcome === 'refused' ? result.why.message : '', why)
  })
}

t.test('a full number, a SIP address, and a short code with its trunk may be dialled', async (t) => {
  t.same(targetOf({ target: '+62751000112' }, dialling), {
    outcome: 'target',
    target: { kind: 'number', number: '+62751000112' },
  })
  t.same(targetOf({ target: 'sip:119@psc.example' }, dialling), {
    outcome: 'target',
    target: { kind: 'sip', uri: 'sip:119@psc.example' },
  })
  t.same(targetOf({ target: '119', byoc_trunk: trunk }, dialling), {
    outcome: 'target',
    target: { kind: 'number', number: '119', byocTrunk: trunk },
  })
})
