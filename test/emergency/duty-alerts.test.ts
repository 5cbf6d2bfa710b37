import t from 'tap'
import { alertText, placeWords, tokenOf, tokenPattern } from '../../src/emergency/duty-alert.ts'
import { alertRoutes } from '../../src/emergency/duty-alert-routes.ts'
import { sweepEmergencies } from '../../src/emergency/jobs.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import { openHttp } from '../../src/platform/http.ts'
import { openLog } from '../../src/platform/log.ts'
import { relayFacts } from '../../src/platform/outbox.ts'
import { dutyTextFacts, dutyTextPurpose } from '../../src/sms/duty-service.ts'
import { fillTicket, openTicket } from '../../src/tickets/service.ts'
import { operatorsRoom } from '../support/room.ts'

const log = openLog({ level: 'silent' })
const officers = [
  { name: 'Komandan regu', number: '+6281100000113' },
  { name: 'Kepala piket', number: '+6281100000112' },
]
const ladder: Ladder = {
  ...{ kind: 'umum', label: 'Kebakaran', atOnce: 1, maxCallsPerTarget: 2, texts: officers },
  rungs: [
    {
      name: 'damkar',
      target: { kind: 'number', number: '+62751000113' },
      accepts: 'key',
      ringSeconds: 20,
      talkSeconds: 20,
    },
  ],
}

t.test('a text says what, where and since when, in one or two pieces, and nothing of who calls', async (t) => {
  const facts = {
    ...{ region: 'Kabupaten Padang Pariaman', zone: 'Asia/Jakarta', kind: 'Kebakaran' },
    ...{ raisedAt: Date.UTC(2026, 10, 21, 3, 5), isByText: false },
  }
  const link = `https://hotline.padangpariamankab.go.id/siaga/${'x'.repeat(22)}`
  const text = alertText({ ...facts, where: 'Pasar Lubuk Alung, Lubuk Alung' }, link)
  t.match(text, /Kebakaran: Pasar Lubuk Alung, Lubuk Alung.*10\.05 WIB.*\/siaga\/x+$/)
  t.ok(text.length <= 306, `${text.length} characters`)
  t.match(alertText({ ...facts, where: null }, link), /lokasi belum diketahui/)
  t.ok(alertText({ ...facts, where: 'a'.repeat(500) }, link).length <= 306, 'a landmark may be a whole sentence')
  t.equal(placeWords(null, ' '), null)
  t.equal(placeWords('Nan Sabaris', 'dekat surau'), 'dekat surau, Nan Sabaris')
})

async function alerted(t: Parameters<typeof operatorsRoom>[0]) {
  const room = await operatorsRoom(t)
  const { database, alerts, context } = room
  const http = await openHttp({ log })
  await http.register((scope) => alertRoutes(scope, { database, house: alerts, clock: () => context().now }))
  const callSid = await room.caller()
  const { emergencyId } = await room.raises(callSid)
  const sweep = () =>
    sweepEmergencies(
      database,
      room.climbing(() => ladder),
      context(),
    )
  await sweep()
  const relay = () => relayFacts(database, dutyTextFacts, { now: context().now, log })
  await relay()
  const texts = async () => {
    const rows = await room.rows<{ body: string; sealed: Buffer }>(
      `select body, sealed from messages where cause like 'duty %' order by id`,
    )
    return rows.map(({ body, sealed }) => ({
      kept: body,
      ...(JSON.parse(alerts.sealer.open(sealed, dutyTextPurpose)) as { to: string; body: string }),
    }))
  }
  const pathTo = async (number: string) =>
    new URL(
      (await texts())
        .find(({ to }) => to === number)
        ?.body.split(' ')
        .at(-1) ?? '',
    ).pathname
  return { ...room, http, callSid, emergencyId, sweep, relay, texts, pathTo }
}
const html = { 'content-type': /text\/html/ }

