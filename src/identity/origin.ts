/** Where a sign-in comes from: an IP address, narrowed to what a rule needs. */

/** The eight groups of an IPv6 address, or null for what is none. */
function groupsOf(address: string): readonly number[] | null {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const gap = tail === undefined ? 0 : 8 - before.length - after.length
  const all = [...before, ...Array.from({ length: Math.max(0, gap) }, () => 0), ...after]
  return all.length === 8 && all.every((group) => group >= 0 && group <= 0xffff) ? all : null
}

/** `::ffff:10.0.0.1` is an IPv4 address that a socket of both kinds wrote. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')

const prefix = (address: string, count: number) =>
  groupsOf(address)
    ?.slice(0, count)
    .map((group) => group.toString(16))
    .join(':')

/** Who is counted as one: an IPv4 address, or the /64 of IPv6, of which a household has all addresses. */
export function sourceOf(address: string): string {
  const text = plain(address)
  return text.includes(':') ? (prefix(text, 4) ?? text) : text
}

/** What the audit keeps: the /24 or the /48, enough to tell the office from another country, not to find a person. */
export function networkOf(address: string): string {
  const text = plain(address)
  if (!text.includes(':')) return text.replace(/\.\d+$/, '.0/24')
  const network = prefix(text, 3)
  return network === undefined ? 'unknown' : `${network}::/48`
}
