import t from 'tap'
import { networkOf, sourceOf } from '../../src/identity/origin.ts'

t.test('one who guesses is one address, or one household of IPv6', async (t) => {
  t.equal(sourceOf('10.0.0.7'), '10.0.0.7')
  t.equal(sourceOf('::ffff:10.0.0.7'), '10.0.0.7', 'as a socket of both kinds writes it')
  t.equal(sourceOf('2001:db8:1:2:aaaa:bbbb:cccc:dddd'), sourceOf('2001:db8:1:2::1'))
  t.not(sourceOf('2001:db8:1:2::1'), sourceOf('2001:db8:1:3::1'))
  t.equal(sourceOf('fe80::1%eth0'), sourceOf('fe80::2'))
  t.equal(sourceOf('::1'), '0:0:0:0')
})

t.test('the audit keeps the network, not the address', async (t) => {
  t.equal(networkOf('10.20.30.40'), '10.20.30.0/24')
  t.equal(networkOf('::ffff:10.20.30.40'), '10.20.30.0/24')
  t.equal(networkOf('2001:db8:1:2:aaaa:bbbb:cccc:dddd'), '2001:db8:1::/48')
  for (const odd of ['1:2:3', 'g::1', '1:2:3:4:5:6:7:8:9']) t.equal(networkOf(odd), 'unknown', odd)
})
