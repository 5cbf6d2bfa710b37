import { type Account, apiVersion, type Line } from '../account.ts'
import type { Carrier } from '../carrier.ts'
import type { Conference } from '../conference.ts'
import type { Leg } from '../leg.ts'
import { segments, type TextMessage } from '../messages.ts'
import type { Participant } from '../participant.ts'
import type { Queue } from '../queues.ts'
import { type Recording, recordingUrl } from '../recordings.ts'
import { rfc2822 } from '../voice-params.ts'

/** Where an account's resources live. */
export function base(account: Account): string {
  return `/${apiVersion}/Accounts/${account.sid}`
}

const dateOf = (date: Date | null) => (date ? rfc2822(date) : null)

export function callShape(carrier: Carrier, leg: Leg) {
  const uri = `${base(carrier.account)}/Calls/${leg.sid}`
  const subresource = (name: string) => `${uri}/${name}.json`
  return {
    sid: leg.sid,
    account_sid: carrier.account.sid,
    api_version: apiVersion,
    annotation: null,
    answered_by: leg.answeredBy,
    caller_name: null,
    date_created: rfc2822(leg.createdAt),
    date_updated: rfc2822(leg.updatedAt),
    direction: leg.direction,
    duration: leg.isOver ? String(leg.durationSeconds(carrier.clock.now())) : null,
    end_time: dateOf(leg.endedAt),
    forwarded_from: null,
    from: leg.from,
    from_formatted: leg.from,
    group_sid: null,
    parent_call_sid: leg.parent?.sid ?? null,
    phone_number_sid: leg.line?.sid ?? null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    start_time: dateOf(leg.answeredAt),
    status: leg.status === 'initiated' ? 'queued' : leg.status,
    subresource_uris: {
      notifications: subresource('Notifications'),
      recordings: subresource('Recordings'),
      streams: subresource('Streams'),
      events: subresource('Events'),
    },
    to: leg.to,
    to_formatted: leg.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  }
}

export function conferenceShape(carrier: Carrier, conference: Conference) {
  const uri = `${base(carrier.account)}/Conferences/${conference.sid}`
  return {
    sid: conference.sid,
    account_sid: carrier.account.sid,
    api_version: apiVersion,
    call_sid_ending_conference: conference.endedBy,
    date_created: rfc2822(conference.createdAt),
    date_updated: rfc2822(conference.updatedAt),
    friendly_name: conference.name,
    reason_conference_ended: conference.reasonEnded,
    region: 'us1',
    status: conference.status,
    subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
    uri: `${uri}.json`,
  }
}

export type ParticipantStatus = 'queued' | 'connecting' | 'ringing' | 'connected' | 'complete' | 'failed'

export function participantShape(
  carrier: Carrier,
  conference: Conference,
  one: Participant,
  status: ParticipantStatus,
) {
  return {
    account_sid: carrier.account.sid,
    call_sid: one.leg.sid,
    call_sid_to_coach: one.callSidToCoach,
    coaching: one.coaching,
    conference_sid: conference.sid,
    date_created: rfc2822(one.joinedAt),
    date_updated: rfc2822(one.updatedAt),
    end_conference_on_exit: one.endOnExit,
    hold: one.hold,
    label: one.label,
    muted: one.muted,
    queue_time: '0',
    start_conference_on_enter: one.startOnEnter,
    status,
    uri: `${base(carrier.account)}/Conferences/${conference.sid}/Participants/${one.leg.sid}.json`,
  }
}

export function messageShape(carrier: Carrier, text: TextMessage) {
  const uri = `${base(carrier.account)}/Messages/${text.sid}`
  return {
    sid: text.sid,
    account_sid: carrier.account.sid,
    api_version: apiVersion,
    body: text.body,
    date_created: rfc2822(text.createdAt),
    date_sent: dateOf(text.sentAt),
    date_updated: rfc2822(text.updatedAt),
    direction: text.direction,
    error_code: text.errorCode,
    error_message: text.errorCode ? 'Unknown destination handset' : null,
    from: text.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(segments(text.body)),
    price: null,
    price_unit: 'USD',
    status: text.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: text.to,
    uri: `${uri}.json`,
  }
}

export function recordingShape(carrier: Carrier, recording: Recording) {
  const uri = `${base(carrier.account)}/Recordings/${recording.sid}`
  return {
    sid: recording.sid,
    account_sid: carrier.account.sid,
    api_version: apiVersion,
    call_sid: recording.callSid,
    channels: recording.channels,
    conference_sid: recording.conferenceSid,
    date_created: rfc2822(recording.startedAt),
    date_updated: rfc2822(recording.startedAt),
    duration: recording.status === 'completed' ? String(recording.seconds) : null,
    encryption_details: null,
    error_code: null,
    media_url: recordingUrl(carrier, recording),
    price: null,
    price_unit: 'USD',
    source: recording.source,
    start_time: rfc2822(recording.startedAt),
    status: recording.status,
    subresource_uris: { transcriptions: `${uri}/Transcriptions.json` },
    uri: `${uri}.json`,
  }
}

export function queueShape(carrier: Carrier, queue: Queue) {
  const total = queue.waits.reduce((sum, wait) => sum + wait, 0)
  return {
    sid: queue.sid,
    account_sid: carrier.account.sid,
    friendly_name: queue.name,
    current_size: queue.members.length,
    max_size: queue.maxSize,
    average_wait_time: queue.waits.length === 0 ? 0 : Math.round(total / queue.waits.length),
    date_created: rfc2822(queue.createdAt),
    date_updated: rfc2822(queue.createdAt),
    uri: `${base(carrier.account)}/Queues/${queue.sid}.json`,
  }
}

export function lineShape(carrier: Carrier, line: Line) {
  const uri = `${base(carrier.account)}/IncomingPhoneNumbers/${line.sid}.json`
  const made = rfc2822(new Date(0))
  return {
    sid: line.sid,
    account_sid: carrier.account.sid,
    address_requirements: 'none',
    address_sid: null,
    api_version: apiVersion,
    beta: false,
    bundle_sid: null,
    capabilities: { voice: true, sms: line.smsUrl !== null, mms: false, fax: false },
    date_created: made,
    date_updated: made,
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    emergency_status: 'Inactive',
    friendly_name: line.name,
    identity_sid: null,
    origin: 'hosted',
    phone_number: line.number,
    sms_application_sid: null,
    sms_fallback_method: 'POST',
    sms_fallback_url: line.smsFallbackUrl,
    sms_method: 'POST',
    sms_url: line.smsUrl,
    status: 'in-use',
    status_callback: line.statusCallback,
    status_callback_method: 'POST',
    trunk_sid: null,
    uri,
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_fallback_method: 'POST',
    voice_fallback_url: line.voiceFallbackUrl,
    voice_method: line.voiceMethod,
    voice_receive_mode: 'voice',
    voice_url: line.voiceUrl,
  }
}
