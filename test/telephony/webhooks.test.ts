import fc from 'fast-check'
import t from 'tap'
import { readArrival } from '../../src/telephony/webhooks/arrival.ts'
import { readClient } from '../../src/telephony/webhooks/client.ts'
import { readConference } from '../../src/telephony/webhooks/conference.ts'
import { deliveryToken } from '../../src/telephony/webhooks/delivery.ts'
import { readLeg } from '../../src/telephony/webhooks/leg.ts'
import { readMessage, readMessageStatus } from '../../src/telephony/webhooks/message.ts'
import { readRecording } from '../../src/telephony/webhooks/recording.ts'
import { readStatus } from '../../src/telephony/webhooks/status.ts'
import { readTurn } from '../../src/telephony/webhooks/turn.ts'
import { cases } from '../support/depth.ts'

const CallSid = 'CA0123456789abcdef0123456789abcdef'

t.test('a call comes in', async (t) => {
  const form = { CallSid, From: 'sip:112@psc.example', To: '112', CallStatus: 'ringing', NewParameter: 'x' }
  t.same(readArrival({ ...form, 'SipHeader_P-Asserted-Identity': '<tel:+6281200000001>' }), {
    callSid: CallSid,
    caller: { kind: 'sip', uri: 'sip:112@psc.example', asserted: '+6281200000001' },
    dialled: '112',
    status: 'ringing',
    forwardedFrom: null,
    errorCode: null,
  })
  t.equal(readArrival({ CallSid, ErrorCode: '11200' })?.errorCode, 11200, 'as a fallback')
  t.equal(readArrival({ From: '+62' }), null, 'without a call there is nothing to answer')
})

t.test('only what arrived, whole and within its limit, is read', async (t) => {
  const long = `sip:${'x'.repeat(300)}@psc.example`
  t.same(readArrival({ CallSid, From: long })?.caller, { kind: 'withheld' }, 'too long an address is none')
  t.equal(readArrival(Object.create({ CallSid })), null, 'nothing is inherited')
  t.equal(readArrival({ CallSid: [CallSid] }), null, 'a repeated key is none')
})

t.test('what a caller does becomes the input of a flow', async (t) => {
  const query = { turn: '7', epoch: '2' }
  const inputs: readonly (readonly [string, object, object, object])[] = [
    ['a key', {}, { Digits: '1' }, { kind: 'digits', digits: '1' }],
    ['keys with star and hash', {}, { Digits: '*12#' }, { kind: 'digits', digits: '*12#' }],
    ['silence', { silence: '1' }, {}, { kind: 'silence' }],
    ['a key pressed at the last moment', { silence: '1' }, { Digits: '0' }, { kind: 'digits', digits: '0' }],
    ['no digits', {}, { Digits: '' }, { kind: 'continue' }],
    ['the document ran out', {}, {}, { kind: 'continue' }],
    [
      'words',
      { silence: '1' },
      { SpeechResult: 'Jalan rusak.', Confidence: '0.9123' },
      { kind: 'speech', text: 'Jalan rusak.', confidence: 0.9123 },
    ],
    ['words without a measure', {}, { SpeechResult: 'dua' }, { kind: 'speech', text: 'dua', confidence: 0.5 }],
    [
      'words with an odd measure',
      {},
      { SpeechResult: 'dua', Confidence: '92 %' },
      { kind: 'speech', text: 'dua', confidence: 0.5 },
    ],
    [
      'a key beside words',
      {},
      { SpeechResult: 'dua', Confidence: '0.8', Digits: '2' },
      { kind: 'digits', digits: '2' },
    ],
    ['words that are none', {}, { SpeechResult: ' ', Confidence: '0.0' }, { kind: 'silence' }],
    [
      'a speech without end is cut, not dropped',
      {},
      { SpeechResult: 'a'.repeat(3000), Confidence: '1' },
      { kind: 'speech', text: 'a'.repeat(500), confidence: 1 },
    ],
    ['too many digits', {}, { Digits: '1'.repeat(65) }, { kind: 'continue' }],
    ['digits that are none', {}, { Digits: '1;drop' }, { kind: 'continue' }],
    [
      'a recording ended by a key',
      {},
      { RecordingSid: 'RE1', RecordingDuration: '12', Digits: '#' },
      { kind: 'recorded', recordingSid: 'RE1', seconds: 12 },
    ],
    [
      'a recording ended by hanging up',
      {},
      { RecordingSid: 'RE1', RecordingDuration: '3', Digits: 'hangup' },
      { kind: 'recorded', recordingSid: 'RE1', seconds: 3 },
    ],
    ['hanging up while nothing was recorded', {}, { Digits: 'hangup' }, { kind: 'hangup' }],
    ['back from a conference', {}, { DialCallStatus: 'answered' }, { kind: 'returned', how: 'completed' }],
    [
      'back from a bridge in which nobody talked',
      {},
      { DialCallStatus: 'completed', DialCallSid: 'CA2', DialBridged: 'false' },
      { kind: 'returned', how: 'no-answer' },
    ],
    [
      'back from a bridge',
      {},
      { DialCallStatus: 'completed', DialCallSid: 'CA2', DialBridged: 'true' },
      { kind: 'returned', how: 'completed' },
    ],
    ['busy', {}, { DialCallStatus: 'busy' }, { kind: 'returned', how: 'busy' }],
    ['nobody answers', {}, { DialCallStatus: 'no-answer' }, { kind: 'returned', how: 'no-answer' }],
    ['an unknown end', {}, { DialCallStatus: 'exploded' }, { kind: 'returned', how: 'failed' }],
  ]
  for (const [name, more, form, input] of inputs)
    t.same(
      readTurn({ ...query, ...more }, { CallSid, CallStatus: 'in-progress', ...form }),
      { callSid: CallSid, turn: 7, epoch: 2, input, status: 'in-progress' },
      name,
    )
  t.equal(readTurn(query, { Digits: '1' }), null, 'without a call')
})

