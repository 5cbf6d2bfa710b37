import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)

t.test('a call that came while no web process stood is found in the carrier’s list', async (t) => {
  // Whoever is told this did not come to us.
  const elsewhere = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/xml').end('<Response><Say>Maaf, layanan terganggu.</Say></Response>'),
  )
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => elsewhere.close())
  const { port } = elsewhere.address() as AddressInfo
  const hotline = await startHotline(t, {
    apart: true,
    operators: ['sari'],
    fallbackUrl: `http://127.0.0.1:${port}/fallback.xml`,
  })
  const { carrier } = hotline
  const [warga, kedua] = [carrier.phone('+6281200000001'), carrier.phone('+6281200000002')]
  await hotline.stop('web')
  await warga.dials(line)
  await warga.hears(/terganggu/)
  await warga.isHungUp()
  await hotline.start('web')
  await kedua.dials(line)
  await kedua.presses('3')
  const rows = await hotline.eventually<{ call_sid: string; status: string; ended_at: Date | null }>(
    'select call_sid, status, ended_at from calls order by arrived_at',
    ({ length }) => length === 2,
  )
  t.equal(rows[0]?.call_sid, warga.callSid)
  t.ok(rows[0]?.ended_at)
  t.same(await hotline.timeline(warga.callSid), ['call.arrived', 'call.unreached', 'call.status'])
  await hotline.eventually('select from call_log', ({ length }) => length === 1)
  t.match(await hotline.rows('select outcome from call_log'), [{ outcome: 'unheard' }])
  kedua.hangsUp()
  await hotline.eventually('select from calls where ended_at is null', ({ length }) => length === 0)
  t.equal((await hotline.rows('select from calls')).length, 2, 'and whoever did reach us is entered once')
})
