import fc from 'fast-check'
import t from 'tap'
import {
  type CallStatus,
  callStatuses,
  forward,
  isFinal,
  messageRankOf,
  rankOf,
} from '../../src/telephony/call-status.ts'
import { readClient } from '../../src/telephony/webhooks/client.ts'
import { readConference } from '../../src/telephony/webhooks/conference.ts'
import { readMessage, readMessageStatus } from '../../src/telephony/webhooks/message.ts'
import { readRecording } from '../../src/telephony/webhooks/recording.ts'
import { readStatus } from '../../src/telephony/webhooks/status.ts'
import { cases } from '../support/depth.ts'

const CallSid = 'CA0123456789abcdef0123456789abcdef'
const at = 'Sat, 21 Nov 2026 08:02:17 +0000'

t.test('statuses, conferences and recordings are reported', async (t) => {
  t.same(
    readStatus(
      { command: 'c-1' },
      {
        CallSid,
        CallStatus: 'completed',
        CallDuration: '61',
        SequenceNumber: '3',
        Timestamp: at,
        SipResponseCode: '200',
      },
    ),
    {
      callSid: CallSid,
      parentCallSid: null,
      command: 'c-1',
      status: 'completed',
      durationSeconds: 61,
      sequence: 3,
      at: Date.UTC(2026, 10, 21, 8, 2, 17),
      sipResponseCode: 200,
    },
  )
  t.equal(readStatus({}, { CallSid, CallStatus: 'levitating' }), null)
  t.equal(readStatus({}, { CallSid, CallStatus: 'constructor' }), null)
  t.equal(readStatus({}, { CallSid, CallStatus: 'ringing', Timestamp: 'yesterday' })?.at, null)
  t.equal(readStatus({}, { CallSid, CallStatus: 'ringing', Timestamp: 'Sat, 99 Nov 2026 08:02:17 +0000' })?.at, null)

  const left = {
    ConferenceSid: 'CF1',
    FriendlyName: 'c-1',
    StatusCallbackEvent: 'participant-leave',
    SequenceNumber: '4',
    Timestamp: at,
    CallSid,
    ParticipantLabel: 'citizen',
    ReasonParticipantLeft: 'participant_hung_up',
    Hold: 'false',
    Muted: 'true',
  }
  t.same(readConference(left), {
    conferenceSid: 'CF1',
    conference: 'c-1',
    happening: 'left',
    sequence: 4,
    at: Date.UTC(2026, 10, 21, 8, 2, 17),
    callSid: CallSid,
    label: 'citizen',
    reason: 'participant-hung-up',
    endedByCallSid: null,
    isHeld: false,
    isMuted: true,
    isCoaching: false,
  })
  t.equal(readConference({ ...left, StatusCallbackEvent: 'participant-speech-start' }), null, 'what we do not act on')

  const recording = {
    RecordingSid: 'RE1',
    CallSid,
    RecordingStatus: 'completed',
    RecordingDuration: '9',
    RecordingUrl: 'http://169.254.169.254/',
  }
  const read = readRecording({ turn: '2', epoch: '1' }, recording)
  t.same(read, {
    recordingSid: 'RE1',
    callSid: CallSid,
    conferenceSid: null,
    turn: 2,
    epoch: 1,
    status: 'completed',
    seconds: 9,
    channels: 1,
    startedAt: null,
  })
  t.notMatch(JSON.stringify(read), /169/, 'an address from a webhook is never kept')
})

t.test('text messages, and what becomes of ours', async (t) => {
  t.same(
    readMessage({ MessageSid: 'SM1', From: '+6281200000001', To: '+62751000100', Body: 'STATUS 12', NumMedia: '0' }),
    {
      messageSid: 'SM1',
      from: { kind: 'number', e164: '+6281200000001' },
      to: '+62751000100',
      body: 'STATUS 12',
      pictures: 0,
    },
  )
  t.equal(
    readMessage({ MessageSid: 'SM1', Body: 'a'.repeat(9999) })?.body.length,
    4096,
    "a citizen's words are cut, not dropped",
  )
  t.equal(
    readMessage({ MessageSid: 'SM1', Body: 'Api di\0 pasar' })?.body,
    'Api di pasar',
    'nor lost for a NUL, which the database cannot hold',
  )
  t.equal(readMessage({ MessageSid: 'SM1', To: 'a\0b' })?.to, '', 'any other field with a NUL counts as absent')
  t.ok(
    readMessage({ MessageSid: 'SM1', Body: `a${'😀'.repeat(3000)}` })?.body.isWellFormed(),
    'no emoji is cut in half',
  )
  t.same(readMessageStatus({ text: 't-1' }, { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30003' }), {
    messageSid: 'SM1',
    text: 't-1',
    status: 'undelivered',
    errorCode: 30003,
  })
  t.ok(messageRankOf('delivered') > messageRankOf('sent') && messageRankOf('read') > messageRankOf('delivered'))
})

t.test('a browser connects with the identity that we signed', async (t) => {
  t.same(readClient({ CallSid, From: 'client:sari', offer: 'o-1' }), {
    callSid: CallSid,
    identity: 'sari',
    offer: 'o-1',
  })
  t.equal(readClient({ CallSid, From: '+6281200000001', offer: 'o-1' }), null, 'a telephone is no browser')
})

t.test('a status only moves forward, in whatever order it is heard', async (t) => {
  const order: CallStatus[] = ['queued', 'initiated', 'ringing', 'in-progress']
  for (const [index, status] of order.entries()) t.equal(rankOf(status), index)
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...callStatuses), { minLength: 1, maxLength: 8 }), (heard) => {
      let known: CallStatus = 'queued'
      for (const status of heard) {
        const now = forward(known, status)
        if (rankOf(now) < rankOf(known)) return false
        if (isFinal(known) && now !== known) return false
        known = now
      }
      return (
        rankOf(known) === Math.max(...heard.map(rankOf)) &&
        known === [...heard, known].find((each) => rankOf(each) === rankOf(known))
      )
    }),
    { numRuns: cases(300) },
  )
})
