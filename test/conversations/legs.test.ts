import t from 'tap'
import { endLeg, findLeg, placeLeg, timeline } from '../../src/conversations/service.ts'
import { arrived, listener, offer, said, testHouse } from './support/house.ts'

const target = { kind: 'number', number: '+6281100000001' } as const

t.test('a leg that we placed', async (t) => {
  const listening = listener((leg, moment) =>
    moment.kind === 'digits'
      ? [{ verb: 'join', conference: offer, label: leg.id, endsOnExit: true, leavesOnStar: true }]
      : [{ verb: 'gather', spoken: [said('Tekan 1.')], maxDigits: 1, finishOnKey: '', timeoutSeconds: 5 }],
  )
  const house = await testHouse(t, listening)
  const { database, post, at, wakes } = house
  const place = (urgent = false, now = 1_000_000) =>
    database.transact(async (tx) =>
      placeLeg(
        tx,
        { purpose: 'operator', about: offer, citizenCallSid: 'CA1', target, ringSeconds: 20, urgent },
        at(now),
      ),
    )
  const told = (legId: string) => listening.told.filter((each) => 'leg' in each && each.leg.id === legId)
  await arrived(database)

  t.test('wakes the executor with its id after the commit', async (t) => {
    const id = await place()
    t.same(wakes.at(-1), { queue: 'carrier', id, isUrgent: true })
    t.match(await findLeg(database, id), { purpose: 'operator', about: offer, legSid: null, status: 'queued' })
  })

  t.test('is bound by its first webhook and hears its turns', async (t) => {
    const id = await place()
    const first = await post(`/twilio/voice/leg?command=${id}&turn=0&epoch=0`, { CallSid: 'CAop1' }, 'one')
    t.same(first.problems, [])
    t.match(first.body, `command=${id}&amp;turn=1`)
    t.match(await findLeg(database, id), { legSid: 'CAop1', status: 'in-progress', turn: 1 })
    const pressed = await post(
      `/twilio/voice/leg?command=${id}&turn=1&epoch=0`,
      { CallSid: 'CAop1', Digits: '1' },
      'two',
    )
    t.match(pressed.body, `participantLabel="${id}"`)
    t.match(pressed.body, 'endConferenceOnExit="true"')
    t.same(pressed.problems, [])
    t.same(
      told(id).map((each) => (each.what === 'spoke' ? each.moment : each.what)),
      [{ kind: 'answered' }, { kind: 'digits', digits: '1' }],
    )
  })

  t.test('a second identical webhook gets the same document and nothing happens twice', async (t) => {
    const id = await place()
    const ask = (turn: number, token: string, form: Record<string, string> = {}) =>
      post(`/twilio/voice/leg?command=${id}&turn=${turn}&epoch=0`, { CallSid: 'CAop2', ...form }, token)
    const answers = await Promise.all([ask(0, 'a'), ask(0, 'a'), ask(0, 'b'), ask(0, 'a')])
    t.equal(new Set(answers.map(({ body }) => body)).size, 1)
    const pressed = await ask(1, 'c', { Digits: '1' })
    t.equal((await ask(1, 'd', { Digits: '1' })).body, pressed.body)
    t.equal((await ask(0, 'e')).body, pressed.body, 'an old turn hears the present document')
    t.equal(told(id).length, 2)
  })

  t.test('of two calls of one command the second hears that it was taken', async (t) => {
    const id = await place()
    await post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid: 'CAop3' })
    const second = await post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid: 'CAop4' })
    t.match(second.body, 'Sudah ditangani.')
    t.match(second.body, '<Hangup/>')
    t.same(second.problems, [])
    t.equal(told(id).length, 1)
    await post(`/twilio/voice/status?command=${id}`, { CallSid: 'CAop4', CallStatus: 'completed' })
    t.equal((await findLeg(database, id))?.endedAt, null, 'and its end is not the end of the leg')
  })

  t.test('a call that answers takes the place of one that only rings, which is hung up', async (t) => {
    const id = await place()
    await post(`/twilio/voice/status?command=${id}`, { CallSid: 'CAop5', CallStatus: 'ringing' })
    t.equal((await findLeg(database, id))?.legSid, 'CAop5')
    await post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid: 'CAop6' })
    t.equal((await findLeg(database, id))?.legSid, 'CAop6')
    const { rows } = await database.pool.query(
      `select payload from carrier_commands where kind = 'end_call' and payload ->> 'sid' = 'CAop5'`,
    )
    t.equal(rows.length, 1)
  })

  t.test('its status goes forward only, and its end is told exactly once', async (t) => {
    const id = await place()
    const status = (CallStatus: string) => post(`/twilio/voice/status?command=${id}`, { CallSid: 'CAop7', CallStatus })
    t.equal((await status('ringing')).code, 204)
    await status('initiated')
    t.equal((await findLeg(database, id))?.status, 'ringing')
    await Promise.all([status('no-answer'), status('no-answer'), status('completed'), status('in-progress')])
    await status('no-answer')
    const ends = told(id).filter(({ what }) => what === 'ended')
    t.equal(ends.length, 1)
    const late = await post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid: 'CAop7' })
    t.match(late.body, '<Hangup/>')
    const kinds = (await timeline(database, 'CA1')).filter(
      ({ kind, facts }) => kind === 'leg.status' && facts.leg === id,
    )
    t.equal(kinds.filter(({ ignored }) => !ignored).length >= 2, true)
  })

  t.test('ended before anyone took its command it was never there', async (t) => {
    const id = await place()
    await database.transact((tx) => endLeg(tx, id, at(1_000_001)))
    t.match(await findLeg(database, id), { status: 'canceled', endedAt: 1_000_001 })
    const { rows } = await database.pool.query('select state from carrier_commands where id = $1', [id])
    t.same(rows, [{ state: 'unneeded' }])
    t.same(told(id), [])
    await database.transact((tx) => endLeg(tx, id, at(1_000_002)))
    const { rows: orders } = await database.pool.query(`select from carrier_commands where payload ->> 'legId' = $1`, [
      id,
    ])
    t.equal(orders.length, 0)
  })

  t.test('an unknown leg hears an apology and is hung up', async (t) => {
    for (const command of ['01900000-0000-7000-8000-00000000dead', 'nonsense']) {
      const reply = await post(`/twilio/voice/leg?command=${command}&turn=0`, { CallSid: 'CAx' })
      t.match(reply.body, 'Maaf, selesai.')
      t.match(reply.body, '<Hangup/>')
      t.notMatch(reply.body, '<Dial')
    }
  })
})

t.test('a browser that connects is followed as a leg', async (t) => {
  const listening = listener()
  const { database, post } = await testHouse(t, listening)
  await arrived(database)
  const form = { CallSid: 'CAbrowser', From: 'client:sari', offer }
  const replies = await Promise.all([post('/twilio/voice/client', form, 'a'), post('/twilio/voice/client', form, 'b')])
  t.equal(new Set(replies.map(({ body }) => body)).size, 1, 'two deliveries hear the same')
  t.same(replies[0]?.problems, [])
  const { rows } = await database.pool.query<{ id: string }>('select id from legs')
  t.equal(rows.length, 1)
  t.match(replies[0]?.body ?? '', `command=${rows[0]?.id}&amp;turn=1`)
  await post('/twilio/voice/status', { CallSid: 'CAbrowser', CallStatus: 'completed' })
  t.same(listening.whats(), ['ended'], 'its status needs no command in the address')
  t.match((await post('/twilio/voice/client', { ...form, offer: 'nonsense' })).body, 'Maaf, selesai.')
})
