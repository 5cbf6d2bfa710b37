import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t)
await Promise.all([house.add('maya', 'supervisor'), house.add('sari', 'operator')])
const [maya, sari] = [await house.enter('maya'), await house.enter('sari')]
type View = { readonly id: string; readonly name: string; readonly isMine: boolean; readonly filter: object }
const views = async (ask: typeof maya): Promise<readonly View[]> => (await ask('GET', '/api/call-views')).body.views

t.test('a filter is kept under a name, for oneself', async (t) => {
  const filter = { outcome: 'abandoned', lane: 'umum', q: 'lampu' }
  t.equal((await sari('POST', '/api/call-views', { name: ' Menyerah ', filter })).status, 201)
  t.match(await views(sari), [{ name: 'Menyerah', isMine: true, isShared: false, owner: 'Nama sari', filter }])
  t.same(await views(maya), [])
})

t.test('the same name again changes what is kept', async (t) => {
  await sari('POST', '/api/call-views', { name: 'menyerah', filter: { emergency: true } })
  t.match(await views(sari), [{ name: 'menyerah', filter: { emergency: true } }])
  t.equal((await views(sari)).length, 1)
})

t.test('a supervisor shares with everybody, an operator does not', async (t) => {
  const { status, body } = await maya('POST', '/api/call-views', { name: 'Darurat', isShared: true, filter: {} })
  t.equal(status, 201)
  t.match(await views(sari), [{ isMine: true }, { name: 'Darurat', isMine: false, isShared: true, owner: 'Nama maya' }])
  t.match(await auditAbout(house.database, `call_view:${body.id}`), [{ action: 'call_view.shared' }])
  const refused = await sari('POST', '/api/call-views', { name: 'x', isShared: true, filter: {} })
  t.equal(refused.status, 403)
})

t.test('nobody takes away what another keeps', async (t) => {
  const shared = (await views(sari)).find(({ isMine }) => !isMine)
  t.equal((await sari('DELETE', `/api/call-views/${shared?.id}`)).status, 404)
  t.equal((await maya('DELETE', `/api/call-views/${shared?.id}`)).status, 204)
  t.equal((await views(sari)).length, 1)
})

t.test('who called is kept in no view', async (t) => {
  const filter = { caller: '0190b6f0-0000-7000-8000-000000000001' }
  t.equal((await sari('POST', '/api/call-views', { name: 'x', filter })).status, 400)
})
