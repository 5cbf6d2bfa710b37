import { createHmac } from 'node:crypto'
import { parse, stringify } from 'node:querystring'
import fc from 'fast-check'
import t from 'tap'
import twilio from 'twilio'
import { keyedHash } from '../../src/telephony/keyed-hash.ts'
import { type SignedBody, sign, signatureCheck } from '../../src/telephony/signature.ts'
import { cases } from '../support/depth.ts'

const isSigned = (tokens: readonly string[], signature: string, url: string, body: SignedBody) =>
  signatureCheck(tokens)(signature, url, body)

const token = '12345678901234567890123456789012'

type Form = Readonly<Record<string, string | readonly string[]>>

/** Computed with Python's hmac over the URL and the sorted fields, not with the code under test. */
const vectors: readonly (readonly [string, string, Form, string])[] = [
  [
    'a plain form',
    'https://sahut.padangpariamankab.go.id/twilio/voice',
    { CallSid: 'CA0123456789abcdef0123456789abcdef', From: '+6281200000001', To: '+62751000100' },
    '1gkcRRGcUHLpjOaMi2QaCjjMHXY=',
  ],
  [
    'an apostrophe in the query',
    "https://sahut.example/twilio/voice/turn?place=Jum'at",
    { Digits: '1' },
    'exsVcKFzLSm4UOm6meEUutz29p4=',
  ],
  [
    'an apostrophe in a value',
    'https://sahut.example/twilio/voice',
    { FromCity: "Ma'rang" },
    'Zv4ki7AsUKL4JXwDJpZOKxuvWL8=',
  ],
  ['a pipe in the query', 'https://sahut.example/twilio/voice?a=1|2', { Digits: '#' }, 'olGeYNorAmjoUH1Tu8EhxisenNs='],
  [
    'an escaped space in the query',
    'https://sahut.example/twilio/voice?a=dua%20kata',
    { Digits: '*' },
    'rPev1bbrQ5I46vZyNT2VrnzKL70=',
  ],
  [
    'a plus in the query',
    'https://sahut.example/twilio/voice?a=dua+kata',
    { Body: 'a+b c' },
    'Fvxj47sRrL9ACSp5Y4N3Vvc6vc0=',
  ],
  [
    'characters beyond ASCII',
    'https://sahut.example/twilio/sms',
    { Body: 'Banjir di Lubuk Alung 🌊 — tolong', From: '+6281200000001' },
    'fMePon2t9CBfjFkHvXWeM/GnEqM=',
  ],
  ['empty values', 'https://sahut.example/twilio/voice', { CallerName: '', From: '' }, 'FewX4WSdXtaa/n6kjfRD5XH23tE='],
  [
    'repeated keys',
    'https://sahut.example/twilio/voice',
    { Tag: ['b', 'a', 'b'], Z: '1' },
    'iYCxj09YU6FbM7IGI2MPBFYw/cE=',
  ],
  [
    'a query in its own order',
    'https://sahut.example/twilio/voice/turn?turn=3&epoch=1&silence=1',
    {},
    'Mn0UORm0fJb1jYaVDKXyu1e35M4=',
  ],
]

t.test('requests that were signed elsewhere are accepted', async (t) => {
  for (const [name, url, form, signature] of vectors) {
    t.ok(isSigned([token], signature, url, { form }), name)
    t.equal(sign(token, url, form), signature, `${name}: signed the same`)
    t.ok(twilio.validateRequest(token, signature, url, { ...form }), `${name}: the package agrees`)
    t.notOk(isSigned([token], signature, `${url}x`, { form }), `${name}: another address is refused`)
    t.notOk(isSigned([token], signature, url, { form: { ...form, Extra: '1' } }), `${name}: another field is refused`)
    t.notOk(isSigned(['another token'], signature, url, { form }), `${name}: another token is refused`)
  }
})

t.test('keys and texts of every length and alphabet are hashed as the platform does', async (t) => {
  const texts = fc.string({ unit: 'binary', maxLength: 300 })
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), texts, texts, (key, one, other) => {
      const keyed = keyedHash(key)
      return [one, other, one].every((text) => keyed(text) === createHmac('sha1', key).update(text).digest('base64'))
    }),
    { numRuns: 300 },
  )
  for (const length of [63, 64, 65]) {
    const key = 'k'.repeat(length)
    t.equal(keyedHash(key)('text'), createHmac('sha1', key).update('text').digest('base64'), `a key of ${length} bytes`)
  }
})

