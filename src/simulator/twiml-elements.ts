/** The TwiML elements that this carrier executes: attributes and children, as in the typings of Twilio's own package. */
export type ElementRule = {
  readonly attributes: readonly string[]
  readonly children: readonly string[]
  readonly text?: 'required' | 'allowed'
}

const callback = ['statusCallback', 'statusCallbackMethod', 'statusCallbackEvent']
const recording = [
  'recordingStatusCallback',
  'recordingStatusCallbackMethod',
  'recordingStatusCallbackEvent',
  'recordingConfigurationId',
]
const machine = [
  'machineDetection',
  'machineDetectionTimeout',
  'machineDetectionSpeechThreshold',
  'machineDetectionSpeechEndThreshold',
  'machineDetectionSilenceTimeout',
  'amdStatusCallback',
  'amdStatusCallbackMethod',
]
const speech = ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w']

export const voiceElements: Readonly<Record<string, ElementRule>> = {
  Response: {
    attributes: [],
    children: ['Say', 'Play', 'Pause', 'Gather', 'Record', 'Dial', 'Enqueue', 'Leave', 'Redirect', 'Reject', 'Hangup'],
  },
  Say: { attributes: ['voice', 'language', 'loop'], children: speech, text: 'required' },
  Play: { attributes: ['loop', 'digits'], children: [], text: 'allowed' },
  Pause: { attributes: ['length'], children: [] },
  Gather: {
    attributes: [
      'action',
      'method',
      'input',
      'numDigits',
      'finishOnKey',
      'timeout',
      'actionOnEmptyResult',
      'speechTimeout',
      'speechModel',
      'hints',
      'language',
      'profanityFilter',
      'partialResultCallback',
      'partialResultCallbackMethod',
      'maxSpeechTime',
      'bargeIn',
      'enhanced',
      'debug',
    ],
    children: ['Say', 'Play', 'Pause'],
  },
  Record: {
    attributes: [
      'action',
      'method',
      'timeout',
      'finishOnKey',
      'maxLength',
      'playBeep',
      'trim',
      'transcribe',
      'transcribeCallback',
      ...recording,
    ],
    children: [],
  },
  Dial: {
    attributes: [
      'action',
      'method',
      'timeout',
      'timeLimit',
      'callerId',
      'answerOnBridge',
      'hangupOnStar',
      'record',
      'recordingTrack',
      'trim',
      'ringTone',
      'referUrl',
      'referMethod',
      'sequential',
      'events',
      'passports',
      'callReason',
      ...recording,
    ],
    children: ['Number', 'Client', 'Sip', 'Queue', 'Conference'],
    text: 'allowed',
  },
  Number: {
    attributes: ['url', 'method', 'sendDigits', 'byoc', ...callback, ...machine],
    children: [],
    text: 'required',
  },
  Sip: {
    attributes: ['url', 'method', 'username', 'password', ...callback, ...machine],
    children: [],
    text: 'required',
  },
  Client: { attributes: ['url', 'method', ...callback], children: ['Identity', 'Parameter'], text: 'allowed' },
  Identity: { attributes: [], children: [], text: 'required' },
  Parameter: { attributes: ['name', 'value'], children: [] },
  Queue: { attributes: ['url', 'method', 'reservationSid', 'postWorkActivitySid'], children: [], text: 'required' },
  Conference: {
    attributes: [
      'muted',
      'beep',
      'startConferenceOnEnter',
      'endConferenceOnExit',
      'waitUrl',
      'waitMethod',
      'maxParticipants',
      'record',
      'region',
      'coach',
      'trim',
      'eventCallbackUrl',
      'jitterBufferSize',
      'participantLabel',
      ...callback,
      ...recording,
    ],
    children: [],
    text: 'required',
  },
  Enqueue: {
    attributes: ['action', 'method', 'waitUrl', 'waitUrlMethod', 'workflowSid', 'maxQueueSize'],
    children: ['Task'],
    text: 'allowed',
  },
  Task: { attributes: ['priority', 'timeout'], children: [], text: 'required' },
  Leave: { attributes: [], children: [] },
  Redirect: { attributes: ['method'], children: [], text: 'required' },
  Reject: { attributes: ['reason'], children: ['Parameter'] },
  Hangup: { attributes: [], children: ['Parameter'] },
}

export const messagingElements: Readonly<Record<string, ElementRule>> = {
  Response: { attributes: [], children: ['Message', 'Redirect'] },
  Message: {
    attributes: ['to', 'from', 'action', 'method', 'statusCallback'],
    children: ['Body', 'Media'],
    text: 'allowed',
  },
  Body: { attributes: [], children: [], text: 'required' },
  Media: { attributes: [], children: [], text: 'required' },
  Redirect: { attributes: ['method'], children: [], text: 'required' },
}
