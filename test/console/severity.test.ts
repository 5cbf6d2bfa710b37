import t from 'tap'
import { beginCall, note } from '../../src/conversations/service.ts'
import { raiseEmergency } from '../../src/emergency/service.ts'
import { judgeEmergency } from '../../src/emergency/severity-service.ts'
import { openTicket } from '../../src/tickets/service.ts'
import { deskStory } from './desk-story.ts'

const callSid = `CA${'8'.repeat(32)}`

/** Somebody who cannot speak has pressed keys, is judged, and rings at sari's desk. */
async function silentCaller(t: Parameters<typeof deskStory>[0]) {
  const house = await deskStory(t)
  await house.add('rina', 'supervisor')
  const [sari, rina] = [await house.enter('sari'), await house.enter('rina')]
  await sari('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })
  const code = await house.database.transact(async (tx) => {
    const context = house.system()
    const { citizenId } = house
    const call = { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'in-progress' } as const
    await beginCall(tx, call, context)
    const ticket = await openTicket(tx, { contact: callSid, channel: 'voice', citizenId, kind: 'emergency' }, context)
    const raising = { callSid, kind: 'umum', ladder: 'umum', lane: 'umum', arrivedAt: context.now }
    const { waitId } = await raiseEmergency(tx, house.dispatch, raising, context)
    const told = { question: 'bahaya', answer: 'ya', gravity: 'life' } as const
    note(tx, { callSid, kind: 'emergency.told', facts: { node: 'darurat_senyap', ...told } }, context)
    await judgeEmergency(
      tx,
      { callSid, waitId, unknownKind: 'umum', words: [], answers: [told], silent: true },
      context,
    )
    return ticket.code
  })
  return { house, sari, rina, code }
}

const severity = {
  class: 'life',
  silent: true,
  reasons: [{ because: 'answer', question: 'bahaya', answer: 'ya' }, { because: 'cannot_speak' }],
}

t.test('whoever is rung sees how grave it is, why, and what the keys have answered', async (t) => {
  const { sari } = await silentCaller(t)
  const { offer } = (await sari('GET', '/api/desk')).body
  t.match(offer.call, { emergency: { severity }, openLine: false })
  t.match(offer.call.heard, [{ kind: 'answered', option: 'bahaya', words: 'ya' }])
})

t.test('whoever watches sees it beside the ladder, and the ticket keeps it', async (t) => {
  const { rina, code } = await silentCaller(t)
  t.match((await rina('GET', '/api/emergencies')).body.emergencies, [{ callSid, severity }])
  t.match((await rina('GET', `/api/tickets/${code}`)).body, { emergency: { kind: 'umum', severity } })
})

t.test('an open line is told to whoever is rung, and is no emergency', async (t) => {
  const house = await deskStory(t)
  const sari = await house.enter('sari')
  await house.calls()
  await house.waits(undefined, true)
  await sari('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })
  t.match((await sari('GET', '/api/desk')).body.offer.call, { openLine: true, emergency: null })
})
