import t from 'tap'
import { rescue, suspects } from '../../src/conversations/conference-service.ts'
import {
  adoptLeg,
  closeConversation,
  findCall,
  findLeg,
  openConversation,
  timeline,
} from '../../src/conversations/service.ts'
import { arrived, listener, offer, testHouse } from './support/house.ts'

t.test('a conference', async (t) => {
  const listening = listener()
  const { database, post, at, setClock } = await testHouse(t, listening)
  await arrived(database)

  const talk = async (conferenceSid: string) => {
    listening.told.length = 0
    const [conversation, leg] = await database.transact(async (tx) => {
      const legSid = `CAop${conferenceSid}`
      return [
        openConversation(tx, { citizenCallSid: 'CA1' }, at(1_000_000)),
        adoptLeg(tx, { purpose: 'operator', about: offer, citizenCallSid: 'CA1', legSid }, at(1_000_000)),
      ] as const
    })
    const event = (sequence: number, kind: string, label?: string) =>
      post('/twilio/voice/conference', {
        ConferenceSid: conferenceSid,
        FriendlyName: conversation,
        StatusCallbackEvent: kind,
        SequenceNumber: String(sequence),
        ...(label !== undefined && {
          ParticipantLabel: label,
          CallSid: label === 'citizen' ? 'CA1' : `CAop${conferenceSid}`,
        }),
      })
    return { conversation, leg, event }
  }
  const look = async (now: number) => {
    const found = await suspects(database, 10, at(now))
    return Promise.all(found.map((id) => database.transact((tx) => rescue(tx, id, listening.handlers, at(now)))))
  }

  t.test('tells once that a leg has met the citizen', async (t) => {
    const { leg, event } = await talk('CF1')
    await event(1, 'participant-join', 'citizen')
    t.same(listening.whats(), [])
    const replies = await Promise.all([1, 2, 3].map(() => event(2, 'participant-join', leg)))
    t.same(
      replies.map(({ code }) => code),
      [204, 204, 204],
    )
    t.same(listening.whats(), ['met'])
    await event(3, 'conference-start')
    t.same(listening.whats(), ['met'])
    t.equal((await findLeg(database, leg))?.metAt, 1_000_000)
    const { rows } = await database.pool.query(`select from conference_events where conference_sid = 'CF1'`)
    t.equal(rows.length, 3)
    t.equal((await timeline(database, 'CA1')).filter(({ kind }) => kind === 'conference.join').length, 2)
  })

  t.test('brings back a citizen whom everyone has left', async (t) => {
    const { conversation, leg, event } = await talk('CF2')
    await event(1, 'participant-join', 'citizen')
    await event(2, 'participant-join', leg)
    await event(3, 'participant-leave', leg)
    t.same(await look(1_001_000), [], 'but not at once: the end of the conference may be on its way')
    const before = (await findCall(database, 'CA1'))?.epoch ?? 0
    t.same(await look(1_002_000), [true])
    t.same(listening.whats(), ['met', 'stranded'])
    t.equal((await findCall(database, 'CA1'))?.epoch, before + 1)
    const { rows } = await database.pool.query('select state from conversations where id = $1', [conversation])
    t.same(rows, [{ state: 'closed' }])
    t.same(await look(1_009_000), [], 'once')
  })

  t.test('leaves a citizen alone who comes back without help', async (t) => {
    const { leg, event } = await talk('CF3')
    await event(1, 'participant-join', 'citizen')
    await event(2, 'participant-join', leg)
    await event(3, 'participant-leave', leg)
    await event(4, 'conference-end')
    t.same(await look(1_009_000), [])
    t.same(listening.whats(), ['met'])
  })

  t.test('is not fooled by events in the wrong order', async (t) => {
    const { leg, event } = await talk('CF4')
    await event(3, 'participant-join', leg)
    await event(4, 'participant-leave', 'citizen')
    await event(1, 'participant-join', 'citizen')
    await event(2, 'conference-start')
    t.same(await look(1_009_000), [])
    t.same(listening.whats(), ['met'])
  })

  t.test('of a closed conversation lets the citizen go', async (t) => {
    const { conversation, event } = await talk('CF5')
    await database.transact(async (tx) => closeConversation(tx, conversation, at(1_000_000)))
    setClock(1_020_000)
    await event(1, 'participant-join', 'citizen')
    t.same(await look(1_022_000), [true])
    t.same(listening.whats(), ['stranded'])
  })

  t.test('that is not ours changes nothing', async (t) => {
    for (const FriendlyName of ['somebody-elses', '01900000-0000-7000-8000-00000000dead']) {
      const form = { ConferenceSid: 'CF9', FriendlyName, StatusCallbackEvent: 'participant-join', SequenceNumber: '1' }
      t.equal((await post('/twilio/voice/conference', form)).code, 204)
    }
    const { rows } = await database.pool.query(`select from conference_events where conference_sid = 'CF9'`)
    t.equal(rows.length, 0)
  })
})

t.test('a recording is kept by its SID and goes forward only', async (t) => {
  const { database, post } = await testHouse(t, listener())
  await arrived(database)
  const report = (RecordingStatus: string, RecordingDuration: string) =>
    post('/twilio/voice/recording?turn=3&epoch=0', {
      RecordingSid: 'RE1',
      CallSid: 'CA1',
      RecordingStatus,
      RecordingDuration,
    })
  for (const [status, seconds] of [
    ['completed', '12'],
    ['in-progress', '0'],
    ['completed', '12'],
    ['absent', '0'],
  ] as const)
    t.equal((await report(status, seconds)).code, 204)
  const { rows } = await database.pool.query('select status, duration_seconds from recordings')
  t.same(rows, [{ status: 'completed', duration_seconds: 12 }])
  const told = (await timeline(database, 'CA1')).filter(({ kind }) => kind === 'recording.status')
  t.same(
    told.map(({ ignored }) => ignored),
    [false, true, true, true],
  )
})

t.test('a lone participant hears silence that is asked for again', async (t) => {
  const { post } = await testHouse(t, listener())
  t.match((await post('/twilio/voice/wait')).body, '<Pause')
})
