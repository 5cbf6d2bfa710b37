import t from 'tap'
import type { Sessions } from '../../src/calls/sessions.ts'
import { beginCall } from '../../src/conversations/service.ts'
import type { Database } from '../../src/platform/postgres.ts'
import { listener, said, sharedDatabase, testHouse } from '../conversations/support/house.ts'
import { testDatabase } from '../support/database.ts'

type Asked = { readonly what: 'arrive' | 'turn' | 'status'; readonly given: Record<string, unknown> }

// Held open, so that a run by hand starts Postgres once.
await testDatabase(t)

function dialogue(database?: Database) {
  const asked: Asked[] = []
  const menu = { verb: 'gather', spoken: [said('Tekan 1.')], maxDigits: 1, finishOnKey: '', timeoutSeconds: 5 } as const
  const sessions: Sessions = {
    arrive: async (arrival, context) => {
      asked.push({ what: 'arrive', given: { ...arrival } })
      const { callSid, line, status } = arrival
      const call = { callSid, line, citizenId: null, callerKind: arrival.caller.kind, status }
      await database?.transact((tx) => beginCall(tx, call, context))
      return { outcome: 'answered', verbs: [menu], language: 'ind', turn: 1, epoch: 0 }
    },
    takeTurn: async (turn) => {
      await database?.transact(async () => {})
      asked.push({ what: 'turn', given: { ...turn } })
      if (turn.callSid === 'CAunknown') return { outcome: 'unknown_call' }
      if (turn.input.kind === 'digits' && turn.input.digits === '9') throw new Error('broken')
      return { outcome: 'answered', verbs: [menu], language: 'ind', turn: (turn.turn ?? 6) + 1, epoch: turn.epoch }
    },
    reportStatus: async (_tx, report) => {
      asked.push({ what: 'status', given: { ...report } })
    },
  }
  return { sessions, asked }
}

t.test("a citizen's call", async (t) => {
  const shared = await sharedDatabase(t)
  const { sessions, asked } = dialogue(shared.database)
  const { post } = await testHouse(t, { ...listener(), sessions }, { shared })
  const last = () => asked.at(-1)

  t.test('arrives and hears the menu, the same one for the same webhook', async (t) => {
    const form = { CallSid: 'CA1', From: '+6281200000001', To: '+62751000100', CallStatus: 'ringing' }
    const first = await post('/twilio/voice', form, 'token-1')
    t.equal(first.code, 200)
    t.same(first.problems, [])
    t.match(first.body, '/twilio/voice/turn?turn=1&amp;epoch=0')
    t.match(last()?.given, {
      callSid: 'CA1',
      line: '+62751000100',
      caller: { kind: 'number', address: '+6281200000001', canBeTexted: true },
      status: 'ringing',
      token: 'token-1',
    })
    t.equal((await post('/twilio/voice', form, 'token-1')).body, first.body)
  })

  t.test('may be withheld, or come by SIP with an identity that the network vouches for', async (t) => {
    await post('/twilio/voice', { CallSid: 'CA2', From: 'anonymous', To: '112' })
    t.match(last()?.given.caller, { kind: 'withheld', address: '' })
    await post('/twilio/voice', {
      CallSid: 'CA3',
      From: 'sip:anonymous@trunk.example',
      To: 'sip:112@sahut.example',
      'SipHeader_P-Asserted-Identity': '<tel:+6281200000002>',
    })
    t.match(last()?.given.caller, { kind: 'number', address: '+6281200000002' })
  })

  t.test('takes its turns with what was pressed', async (t) => {
    const reply = await post('/twilio/voice/turn?turn=1&epoch=0', { CallSid: 'CA1', Digits: '2' }, 'token-2')
    t.match(reply.body, 'turn=2&amp;epoch=0')
    t.match(last()?.given, { turn: 1, epoch: 0, token: 'token-2', input: { kind: 'digits', digits: '2' } })
    await post('/twilio/voice/turn?turn=2&epoch=0&silence=1', { CallSid: 'CA1' })
    t.match(last()?.given, { turn: 2, input: { kind: 'silence' } })
  })

  t.test('comes without a turn after a move', async (t) => {
    const reply = await post('/twilio/voice/turn?epoch=4', { CallSid: 'CA1' })
    t.match(last()?.given, { turn: null, epoch: 4, input: { kind: 'continue' } })
    t.match(reply.body, 'turn=7&amp;epoch=4')
  })

  t.test('that is unknown, or whose turn fails, gets an apology and the duty line', async (t) => {
    const unknown = await post('/twilio/voice/turn?turn=1&epoch=0', { CallSid: 'CAunknown' })
    const broken = await post('/twilio/voice/turn?turn=3&epoch=0', { CallSid: 'CA1', Digits: '9' })
    const nobody = await post('/twilio/voice', {})
    for (const { code, body, problems } of [unknown, broken, nobody]) {
      t.equal(code, 200)
      t.match(body, '+62751000112')
      t.same(problems, [])
    }
  })

  t.test('tells its status, which is answered without words', async (t) => {
    const reply = await post('/twilio/voice/status', {
      CallSid: 'CA1',
      CallStatus: 'completed',
      CallDuration: '12',
      Timestamp: 'Sat, 21 Nov 2026 08:00:00 +0000',
    })
    t.equal(reply.code, 204)
    t.equal(reply.body, '')
    t.same(last(), {
      what: 'status',
      given: { callSid: 'CA1', status: 'completed', durationSeconds: 12, at: Date.parse('2026-11-21T08:00:00Z') },
    })
    const count = asked.length
    t.equal((await post('/twilio/voice/status', { CallSid: 'CA1', CallStatus: 'strange' })).code, 204)
    t.equal(asked.length, count, 'what says nothing changes nothing')
  })
})

