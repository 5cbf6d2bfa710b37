/** The baseline: Fastify with forms, and a TwiML text that never changes. `--insert` adds the signature and one committed row. */

import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import { openDatabase, statement } from '../../src/platform/postgres.ts'
import { carrierOnly } from '../../src/telephony/guard.ts'
import { token } from './webhooks.ts'

const [port = '0', publicUrl = '', databaseUrl = ''] = process.argv.slice(2)
const twiml =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="http://127.0.0.1/twilio/voice/turn" method="POST" numDigits="1"><Say language="id-ID">Kantor pelayanan sekarang tutup. Senin sampai Kamis pukul setengah delapan sampai pukul empat sore.</Say></Gather></Response>'
const path = '/twilio/voice/turn'

const app = Fastify()
if (databaseUrl === '') {
  await app.register(formbody)
  app.post(path, async (_request, reply) => {
    reply.type('text/xml')
    return twiml
  })
} else {
  const database = openDatabase({
    url: databaseUrl,
    connections: 10,
    statementTimeout: 5_000,
    connectionTimeout: 5_000,
    onWake: () => {},
    onIdleError: () => {},
  })
  await database.pool.query(
    'create table if not exists bench_rows (id bigint generated always as identity, call_sid text, digits text)',
  )
  const insert = statement('bench.insert', 'insert into bench_rows (call_sid, digits) values ($1, $2)')
  await app.register(async (scope) => {
    await scope.register(carrierOnly, { tokens: [token], publicUrl })
    scope.post<{ Body: { CallSid: string; Digits: string } }>(path, async ({ body }, reply) => {
      await database.run(insert, [body.CallSid, body.Digits])
      reply.type('text/xml')
      return twiml
    })
  })
}
await app.listen({ port: Number(port), host: '127.0.0.1' })
process.send?.('listening')