t.test("the vendor's own published example is accepted", async (t) => {
  const form = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  }
  t.ok(isSigned(['12345'], 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', 'https://mycompany.com/myapp.php?foo=1&bar=2', { form }))
})

t.test('the port may be signed or left out', async (t) => {
  const withPort = '9ubSW+nLRsSH1vJ/EkWnv4FT8bc='
  t.ok(isSigned([token], withPort, 'https://sahut.example:8443/twilio/voice', { form: { Digits: '1' } }))
  const withStandardPort = 'FEaIF9yyQdti5q2f0ryfVKtnnUM='
  const status = 'https://sahut.example/twilio/voice/status'
  t.ok(isSigned([token], withStandardPort, status, { form: { CallStatus: 'completed' } }))
  const without = sign(token, 'https://sahut.example/twilio/voice', {})
  t.ok(isSigned([token], without, 'https://sahut.example:8443/twilio/voice', { form: {} }))
  t.notOk(isSigned([token], without, 'http://sahut.example/twilio/voice/', { form: {} }))
  t.notOk(isSigned([token], without, 'http://sahut.example/twilio/voice', { form: {} }), 'http is not https')
})

t.test('a fragment is never part of what is signed', async (t) => {
  const signature = sign(token, 'https://sahut.example/twilio/voice?a=1', { Digits: '1' })
  t.ok(isSigned([token], signature, 'https://sahut.example/twilio/voice?a=1#rc=2&ct=2000', { form: { Digits: '1' } }))
  t.equal(sign(token, 'https://sahut.example/twilio/voice?a=1#rc=2', { Digits: '1' }), signature)
})

t.test('while the token is rotated both the old and the new one count', async (t) => {
  const url = 'https://sahut.example/twilio/voice'
  t.ok(isSigned(['new', 'old'], sign('old', url, {}), url, { form: {} }))
  t.ok(isSigned(['new', 'old'], sign('new', url, {}), url, { form: {} }))
  t.notOk(isSigned(['new'], sign('old', url, {}), url, { form: {} }))
})

t.test('a JSON body is held to the hash in the address', async (t) => {
  const url =
    'https://sahut.example/twilio/voice?bodySHA256=7574707a7ac3ed67b4046a8ad20e20c4d96beae4971052221d4cc031fe5e3786'
  const signature = '35B6MGE8G+HiN5ZVJItKhDtEfVc='
  const raw = Buffer.from('{"b":"Ma\'rang","a":[1,2]}')
  t.ok(isSigned([token], signature, url, { raw }))
  t.ok(twilio.validateRequestWithBody(token, signature, url, raw.toString()))
  t.notOk(isSigned([token], signature, url, { raw: Buffer.from('{"b":"Ma\'rang","a":[1,3]}') }), 'another body')
  t.notOk(isSigned([token], signature, url, { form: {} }), 'the same address with an empty form')
  const bare = 'https://sahut.example/twilio/voice'
  t.notOk(isSigned([token], sign(token, bare, {}), bare, { raw }), 'no hash in the address')
})

const word = fc.string({ unit: fc.constantFrom(...'aZ09 +%\'|&=é🌊~*#;,/?:@!$()[]"<>'), maxLength: 12 })
const value = fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 4 }))
const forms = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), value, { maxKeys: 6 })
const urls = fc
  .tuple(
    fc.constantFrom('https', 'http'),
    fc.constantFrom('sahut.example', 'SAHUT.example', '[::1]', '10.0.0.1'),
    fc.constantFrom('', ':443', ':80', ':8443'),
    fc.array(fc.constantFrom('twilio', 'voice', 'a b', 'Ma%27rang', "Jum'at", 'ü', '..'), { maxLength: 3 }),
    fc.array(fc.tuple(word, word), { maxLength: 3 }),
  )
  .map(([scheme, host, port, path, query]) => {
    const asked = query.map(([name, value]) => `${name}=${value}`.replaceAll('#', '')).join('&')
    return `${scheme}://${host}${port}/${path.join('/')}${asked === '' ? '' : `?${asked}`}`
  })

/** How the carrier may have written the address that reached us; the last is a stranger's. */
const signedAs = {
  same: (url: string) => url,
  withoutPort: (url: string) => url.replace(/:\d+\//, '/'),
  escaped: (url: string) => new URL(url).toString(),
  /** The escaping of Node's old `querystring`, which some of the carrier's back ends use. */
  legacy: (url: string) => {
    const [path, query] = new URL(url).toString().split('?')
    return query === undefined ? url : `${path}?${stringify(parse(query))}`
  },
  other: (url: string) => `${url}&x=1`,
}
const ways = Object.keys(signedAs) as (keyof typeof signedAs)[]

t.test('whatever the package signs is accepted, and both judge every request alike', async (t) => {
  fc.assert(
    fc.property(urls, forms, fc.constantFrom(...ways), (url, form, how) => {
      const signedUrl = signedAs[how](url)
      const signature = twilio.getExpectedTwilioSignature(token, signedUrl, form)
      const ours = isSigned([token], signature, url, { form })
      if (ours !== twilio.validateRequest(token, signature, url, form)) return false
      return how === 'same' && !/:\d+\//.test(url) ? ours : true
    }),
    { numRuns: cases(400) },
  )
  t.pass()
})

t.test('no signature that is off by anything is accepted, and nothing odd throws', async (t) => {
  const url = 'https://sahut.example/twilio/voice/turn?turn=1&epoch=1'
  const right = sign(token, url, { Digits: '1' })
  fc.assert(
    fc.property(fc.nat(27), fc.constantFrom(...'ABCxyz019+/='), (at, letter) => {
      const wrong = right.slice(0, at) + letter + right.slice(at + 1)
      return wrong === right || !isSigned([token], wrong, url, { form: { Digits: '1' } })
    }),
  )
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), fc.anything(), (signature, odd, thing) => {
      const form = typeof thing === 'object' && thing !== null ? (thing as Record<string, unknown>) : { thing }
      return (
        !isSigned([token], signature, odd, { form }) &&
        !isSigned([token], right, odd, { form }) &&
        !isSigned([token], right, `${url}&odd=${odd}`, { form })
      )
    }),
    { numRuns: cases(400) },
  )
  t.notOk(isSigned([], right, url, { form: { Digits: '1' } }), 'without a token nothing is signed')
})
