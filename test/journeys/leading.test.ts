/** An operator leads a conversation from the page: holds, mutes, brings in, and ends it. */
import t, { type Test } from 'tap'
import { atDesk } from '../support/desk.ts'
import { type Hotline, line, startHotline } from '../support/hotline.ts'
import { psc } from './rings.ts'

t.setTimeout(280_000)
t.jobs = 2

const settled = (hotline: Hotline) =>
  hotline.eventually(
    `select from carrier_commands where kind = 'update_participant' and state in ('due', 'taken')`,
    ({ length }) => length === 0,
  )

/** A citizen talks with Sari, who sits at the page. */
async function twoTalk(t: Test, operators: readonly string[] = []) {
  const hotline = await startHotline(t, { scale: 0.2, operators: ['sari'] })
  const [sari, warga] = [hotline.operator('sari'), hotline.carrier.phone('+6281200000001')]
  const desk = await atDesk(hotline, 'sari')
  await warga.dials(line)
  await warga.presses('3')
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(warga, sari)
  for (const login of operators) await hotline.onDuty(login)
  return { hotline, sari, warga, desk }
}

t.test(
  'a held citizen hears that the operator will be back, and not the operator; then both hear each other',
  async (t) => {
    const { hotline, sari, warga, desk } = await twoTalk(t)
    t.equal(await desk.does('hold', { on: true }), 202)
    await warga.hears(/jangan ditutup/)
    await warga.hears(/jangan ditutup/)
    await sari.says('Saya tanya dulu ke dinas')
    t.equal(await desk.does('hold', { on: true }), 202, 'asked twice')
    t.equal(await desk.does('hold', { on: false }), 202)
    await settled(hotline)
    await sari.says('Terima kasih sudah menunggu')
    await warga.hears(/sudah menunggu/)
    t.notMatch(warga.transcript(), /ke dinas/)
    const held = await hotline.rows('select payload from carrier_commands where payload ? $1', ['hold'])
    t.equal(held.length, 2, 'one order each')
    const kinds = await hotline.timeline(warga.callSid)
    t.ok(kinds.includes('citizen.held') && kinds.includes('citizen.resumed'))
    t.equal((await hotline.rows(`select from audit_entries where action = 'conversation.hold'`)).length, 3)
  },
)

t.test('nobody hears who is muted', async (t) => {
  const { hotline, sari, warga, desk } = await twoTalk(t)
  t.equal(await desk.does('mute', { leg: 'citizen', on: true }), 202)
  await settled(hotline)
  await warga.says('kata yang tidak terdengar')
  await sari.says('Saya masih di sini')
  await warga.hears(/masih di sini/)
  await desk.does('mute', { leg: 'citizen', on: false })
  await settled(hotline)
  await warga.says('kata yang terdengar')
  await sari.hears(/kata yang terdengar/)
  t.notMatch(sari.transcript(), /tidak terdengar/)
})

t.test('119 is rung at once, joins as a third, and goes on with the citizen when the operator ends', async (t) => {
  const { hotline, sari, warga, desk } = await twoTalk(t)
  const room = hotline.carrier.phone(psc, { role: 'partner' })
  t.equal(await desk.does('bring-in', { what: '119' }), 202)
  t.equal(await desk.does('bring-in', { what: '119' }), 202, 'a second press changes nothing')
  await room.answers()
  await hotline.talk(warga, room)
  await room.says('PSC 119, apa yang terjadi')
  await Promise.all([warga, sari].map((phone) => phone.hears(/apa yang terjadi/)))
  await settled(hotline)
  t.equal(await desk.does('end'), 202)
  await sari.hears(/Percakapan selesai/)
  await sari.isHungUp()
  await warga.says('Rumah saya terbakar')
  await room.hears(/terbakar/)
  const begun = (await hotline.timeline(warga.callSid)).filter((kind) => kind === 'emergency.brought_in')
  t.equal(begun.length, 1)
  const rung = `select from rung_attempts where rung = 'PSC 119'`
  t.equal((await hotline.rows(rung)).length, 1, 'it was rung once')
})

