import { Readable } from 'node:stream'
import t from 'tap'
import { hearRecording } from '../../src/conversations/recording-service.ts'
import { beginCall } from '../../src/conversations/service.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import type { RecordingMedia } from '../../src/telephony/recording-media.ts'
import { consoleHouse } from './console-house.ts'

const sound = Buffer.from('RIFF, and then a voice')
const asked: { id: string; range: string | undefined; signal: AbortSignal }[] = []
let answer: () => RecordingMedia
const usual = (): RecordingMedia => ({
  outcome: 'audio',
  type: 'audio/x-wav',
  length: sound.length,
  part: null,
  body: Readable.from([sound]),
})

t.test('recordings over the interface', async (t) => {
  const house = await consoleHouse(t, {
    openRecording: async (id, range, signal) => {
      asked.push({ id, range, signal })
      return answer()
    },
  })
  t.beforeEach(() => {
    asked.length = 0
    answer = usual
  })
  await Promise.all([
    house.add('sari', 'operator'),
    house.add('opd', 'agency', 'pupr'),
    house.add('admin', 'administrator'),
  ])
  await house.database.transact(async (tx) => {
    for (const callSid of ['CA1', 'CA2']) {
      const call = {
        callSid,
        line: '+62751000100',
        citizenId: null,
        callerKind: 'withheld',
        status: 'ringing',
      } as const
      await beginCall(tx, call, house.system())
    }
    const at = (seconds: number) => ({ now: house.clock.now + seconds * 1000, actor: 'carrier' })
    const recording = { callSid: 'CA1', status: 'completed', seconds: 12 } as const
    await hearRecording(tx, { ...recording, recordingSid: 'RE1' }, at(1))
    await hearRecording(tx, { ...recording, recordingSid: 'RE2', status: 'in-progress', seconds: 0 }, at(2))
    await hearRecording(tx, { ...recording, recordingSid: 'RE3', callSid: 'CA2' }, at(3))
  })
  const cookies = await house.cookiesOf('sari')
  const hear = (path: string, headers: Record<string, string> = {}) =>
    house.http.inject({ url: `/api/calls/${path}/audio`, cookies, headers })

  t.test('stand with their call, without a word of where the carrier keeps them', async (t) => {
    const { body } = await (await house.enter('sari'))('GET', '/api/calls/CA1')
    t.match(body.recordings, [
      { id: 'RE1', durationSeconds: 12, status: 'completed' },
      { id: 'RE2', durationSeconds: null, status: 'in-progress' },
    ])
    t.notMatch(JSON.stringify(body), /https?:/)
  })

  t.test('are heard through us, kept by no cache, and each opening stays in the audit once', async (t) => {
    const reply = await hear('CA1/recordings/RE1')
    t.equal(reply.statusCode, 200)
    t.ok(reply.rawPayload.equals(sound))
    t.match(reply.headers, {
      'content-type': 'audio/x-wav',
      'content-length': String(sound.length),
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    for (const range of ['bytes=0-', 'bytes=5-9']) await hear('CA1/recordings/RE1', { range })
    const entries = () => auditAbout(house.database, 'recording:RE1')
    t.match(await entries(), [{ action: 'recording.opened', actor: /^staff:/, facts: { callSid: 'CA1' } }])
    t.equal((await entries()).length, 1, 'a browser fetches one recording in pieces')
    house.clock.now += 11 * 60 * 1000
    await hear('CA1/recordings/RE1', { range: 'bytes=5-9' })
    t.equal((await entries()).length, 2, 'and later it is another opening, whichever piece is asked for')
  })

  t.test('give the piece that was asked for', async (t) => {
    const part = { first: 5, last: 9, size: sound.length }
    answer = () => ({
      ...usual(),
      outcome: 'audio',
      type: 'audio/x-wav',
      length: 5,
      part,
      body: Readable.from([sound.subarray(5, 10)]),
    })
    const reply = await hear('CA1/recordings/RE1', { range: 'bytes=5-9' })
    t.match([reply.statusCode, reply.body], [206, sound.toString().slice(5, 10)])
    t.equal(reply.headers['content-range'], `bytes 5-9/${sound.length}`)
    t.equal(asked[0]?.range, 'bytes=5-9')
    answer = () => ({ outcome: 'beyond', size: sound.length })
    const beyond = await hear('CA1/recordings/RE1', { range: 'bytes=900-' })
    t.match([beyond.statusCode, beyond.headers['content-range']], [416, `bytes */${sound.length}`])
  })

  t.test('of another call, of none, or not yet finished are not fetched at all', async (t) => {
    for (const [path, status, error] of [
      ['CA2/recordings/RE1', 404, 'unknown'],
      ['CA1/recordings/RE9', 404, 'unknown'],
      ['CA9/recordings/RE1', 404, 'unknown'],
      ['CA1/recordings/RE2', 409, 'not_ready'],
      ['CA1/recordings/..%2FRE1', 400, 'invalid'],
    ] as const) {
      const reply = await hear(path)
      t.match([reply.statusCode, reply.json()], [status, { error }], path)
    }
    t.same(asked, [])
  })

  t.test('that the carrier does not give say so in a word', async (t) => {
    answer = () => ({ outcome: 'gone' })
    t.match((await hear('CA1/recordings/RE1')).json(), { error: 'gone' })
    answer = () => ({ outcome: 'unreachable', why: 'status 503' })
    const reply = await hear('CA1/recordings/RE1')
    t.match([reply.statusCode, reply.json()], [502, { error: 'carrier_unreachable' }])
    t.notMatch(reply.body, /503/)
  })

  t.test('never come as something that a browser would run', async (t) => {
    answer = () => ({ outcome: 'audio', type: 'text/html', length: null, part: null, body: Readable.from([sound]) })
    t.equal((await hear('CA1/recordings/RE1')).headers['content-type'], 'application/octet-stream')
  })

  t.test('are for those who take and review calls', async (t) => {
    const before = (await auditAbout(house.database, 'recording:RE1')).length
    for (const login of ['opd', 'admin'])
      t.equal((await (await house.enter(login))('GET', '/api/calls/CA1/recordings/RE1/audio')).status, 403, login)
    t.equal((await house.http.inject('/api/calls/CA1/recordings/RE1/audio')).statusCode, 401)
    t.same(asked, [])
    t.equal((await auditAbout(house.database, 'recording:RE1')).length, before)
  })
})