t.test('a leg of ours says which command placed it', async (t) => {
  const query = { command: '0190-ab', turn: '1', epoch: '3', step: 'accept' }
  t.same(readLeg(query, { CallSid, CallStatus: 'in-progress', Digits: '1', AnsweredBy: 'machine_start' }), {
    callSid: CallSid,
    command: '0190-ab',
    turn: 1,
    epoch: 3,
    step: 'accept',
    input: { kind: 'digits', digits: '1' },
    status: 'in-progress',
    isMachine: true,
  })
  t.equal(readLeg(query, { CallSid })?.isMachine, false)
  t.equal(readLeg({ turn: '1' }, { CallSid }), null, 'a leg without a command is none of ours')
})

t.test('a delivery is known by its token', async (t) => {
  t.equal(deliveryToken({ 'i-twilio-idempotency-token': 'abc-123' }), 'abc-123')
  for (const odd of [undefined, '', 'a b', 'x'.repeat(129), ['a', 'b']])
    t.equal(deliveryToken({ 'i-twilio-idempotency-token': odd }), null)
})

t.test('nothing that arrives throws, and nothing longer than its limit is let in', async (t) => {
  const readers = [
    readArrival,
    readConference,
    readMessage,
    readClient,
    (form: unknown) => readTurn(form, form),
    (form: unknown) => readLeg(form, form),
    (form: unknown) => readStatus(form, form),
    (form: unknown) => readRecording(form, form),
    (form: unknown) => readMessageStatus(form, form),
  ]
  const names = [
    'CallSid',
    'From',
    'To',
    'CallStatus',
    'Digits',
    'RecordingSid',
    'RecordingDuration',
    'RecordingStatus',
    'DialCallStatus',
    'ConferenceSid',
    'StatusCallbackEvent',
    'SequenceNumber',
    'Timestamp',
    'MessageSid',
    'MessageStatus',
    'Body',
    'turn',
    'command',
    '__proto__',
    'constructor',
  ]
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('CA1', 'completed', '1', 'x'.repeat(5000)),
    fc.array(fc.string()),
    fc.constant({ toString: 1 }),
  )
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...names), value)), (form) =>
      readers.every(
        (read) =>
          (JSON.stringify(read(form)) ?? '').length < 10_000 &&
          Object.values(read(form) ?? {}).every((each) => typeof each !== 'number' || Number.isSafeInteger(each)),
      ),
    ),
    { numRuns: cases(300) },
  )
  t.pass('2,000 forms')
})