t.test('a duty phone joins by a key, and a conversation of three ends like any other', async (t) => {
  const { hotline, sari, warga, desk } = await twoTalk(t)
  const posko = hotline.carrier.phone('+62751000112', { role: 'partner' })
  t.equal(await desk.does('bring-in', { what: 'agency', id: 'tidak_ada' }), 409)
  t.equal(await desk.does('bring-in', { what: 'agency', id: 'posko' }), 202)
  await posko.answers()
  t.equal(await desk.does('bring-in', { what: 'agency', id: 'posko' }), 409, 'it rings already')
  await posko.hears(/Tekan 1 untuk bergabung/)
  await posko.presses('1')
  await hotline.talk(warga, posko)
  await posko.says('Posko di sini')
  await Promise.all([warga, sari].map((phone) => phone.hears(/Posko di sini/)))
  await posko.presses('*')
  await posko.isHungUp()
  await hotline.eventually<{ shared: boolean }>('select shared from waits', ([wait]) => wait?.shared === false)
  await settled(hotline)
  t.equal(await desk.does('end'), 202)
  await sari.hears(/Percakapan selesai/)
  await warga.isHungUp()
  t.match(await hotline.rows('select state from waits'), [{ state: 'finished' }])
})

t.test('a colleague who is free joins as a third, and keeps the citizen when the first one ends', async (t) => {
  const { hotline, sari, warga, desk } = await twoTalk(t, ['budi'])
  const budi = hotline.operator('budi')
  const [row] = await hotline.rows<{ id: string }>(`select id from staff where login = 'budi'`)
  t.equal(await desk.does('bring-in', { what: 'staff', id: row?.id }), 202)
  t.equal(await desk.does('bring-in', { what: 'staff', id: row?.id }), 409, 'who rings already is not free')
  await budi.answers()
  await budi.presses('1')
  await hotline.talk(warga, budi)
  await settled(hotline)
  await budi.says('Saya Budi')
  await Promise.all([warga, sari].map((phone) => phone.hears(/Saya Budi/)))
  t.equal(await desk.does('end'), 202)
  await sari.isHungUp()
  await settled(hotline)
  await warga.says('Jalan saya rusak')
  await budi.hears(/Jalan saya rusak/)
  t.equal(await (await atDesk(hotline, 'budi')).does('end'), 202)
  await warga.isHungUp()
  t.match(await hotline.rows('select state from waits'), [{ state: 'finished' }])
})

t.test(
  'an operator who is lost while the citizen is held: with a third there, the citizen hears that one again',
  async (t) => {
    const { hotline, sari, warga, desk } = await twoTalk(t)
    const room = hotline.carrier.phone(psc, { role: 'partner' })
    await desk.does('bring-in', { what: '119' })
    await room.answers()
    await hotline.talk(warga, room)
    await desk.does('hold', { on: true })
    await warga.hears(/jangan ditutup/)
    sari.hangsUp()
    await warga.talksWith(room)
    await room.says('Masih bersama PSC')
    await warga.hears(/Masih bersama PSC/)
  },
)

t.test('an operator who is lost while the citizen is held: the citizen is back at the front of the line', async (t) => {
  const { hotline, sari, warga, desk } = await twoTalk(t)
  await desk.does('hold', { on: true })
  await warga.hears(/jangan ditutup/)
  sari.hangsUp()
  await hotline.eventually<{ state: string }>(
    'select state from waits where returns = 1',
    ([wait]) => wait?.state === 'waiting',
  )
  t.match(await hotline.rows('select returns from waits'), [{ returns: 1 }])
})

t.test('only who is in it leads a conversation, or a supervisor', async (t) => {
  const { hotline, desk } = await twoTalk(t, ['budi'])
  const budi = await atDesk(hotline, 'budi')
  for (const [deed, body] of [
    ['hold', { on: true }],
    ['mute', { leg: 'citizen', on: true }],
    ['bring-in', { what: '119' }],
    ['end', undefined],
  ] as const)
    t.equal(await budi.does(deed, body), 404, deed)
  t.equal((await hotline.rows(`select from carrier_commands where kind = 'update_participant'`)).length, 0)
  const nowhere = `/api/conversations/00000000-0000-7000-8000-000000000000/hold`
  t.equal((await desk.ask('POST', nowhere, { on: true })).status, 404)
  await hotline.rows(`update staff set roles = '{supervisor}' where login = 'budi'`)
  t.equal(await budi.does('end'), 202)
  await hotline.eventually<{ state: string }>('select state from waits', ([wait]) => wait?.state === 'finished')
})
