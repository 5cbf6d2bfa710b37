import t from 'tap'
import twilio from 'twilio'
import { startCarrier } from '../support/phone.ts'
import { startApplication } from './application.ts'

t.test(
  "Twilio's own client works against the carrier: calls, conferences, participants, texts, recordings",
  async (t) => {
    const app = await startApplication(t, {
      '/twilio/voice':
        '<Dial><Conference beep="false" record="record-from-start" statusCallback="/c" statusCallbackEvent="end">c-1</Conference></Dial>',
      '/leg': '<Dial><Conference beep="false" participantLabel="sari">c-1</Conference></Dial>',
    })
    const carrier = await startCarrier(t, { appUrl: app.url, faults: { legWebhook: 'after-reply' } })
    const { sid, authToken } = carrier.simulator.account
    const client = twilio(sid, authToken)
    client.api.baseUrl = carrier.url
    const warga = carrier.phone('+6281200000001')
    const sari = carrier.phone('+6281100000001')
    await warga.dials('+62751000100')
    const events = ['initiated', 'answered', 'completed']
    const made = await client.calls.create({
      to: '+6281100000001',
      from: '+62751000100',
      url: `${app.url}/leg`,
      statusCallback: `${app.url}/leg/status`,
      statusCallbackEvent: events,
      timeout: 20,
    })
    t.ok(made.dateCreated instanceof Date && !Number.isNaN(made.dateCreated.getTime()))
    await sari.answers()
    await sari.talksWith(warga)
    const [conference] = await client.conferences.list({ friendlyName: 'c-1', status: 'in-progress' })
    const participants = client.conferences(conference?.sid ?? '').participants
    t.equal((await participants.list()).length, 2)
    t.match(await participants('sari').update({ hold: true, endConferenceOnExit: true }), {
      hold: true,
      endConferenceOnExit: true,
      callSid: made.sid,
    })
    const [ongoing] = await client.calls.list({ status: 'in-progress', to: '+62751000100' })
    t.equal(ongoing?.sid, warga.callSid)
    await client.calls(made.sid).update({ status: 'completed' })
    await warga.isHungUp()
    await carrier.until('the conference is over', () => app.on('/c').length === 1)
    await carrier.passes(2)
    t.equal(app.on('/leg/status').length, 3)
    const [recording] = await client.recordings.list({ conferenceSid: conference?.sid ?? '' })
    t.match(await client.recordings(recording?.sid ?? '').fetch(), {
      status: 'completed',
      source: 'Conference',
      channels: 1,
    })
    const text = await client.messages.create({ to: '+6281200000001', from: '+62751000100', body: 'Nomor 4711' })
    t.equal(text.status, 'queued')
    await warga.receivesText(/4711/)
    const error = await client
      .calls(made.sid)
      .update({ status: 'completed' })
      .catch((reason: unknown) => reason)
    t.match(error, { code: 21220, status: 400 })
  },
)
