import { Readable } from 'node:stream'
import t from 'tap'
import { hearRecording } from '../../src/conversations/recording-service.ts'
import { beginCall } from '../../src/conversations/service.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t, {
  openRecording: async () => ({
    outcome: 'audio',
    type: 'audio/x-wav',
    length: 4,
    part: null,
    body: Readable.from([Buffer.from('RIFF')]),
  }),
})
await house.add('admin', 'administrator')
await house.add('sari', 'operator')
const citizenId = (await house.citizen('+6281200000001')) ?? ''
await house.database.transact(async (tx) => {
  const call = { callSid: 'CA1', line: '+62751000100', citizenId, callerKind: 'number', status: 'completed' } as const
  await beginCall(tx, call, house.system())
  await hearRecording(tx, { recordingSid: 'RE1', callSid: 'CA1', status: 'completed', seconds: 9 }, house.system())
})
const sari = await house.enter('sari')
const admin = await house.enter('admin')

type Entry = { actor: string; actorName: string | null; action: string; subject: string; facts: object; id: string }
const reads = async (query: string): Promise<{ entries: Entry[]; next: string | null }> =>
  (await admin('GET', `/api/audit?${query}`)).body

t.test('every opening of a recording and of a sealed number is there, with who and why', async (t) => {
  t.equal((await sari('GET', '/api/calls/CA1/recordings/RE1/audio')).status, 200)
  t.equal((await sari('POST', `/api/citizens/${citizenId}/openings`, { reason: 'memanggil balik' })).status, 200)
  t.match((await reads('action=recording.opened')).entries, [
    { actorName: 'Nama sari', subject: 'recording:RE1', facts: { callSid: 'CA1' } },
  ])
  t.match((await reads('action=citizen.opened')).entries, [
    { actorName: 'Nama sari', subject: `citizen:${citizenId}`, facts: { reason: 'memanggil balik' } },
  ])
})

t.test('the audit is filtered by person, subject and day', async (t) => {
  const { actors, actions } = (await admin('GET', '/api/audit/words')).body
  const who = actors.find(({ name }: { name: string }) => name === 'Nama sari').actor
  t.ok(actions.includes('recording.opened') && actions.includes('staff.signed_in'))
  const hers = (await reads(`actor=${who}`)).entries
  t.same(
    hers.map(({ action }) => action),
    ['citizen.opened', 'recording.opened', 'staff.signed_in'],
  )
  t.match((await reads(`subject=citizen:${citizenId}`)).entries, [{ action: 'citizen.opened' }])
  const tomorrow = new Date(house.clock.now + 86_400_000).toISOString()
  t.same((await reads(`actor=${who}&from=${tomorrow}`)).entries, [])
  t.equal((await reads(`actor=${who}&until=${tomorrow}`)).entries.length, 3)
  t.same((await reads(`actor=${who}&action=staff.added`)).entries, [])
})

t.test('page by page every entry comes once, and none twice', async (t) => {
  for (let opened = 0; opened < 12; opened++)
    await sari('POST', `/api/citizens/${citizenId}/openings`, { reason: `ke-${opened}` })
  const all = (await reads('limit=100')).entries.map(({ id }) => id)
  const paged: string[] = []
  let cursor: string | null = null
  do {
    const page: { entries: Entry[]; next: string | null } = await reads(`limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    paged.push(...page.entries.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== null)
  t.ok(all.length >= 5)
  t.same(paged, all)
  t.same(
    all,
    all.toSorted((one, other) => Number(other) - Number(one)),
    'the newest first',
  )
})

t.test('only who administers reads it', async (t) => {
  t.equal((await sari('GET', '/api/audit')).status, 403)
  t.equal((await admin('GET', '/api/audit?cursor=x')).status, 400)
})
