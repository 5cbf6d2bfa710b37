import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t)
for (const [login, role] of [
  ['admin', 'administrator'],
  ['dodi', 'coordinator'],
  ['rina', 'supervisor'],
  ['sari', 'operator'],
] as const)
  await house.add(login, role)
const admin = await house.enter('admin')

t.test("the site's files are read with their numbers by who answers for them, and by nobody else", async (t) => {
  const { status, body } = await admin('GET', '/api/admin/site')
  t.equal(status, 200)
  t.match(body.ladders, [
    {
      kind: 'medis',
      rungs: [{ id: 'ladder:medis:PSC 119', address: '+62751119', accepts: 'talk' }, { name: 'Damkar' }],
    },
  ])
  t.match(body.calendars, [{ id: 'kantor', isOpen: true, others: [{ date: '2026-12-25', why: ['Hari Natal'] }] }])
  t.match(body.duties, [{ id: 'duty_line', name: 'Posko siaga' }])
  t.match(body.flows, [{ coverage: { ind: 1, eng: 0.9 } }])
  t.equal((await (await house.enter('sari'))('GET', '/api/admin/site')).status, 403)
  t.equal((await (await house.enter('rina'))('POST', '/api/duty-tests', { target: 'duty_line' })).status, 403)
})

t.test('a duty phone is tried by its name in the files, and by no number', async (t) => {
  const dodi = await house.enter('dodi')
  const tried = await dodi('POST', '/api/duty-tests', { target: 'ladder:medis:PSC 119' })
  t.match(tried, {
    status: 202,
    body: { tests: [{ target: 'ladder:medis:PSC 119', by: 'Nama dodi', state: 'calling' }] },
  })
  const { rows } = await house.database.pool.query(`select payload, call_sid from carrier_commands`)
  t.match(rows, [{ payload: { purpose: 'test', target: { number: '+62751119' } }, call_sid: /^test:/ }])
  t.match(await auditAbout(house.database, 'duty:ladder:medis:PSC 119'), [{ action: 'duty.tested' }])
  t.match(await dodi('POST', '/api/duty-tests', { target: 'ladder:medis:PSC 119' }), {
    status: 409,
    body: { error: 'test_running' },
  })
  t.match(await dodi('POST', '/api/duty-tests', { target: '+6281234567890' }), {
    status: 404,
    body: { error: 'unknown', details: ['ladder:medis:PSC 119', 'ladder:medis:Damkar', 'duty_line'] },
  })
})

t.test('the page of health says that no backup is known, and nothing that is secret', async (t) => {
  const { status, body } = await admin('GET', '/api/health')
  t.equal(status, 200)
  t.equal(body.condition, 'watch')
  const parts = Object.fromEntries(body.parts.map((part: { name: string }) => [part.name, part]))
  t.match(parts.backup, { condition: 'unknown', problem: 'not_configured' })
  t.match(parts.database, { condition: 'good', problem: null })
  t.match(parts.carrier, { condition: 'unknown', problem: 'never_asked' })
  t.match(parts.disk, { condition: 'good', bytesFree: 50 * 1024 ** 3 })
  t.notMatch(JSON.stringify(body), /postgres:|password|secret|localhost/i)
})

t.test('a carrier that refuses everything is told, and one that did what was asked is not', async (t) => {
  const settle = (state: string) =>
    house.database.pool.query(`update carrier_commands set state = $1, settled_at = now()`, [state])
  const carrier = async () =>
    (await admin('GET', '/api/health')).body.parts.find(({ name }: { name: string }) => name === 'carrier')
  await settle('failed')
  t.match(await carrier(), { condition: 'bad', problem: 'refuses' })
  await settle('done')
  t.match(await carrier(), { condition: 'good', problem: null })
})
