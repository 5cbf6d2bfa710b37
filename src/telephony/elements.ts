import type MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js'
import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { type Element, type Holds, list, method, one, text, url, whole, yesNo } from './element.ts'
import { heardTags } from './hearing.ts'

/**
 * The elements that we emit, with their attributes and children: what a checker holds every document to. Names and values are
 * held to the typings of the `twilio` package by `satisfies`, so that a new version which drops one stops the compiler.
 */

type EachOf<List> = NonNullable<List> extends readonly (infer Each)[] ? Each : never

const callEvents = ['initiated', 'ringing', 'answered', 'completed'] as const satisfies readonly EachOf<
  VoiceResponse.NumberAttributes['statusCallbackEvent']
>[]
const recordingEvents = ['in-progress', 'completed', 'absent'] as const satisfies readonly EachOf<
  VoiceResponse.RecordAttributes['recordingStatusCallbackEvent']
>[]
const conferenceEvents = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const satisfies readonly EachOf<VoiceResponse.ConferenceAttributes['statusCallbackEvent']>[]
const beeps = [
  'true',
  'false',
  'onEnter',
  'onExit',
] as const satisfies readonly VoiceResponse.ConferenceAttributes['beep'][]
const trims = ['trim-silence', 'do-not-trim'] as const satisfies readonly VoiceResponse.RecordAttributes['trim'][]
const languages = ['id-ID', 'en-US', 'en-GB'] as const satisfies readonly VoiceResponse.SayAttributes['language'][]
const refusals = ['rejected', 'busy'] as const satisfies readonly VoiceResponse.RejectAttributes['reason'][]

type Attributes<Typings> = { readonly [Name in keyof Typings]?: Holds }
/** The children that the builder's class has a method for: `Gather` has `say`, so `Say` may stand in it. */
type ChildrenOf<Builder> = readonly Capitalize<keyof Builder & string>[]

const voice = {
  Say: {
    attributes: {
      language: one(...languages),
      voice: text(80),
      loop: whole(0, 1000),
    } satisfies Attributes<VoiceResponse.SayAttributes>,
    children: [],
    content: 'text',
    longest: 4096,
  },
  Play: {
    attributes: {
      loop: whole(0, 1000),
      digits: text(64),
    } satisfies Attributes<VoiceResponse.PlayAttributes>,
    children: [],
    content: 'url',
  },
  Pause: {
    attributes: { length: whole(1, 180) } satisfies Attributes<VoiceResponse.PauseAttributes>,
    children: [],
    content: null,
  },
  Gather: {
    attributes: {
      action: url,
      method,
      input: list(['dtmf', 'speech'] satisfies EachOf<VoiceResponse.GatherAttributes['input']>[]),
      numDigits: whole(1, 128),
      finishOnKey: one('', '#', '*', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
      timeout: whole(1, 600),
      actionOnEmptyResult: yesNo,
      language: one(...heardTags),
      // 500 phrases of 100 characters at most (13330).
      hints: text(50_500),
      speechTimeout: one('auto', '1', '2', '3', '4', '5'),
      maxSpeechTime: whole(1, 60),
      bargeIn: yesNo,
      profanityFilter: yesNo,
    } satisfies Attributes<VoiceResponse.GatherAttributes>,
    children: ['Say', 'Play', 'Pause'] satisfies ChildrenOf<VoiceResponse.Gather>,
    content: null,
  },
  Dial: {
    attributes: {
      action: url,
      method,
      callerId: text(256),
      timeout: whole(5, 600),
      timeLimit: whole(1, 86_400),
      answerOnBridge: yesNo,
      hangupOnStar: yesNo,
    } satisfies Attributes<VoiceResponse.DialAttributes>,
    children: ['Number', 'Sip', 'Client', 'Conference'] satisfies ChildrenOf<VoiceResponse.Dial>,
    content: null,
  },
  Number: {
    attributes: {
      url,
      method,
      byoc: text(64),
      sendDigits: text(64),
      statusCallback: url,
      statusCallbackEvent: list(callEvents),
      statusCallbackMethod: method,
    } satisfies Attributes<VoiceResponse.NumberAttributes>,
    children: [],
    content: 'text',
    longest: 32,
  },
  Sip: {
    attributes: {
      url,
      method,
      username: text(256),
      password: text(256),
      statusCallback: url,
      statusCallbackEvent: list(callEvents),
      statusCallbackMethod: method,
    } satisfies Attributes<VoiceResponse.SipAttributes>,
    children: [],
    content: 'text',
    longest: 255,
  },
  Client: {
    attributes: {
      url,
      method,
      statusCallback: url,
      statusCallbackEvent: list(callEvents),
      statusCallbackMethod: method,
    } satisfies Attributes<VoiceResponse.ClientAttributes>,
    children: ['Identity', 'Parameter'] satisfies ChildrenOf<VoiceResponse.Client>,
    content: 'text',
    longest: 121,
  },
  Identity: { attributes: {}, children: [], content: 'text', longest: 121 },
  Parameter: {
    attributes: { name: text(64), value: text(500) } satisfies Attributes<VoiceResponse.ParameterAttributes>,
    children: [],
    content: null,
  },
  Conference: {
    attributes: {
      muted: yesNo,
      beep: one(...beeps),
      startConferenceOnEnter: yesNo,
      endConferenceOnExit: yesNo,
      waitUrl: url,
      waitMethod: method,
      maxParticipants: whole(2, 250),
      coach: text(34),
      participantLabel: text(128),
      record: one('do-not-record', 'record-from-start'),
      statusCallback: url,
      statusCallbackEvent: list(conferenceEvents),
      statusCallbackMethod: method,
      recordingStatusCallback: url,
      recordingStatusCallbackEvent: list(recordingEvents),
      recordingStatusCallbackMethod: method,
    } satisfies Attributes<VoiceResponse.ConferenceAttributes>,
    children: [],
    content: 'text',
    longest: 128,
  },
  Record: {
    attributes: {
      action: url,
      method,
      timeout: whole(1, 600),
      finishOnKey: text(12),
      maxLength: whole(1, 14_400),
      playBeep: yesNo,
      trim: one(...trims),
      recordingStatusCallback: url,
      recordingStatusCallbackEvent: list(recordingEvents),
      recordingStatusCallbackMethod: method,
    } satisfies Attributes<VoiceResponse.RecordAttributes>,
    children: [],
    content: null,
  },
  Redirect: {
    attributes: { method } satisfies Attributes<VoiceResponse.RedirectAttributes>,
    children: [],
    content: 'url',
  },
  Reject: {
    attributes: { reason: one(...refusals) } satisfies Attributes<VoiceResponse.RejectAttributes>,
    children: [],
    content: null,
  },
  Hangup: { attributes: {}, children: [], content: null },
} as const satisfies Record<string, Element>

const messaging = {
  Message: {
    attributes: {
      to: text(256),
      from: text(256),
      action: url,
      method,
      statusCallback: url,
    } satisfies Attributes<MessagingResponse.MessageAttributes>,
    children: [],
    content: 'text',
    longest: 1600,
  },
} as const satisfies Record<string, Element>

export const elements: Readonly<Record<string, Element>> = {
  Response: {
    attributes: {},
    children: [
      ...([
        'Say',
        'Play',
        'Pause',
        'Gather',
        'Dial',
        'Record',
        'Redirect',
        'Reject',
        'Hangup',
      ] satisfies ChildrenOf<VoiceResponse>),
      ...(['Message'] satisfies ChildrenOf<MessagingResponse>),
    ],
    content: null,
  },
  ...voice,
  ...messaging,
}
