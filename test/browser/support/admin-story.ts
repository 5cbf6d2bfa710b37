/** An administrator with something to look at: people of every kind, publications, test calls, an audit. */
import { join } from 'node:path'
import type { Test } from 'tap'
import { settledBy } from '../../../src/emergency/duty-test.ts'
import { dutyTests } from '../../../src/emergency/duty-test-service.ts'
import { move } from '../../../src/emergency/duty-test-store.ts'
import * as publishing from '../../../src/publishing/service.ts'
import { consoleHouse } from '../../console/console-house.ts'
import { soundSaying } from '../../publishing/sites.ts'

export async function adminStory(t: Test) {
  const house = await consoleHouse(t, { folder: join(import.meta.dirname, '../../../dist/console') })
  const url = await house.http.listen({ port: 0, host: '127.0.0.1' })
  for (const [login, role] of [
    ['admin', 'administrator'],
    ['sari', 'operator'],
    ['rina', 'supervisor'],
  ] as const)
    await house.add(login, role)
  await house.add('opd', 'agency', 'pupr')
  const admin = await house.enter('admin')
  const wati = { login: 'wati', name: 'Wati', roles: ['operator'], languages: ['min', 'eng'], skills: ['umum'] }
  const { oneTime } = (await admin('POST', '/api/staff', wati)).body
  await admin('PUT', '/api/staff/wati/device', { device: { kind: 'number', number: '+6281100000001' } })
  const { tests } = (await admin('POST', '/api/duty-tests', { target: 'ladder:medis:PSC 119' })).body
  await house.database.transact(async (tx) => move(tx, tests[0].id, settledBy('calling', 'busy'), house.clock.now))
  const { drills } = (await admin('POST', '/api/drills', { ladder: 'medis' })).body
  const [drilled] = (await dutyTests(house.database, 9)).filter(({ drillId }) => drillId === drills[0].id)
  await house.database.transact(async (tx) => move(tx, drilled?.id ?? '', 'confirmed', house.clock.now + 9_300))
  await admin('POST', `/api/drills/${drills[0].id}/stop`)
  const ctx = house.system()
  const [first, second, third] = [
    await soundSaying('Pertama.'),
    await soundSaying('Kedua.'),
    await soundSaying('Ketiga.'),
  ]
  await house.database.transact((tx) => publishing.publishFolder(tx, first, ctx))
  await house.database.transact((tx) => publishing.publish(tx, second, { note: 'Kalimat pembuka diganti' }, ctx))
  await house.database.transact(async (tx) => {
    publishing.keepWaiting(tx, third, ctx.now)
    const folder = { place: 'server:/srv/ivr-flows', content: third.content, state: 'waiting', problems: [] } as const
    publishing.reportFolder(tx, { ...folder, since: ctx.now }, ctx.now)
  })
  return { house, url, admin, oneTime: oneTime.password as string }
}
