import { apiVersion } from './account.ts'
import { makeWav } from './audio.ts'
import type { Carrier } from './carrier.ts'
import type { Leg } from './leg.ts'
import { newSid } from './sid.ts'
import { methodOf } from './source.ts'
import { rfc2822 } from './voice-params.ts'

export type Recording = {
  readonly sid: string
  readonly callSid: string
  readonly conferenceSid: string | null
  readonly source: 'RecordVerb' | 'DialVerb' | 'Conference' | 'OutboundAPI'
  readonly startedAt: Date
  readonly seconds: number
  readonly channels: number
  /** What was said, for tests and captions; Twilio has no such thing. */
  readonly words: string
  /** The media exists only once it is completed; until then it answers 404. */
  status: 'processing' | 'completed' | 'absent' | 'deleted'
  wav: Buffer | null
}
export type RecordingCallback = {
  readonly url: string | undefined
  readonly method: string | undefined
  readonly events: string | undefined
}

export function recordingUrl(carrier: Carrier, recording: Recording): string {
  return `${carrier.baseUrl}/${apiVersion}/Accounts/${carrier.account.sid}/Recordings/${recording.sid}`
}

/**
 * Keeps a recording. Its media is fetchable a simulated second later, when the callback says `completed`: an action that already names
 * the URL comes before that, as at Twilio.
 */
export function keepRecording(
  carrier: Carrier,
  leg: Leg,
  made: Pick<Recording, 'source' | 'seconds' | 'words' | 'conferenceSid' | 'startedAt'>,
  callback: RecordingCallback,
): Recording {
  const recording: Recording = {
    ...made,
    sid: newSid('RE'),
    callSid: leg.sid,
    channels: 1,
    status: 'processing',
    wav: null,
  }
  carrier.recordings.set(recording.sid, recording)
  carrier.background(
    carrier.clock.sleep(1).then(async () => {
      recording.status = recording.seconds > 0 ? 'completed' : 'absent'
      if (recording.status === 'completed') recording.wav = makeWav(recording.seconds)
      const events = (callback.events ?? 'completed').split(/\s+/)
      if (!callback.url || !events.includes(recording.status)) return
      await carrier.webhooks.send({
        purpose: 'recording',
        url: callback.url,
        method: methodOf(callback.method),
        cookies: leg.cookies,
        params: {
          AccountSid: carrier.account.sid,
          CallSid: leg.sid,
          ...(recording.conferenceSid ? { ConferenceSid: recording.conferenceSid } : {}),
          RecordingSid: recording.sid,
          RecordingUrl: recordingUrl(carrier, recording),
          RecordingStatus: recording.status,
          RecordingDuration: String(recording.seconds),
          RecordingChannels: String(recording.channels),
          RecordingStartTime: rfc2822(recording.startedAt),
          RecordingSource: recording.source,
          RecordingTrack: 'both',
          ErrorCode: '0',
        },
      })
    }),
  )
  return recording
}