t.test('when the ladder starts every duty officer is texted, once an emergency', async (t) => {
  const { texts, sweep, relay, pass, rows } = await alerted(t)
  const sent = await texts()
  t.same(sent.map(({ to }) => to).sort(), officers.map(({ number }) => number).sort())
  t.notMatch(sent[0]?.kept, /siaga\//, 'the link is kept nowhere in clear')
  t.notMatch(JSON.stringify(await rows('select * from duty_alerts')), new RegExp(sent[0]?.body.slice(-22) ?? '-'))
  for (let minute = 0; minute < 3; minute += 1) {
    pass(60)
    await sweep()
  }
  await relay()
  t.equal((await texts()).length, 2, 'however often the ladder starts again')
  t.match((await rows(`select kind from call_events where kind = 'duty.texted'`)).length, 2)
})

t.test('opening the link shows and changes nothing; only pressing acts', async (t) => {
  const { http, pathTo, rows, callSid, database, context } = await alerted(t)
  const ticket = { contact: callSid, channel: 'voice', citizenId: null, kind: 'emergency' } as const
  await rows(`insert into agencies (id, name, is_coordinator) values ('kominfo', 'Kominfo', true)`)
  const { id: ticketId } = await database.transact((tx) => openTicket(tx, ticket, context()))
  const fields = { district: 'lubuk_alung', place: 'depan <b>pasar</b>' }
  await database.transact((tx) => fillTicket(tx, { ticketId, fields }, context()))
  const url = await pathTo('+6281100000113')
  const before = await rows('select * from duty_alerts order by id')
  const events = () =>
    rows<{ kind: string; facts: object }>(`select kind, facts from call_events where kind = 'duty.acknowledged'`)
  for (const method of ['GET', 'HEAD'] as const)
    t.match(await http.inject({ method, url }), { statusCode: 200, headers: html })
  const shown = (await http.inject({ method: 'GET', url })).body
  t.match(shown, /umum[\s\S]*depan &lt;b&gt;pasar&lt;\/b&gt;, Lubuk Alung/, 'what and where, as they are known by now')
  t.match(shown, /<form method="post"/)
  t.same(await rows('select * from duty_alerts order by id'), before)
  t.same(await events(), [])
  t.match(await http.inject({ method: 'POST', url }), { statusCode: 303, headers: { location: url } })
  t.match(await events(), [{ facts: { by: 'duty:Komandan regu', how: 'link' } }])
  const pressed = (await http.inject({ method: 'GET', url })).body
  t.match(pressed, /Tercatat atas nama Komandan regu/)
  t.notMatch(pressed, /<form/)
  await http.inject({ method: 'POST', url })
  t.equal((await events()).length, 1, 'a second press changes nothing')
})

t.test('the caller on the line still reaches a voice: the ladder goes on after a press', async (t) => {
  const { http, pathTo, rows, pass, sweep } = await alerted(t)
  await http.inject({ method: 'POST', url: await pathTo('+6281100000112') })
  t.match(await rows('select state from emergencies'), [{ state: 'raised' }])
  for (let step = 0; step < 4; step += 1) {
    pass(30)
    await rows(`update rung_attempts set state = 'failed' where state = 'ringing'`)
    await sweep()
  }
  t.ok((await rows('select id from rung_attempts')).length > 1)
})

t.test('a link that is nobody’s, or is too old, shows nothing and acts on nothing', async (t) => {
  const { http, pathTo, pass, rows } = await alerted(t)
  const url = await pathTo('+6281100000113')
  const other = tokenOf((text) => Buffer.from(text.padEnd(32, '.')), 'x')
  t.match(other, tokenPattern)
  for (const token of [other, 'short', 'x'.repeat(23), '..%2f..%2fapi']) {
    for (const method of ['GET', 'POST'] as const) {
      const { statusCode, body } = await http.inject({ method, url: `/siaga/${token}` })
      t.ok(statusCode === 404 && !body.includes('umum'), `${method} ${token}`)
    }
  }
  pass(6 * 60 * 60)
  t.equal((await http.inject({ method: 'GET', url })).statusCode, 404)
  t.equal((await http.inject({ method: 'POST', url })).statusCode, 404)
  t.match(await rows('select acknowledged_at from duty_alerts'), [{ acknowledged_at: null }, { acknowledged_at: null }])
})

t.test('the page is strict: no script, no frame, no cache, no referrer; and nobody opens it without end', async (t) => {
  const { http, pathTo } = await alerted(t)
  const url = await pathTo('+6281100000113')
  const { headers, body } = await http.inject({ method: 'GET', url })
  t.match(headers['content-security-policy'], /default-src 'none'.*style-src 'sha256-.*frame-ancestors 'none'/)
  t.match(headers, { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
  t.notMatch(body, /<script|onclick|https?:/)
  const codes = []
  for (let n = 0; n < 40; n += 1) codes.push((await http.inject({ method: 'GET', url })).statusCode)
  t.equal(codes[0], 200)
  t.equal(codes.at(-1), 429)
})
