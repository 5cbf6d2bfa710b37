import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { openRecordingMedia, partOf, type RecordingMedia, readRange } from '../../src/telephony/recording-media.ts'

const accountSid = `AC${'5'.repeat(32)}`
const recordingSid = `RE${'a'.repeat(32)}`
const sound = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251))

type Asked = { readonly url: string; readonly authorization: string; readonly range: string | undefined }
type Answer = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | 'for ever'
}

/** A carrier's media address, and what was asked of it. */
async function carrier(t: Test, answer: (asked: Asked) => Answer) {
  const asked: Asked[] = []
  const cut: string[] = []
  const server = createServer((request, response) => {
    const { authorization = '', range } = request.headers
    const one = { url: request.url ?? '', authorization, range }
    asked.push(one)
    response.on('close', () => response.writableFinished || cut.push(one.url))
    const { status = 200, headers = {}, body = Buffer.alloc(0) } = answer(one)
    response.writeHead(status, headers)
    if (body === 'for ever') response.write(Buffer.alloc(1000))
    else response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/compatible/`
  const open = openRecordingMedia({ accountSid, credentials: { authToken: 'rahasia' }, apiUrl })
  return { open, asked, cut }
}

const whole = { headers: { 'content-type': 'audio/x-wav', 'content-length': String(sound.length) }, body: sound }
const ever = new AbortController().signal

async function heard(media: RecordingMedia): Promise<Buffer> {
  if (media.outcome !== 'audio') throw new Error(`it was ${media.outcome}`)
  return Buffer.concat(await media.body.toArray())
}

t.test('a recording comes by its sid from the carrier that we know, with our credentials', async (t) => {
  const { open, asked } = await carrier(t, () => whole)
  const media = await open(recordingSid, undefined, ever)
  t.match(media, { outcome: 'audio', type: 'audio/x-wav', length: sound.length, part: null })
  t.ok((await heard(media)).equals(sound))
  t.same(asked, [
    {
      url: `/compatible/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.wav`,
      authorization: `Basic ${Buffer.from(`${accountSid}:rahasia`).toString('base64')}`,
      range: undefined,
    },
  ])
})

t.test('a piece is asked of the carrier, and handed on as it gives it', async (t) => {
  const { open, asked } = await carrier(t, () => ({
    status: 206,
    headers: {
      'content-type': 'audio/x-wav',
      'content-range': `bytes 100-199/${sound.length}`,
      'content-length': '100',
    },
    body: sound.subarray(100, 200),
  }))
  const media = await open(recordingSid, 'bytes=100-199', ever)
  t.match(media, { length: 100, part: { first: 100, last: 199, size: sound.length } })
  t.ok((await heard(media)).equals(sound.subarray(100, 200)))
  t.equal(asked[0]?.range, 'bytes=100-199')
})

t.test('a carrier that always gives everything has it cut here', async (t) => {
  const { open } = await carrier(t, () => whole)
  for (const [range, first, last] of [
    ['bytes=0-', 0, sound.length - 1],
    ['bytes=70000-70000', 70_000, 70_000],
    ['bytes=65000-140000', 65_000, 140_000],
    ['bytes=-10', sound.length - 10, sound.length - 1],
    ['bytes=199990-999999', 199_990, sound.length - 1],
  ] as const) {
    const media = await open(recordingSid, range, ever)
    t.match(media, { length: last - first + 1, part: { first, last, size: sound.length } }, range)
    t.ok((await heard(media)).equals(sound.subarray(first, last + 1)), range)
  }
  t.same(await open(recordingSid, 'bytes=200000-', ever), { outcome: 'beyond', size: sound.length })
})

t.test('what the carrier does not give is told apart: beyond the end, gone, out of reach', async (t) => {
  const answers: Answer[] = [
    { status: 416, headers: { 'content-range': 'bytes */4711' } },
    { status: 404 },
    { status: 401 },
    { status: 503 },
    { status: 206, headers: { 'content-length': '3' }, body: Buffer.from('abc') },
  ]
  const { open } = await carrier(t, () => answers.shift() ?? {})
  t.same(await open(recordingSid, 'bytes=9000-', ever), { outcome: 'beyond', size: 4711 })
  t.same(await open(recordingSid, undefined, ever), { outcome: 'gone' })
  t.same(await open(recordingSid, undefined, ever), { outcome: 'unreachable', why: 'status 401' })
  t.same(await open(recordingSid, undefined, ever), { outcome: 'unreachable', why: 'status 503' })
  t.match(await open(recordingSid, 'bytes=0-2', ever), { outcome: 'unreachable' }, 'a piece that does not say which')
  const nobody = openRecordingMedia({ accountSid, credentials: { authToken: 'x' }, apiUrl: 'http://127.0.0.1:9' })
  t.match(await nobody(recordingSid, undefined, ever), { outcome: 'unreachable' })
})

t.test('who leaves in the middle ends the fetching', async (t) => {
  const { open, cut } = await carrier(t, () => ({ headers: { 'content-length': '1000000' }, body: 'for ever' }))
  const left = new AbortController()
  const media = await open(recordingSid, undefined, left.signal)
  const listening = heard(media)
  left.abort()
  await t.rejects(listening)
  while (cut.length === 0) await new Promise((resolve) => setImmediate(resolve))
  t.equal(cut.length, 1, 'the carrier is not kept sending')
})

t.test('only one range of bytes is a range', async (t) => {
  t.same(readRange('bytes=5-9'), { first: 5, last: 9 })
  t.same(readRange('bytes=5-'), { first: 5, last: null })
  t.same(readRange('bytes=-7'), { first: -7, last: null })
  for (const none of [
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=-0',
    'bytes=9-5',
    'bytes=1-2,4-5',
    'lines=1-2',
    'bytes=a-b',
  ])
    t.equal(readRange(none), null, String(none))
  t.same(
    partOf({ first: -500, last: null }, 100),
    { first: 0, last: 99, size: 100 },
    'more than there is, from the end',
  )
  t.equal(partOf({ first: 0, last: null }, 0), null)
})