t.test('a line that was told to use GET serves the whole call', async (t) => {
  const { sessions, asked } = dialogue()
  const { get } = await testHouse(t, { ...listener(), sessions })
  const form = { CallSid: 'CA1', From: '+6281200000001', To: '+62751000100', CallStatus: 'ringing' }
  const first = await get('/twilio/voice', form)
  t.equal(first.code, 200)
  t.same(first.problems, [])
  t.match(asked.at(-1), { what: 'arrive', given: { callSid: 'CA1', line: '+62751000100' } })
  const second = await get('/twilio/voice/turn?turn=1&epoch=0', { CallSid: 'CA1', Digits: '2' })
  t.match(second.body, 'turn=2&amp;epoch=0')
  t.match(asked.at(-1)?.given, { turn: 1, epoch: 0, input: { kind: 'digits', digits: '2' } })
  t.match(
    (await get('/twilio/voice/turn?turn=1&epoch=0')).body,
    '+62751000112',
    'a redirect that lost the fields: a human',
  )
  t.equal((await get('/twilio/voice/status', { CallSid: 'CA1', CallStatus: 'completed' })).code, 204)
  t.match(asked.at(-1), { what: 'status', given: { callSid: 'CA1', status: 'completed' } })
})

t.test('a database that does not answer holds the caller and loses no key', async (t) => {
  const shared = await sharedDatabase(t, 1)
  const { sessions, asked } = dialogue(shared.database)
  const { post } = await testHouse(t, { ...listener(), sessions }, { deadlineMilliseconds: 100, shared })
  const busy = await shared.database.pool.connect()
  const held = await post('/twilio/voice/turn?turn=1&epoch=0', { CallSid: 'CA1', Digits: '2' }).finally(() =>
    busy.release(),
  )
  t.match(held.body, 'Mohon tunggu.')
  const next = /<Redirect[^>]*>https:\/\/sahut.example([^<]*)</.exec(held.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const reply = await post(next, { CallSid: 'CA1' })
  t.match(reply.body, 'turn=2&amp;epoch=0')
  t.match(asked.at(-1)?.given, { turn: 1, input: { kind: 'digits', digits: '2' } })
})

t.test('only the carrier is heard', async (t) => {
  const { sessions, asked } = dialogue()
  const { inject } = await testHouse(t, { ...listener(), sessions })
  for (const url of [
    '/twilio/voice',
    '/twilio/voice/turn',
    '/twilio/voice/status',
    '/twilio/voice/leg',
    '/twilio/voice/conference',
  ])
    t.equal((await inject({ method: 'POST', url, payload: { CallSid: 'CA1' } })).statusCode, 403, url)
  t.equal(asked.length, 0)
})
