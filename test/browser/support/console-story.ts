/** A console with something to see: a call with its recording and ticket, and an emergency that climbs. */
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Test } from 'tap'
import { hearRecording } from '../../../src/conversations/recording-service.ts'
import { advanceStatus, beginCall, note, placeCall } from '../../../src/conversations/service.ts'
import { sweepEmergencies } from '../../../src/emergency/jobs.ts'
import { raiseEmergency } from '../../../src/emergency/service.ts'
import { judgeEmergency } from '../../../src/emergency/severity-service.ts'
import { makeWav } from '../../../src/simulator/audio.ts'
import { fillTicket, openTicket } from '../../../src/tickets/service.ts'
import { consoleHouse } from '../../console/console-house.ts'

export const callSid = `CA${'1'.repeat(32)}`
export const emergencySid = `CA${'2'.repeat(32)}`

const rung = (name: string) => ({
  name,
  target: { kind: 'sip', uri: 'sip:119@psc.example' } as const,
  accepts: 'key' as const,
  ringSeconds: 20,
  talkSeconds: 10,
})
const ladder = {
  kind: 'medis',
  label: 'Darurat medis',
  rungs: ['PSC 119', 'Damkar'].map(rung),
  atOnce: 1,
  maxCallsPerTarget: 9,
  texts: [{ name: 'Koordinator PSC 119', number: '+6281100000119' }],
}

export async function consoleStory(t: Test) {
  const wav = makeWav(2)
  const played: string[] = []
  const house = await consoleHouse(t, {
    folder: join(import.meta.dirname, '../../../dist/console'),
    openRecording: async (id) => {
      played.push(id)
      return { outcome: 'audio', type: 'audio/x-wav', length: wav.length, part: null, body: Readable.from([wav]) }
    },
  })
  const url = await house.http.listen({ port: 0, host: '127.0.0.1' })
  await house.add('sari', 'operator')
  await house.add('opd', 'agency', 'pupr')
  const citizenId = await house.citizen('+6281200000001')
  const line = '+62751000100'
  const code = await house.database.transact(async (tx) => {
    const ctx = house.system()
    await beginCall(tx, { callSid, line, citizenId, callerKind: 'number', status: 'ringing' }, ctx)
    placeCall(tx, { callSid, node: 'catat_laporan', lane: 'umum' }, ctx)
    note(tx, { callSid, kind: 'choice.made', facts: { node: 'sapa', option: 'catat_laporan', digits: '2' } }, ctx)
    await hearRecording(tx, { recordingSid: 'RE1', callSid, status: 'completed', seconds: 2 }, ctx)
    await advanceStatus(tx, { callSid, status: 'completed', at: ctx.now + 60_000, durationSeconds: 60 }, ctx)
    const from = { contact: callSid, channel: 'voice', citizenId, kind: 'complaint', ownerAgencyId: 'kominfo' } as const
    const ticket = await openTicket(tx, from, ctx)
    const fields = { topic: 'jalan', district: 'lubuk_alung', descriptionRecording: 'RE1' }
    await fillTicket(tx, { ticketId: ticket.id, fields }, ctx)
    return ticket.code
  })

  /** Somebody presses 1; nobody is free, and the first rung rings. */
  async function emergency() {
    await house.database.transact(async (tx) => {
      const call = { callSid: emergencySid, line, citizenId, callerKind: 'number', status: 'in-progress' } as const
      await beginCall(tx, call, house.system())
      const raising = {
        callSid: emergencySid,
        kind: 'medis',
        ladder: 'medis',
        lane: 'umum',
        arrivedAt: house.clock.now,
      }
      const { waitId } = await raiseEmergency(tx, house.dispatch, raising, house.system())
      const words = [{ word: 'tidak sadar', gravity: 'life' }] as const
      const answers = [{ question: 'bahaya', answer: 'ya', gravity: 'life' }] as const
      const judging = { callSid: emergencySid, waitId, unknownKind: 'umum', words, answers, silent: true }
      await judgeEmergency(tx, judging, house.system())
    })
    const alerts = {
      ...{ sealer: house.sealer, publicUrl: url, region: 'Kabupaten Uji', zone: 'Asia/Jayapura' },
      kindLabel: () => ladder.label,
      districtName: () => null,
    }
    const climbing = { ...house.dispatch, alerts, ladderOf: () => ladder, onExhausted: () => {} }
    await sweepEmergencies(house.database, climbing, house.system())
  }

  return { house, url, code, played, emergency }
}
