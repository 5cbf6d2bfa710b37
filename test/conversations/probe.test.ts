import t from 'tap'
import {
  hasProbeShape,
  isProbeDue,
  judgeKey,
  judgeMenu,
  lineStanding,
  overdueProbes,
  type Probe,
  probeSid,
  readDocument,
} from '../../src/conversations/probe.ts'

const base = 'https://sahut.example'
const menu = (turn: number, says = 'Selamat datang. Untuk darurat tekan 1.') =>
  `<?xml version="1.0"?><Response><Gather numDigits="1" action="${base}/twilio/voice/turn?turn=${turn}&amp;epoch=0#rt=3000">` +
  `<Say language="id-ID">${says}</Say><Play>${base}/audio/salam.mp3</Play></Gather></Response>`
const expected = { says: ['Selamat datang. Untuk  darurat tekan 1.', `${base}/audio/salam.mp3`], key: '0' }

t.test('the menu is heard by its words, its recordings and its way back', async (t) => {
  const judged = (document: string) => judgeMenu(readDocument(document), expected, base)
  t.equal(judged(menu(1)), null)
  t.equal(judged(menu(1, 'Mohon maaf, ada gangguan.')), 'no_menu')
  t.equal(judged(menu(1).replaceAll('Gather', 'Pause')), 'no_menu', 'nobody listens to keys')
  t.equal(judged(menu(1).replace(base, 'https://jahat.example')), 'no_menu', 'the keys go elsewhere')
  t.equal(judged('<html><body>502 Bad Gateway</body></html>'), 'not_twiml')
  t.equal(judged('<Response><Say>'), 'not_twiml')
})

t.test('a key is taken up when the menu comes again, a turn later', async (t) => {
  const before = readDocument(menu(1))
  if (before === null) throw new Error('a menu is a document')
  t.equal(judgeKey(readDocument(menu(2)), before), null)
  t.equal(judgeKey(readDocument(menu(1)), before), 'stuck')
  t.equal(judgeKey(readDocument('<Response><Say>Maaf.</Say></Response>'), before), 'stuck')
  t.equal(judgeKey(readDocument(''), before), 'not_twiml')
})

t.test('a call of ours is known by an id that no carrier makes', async (t) => {
  const callSid = probeSid('01900000-0000-7abc-8def-0123456789ab')
  t.match(callSid, /^CA[0-9a-f]{32}$/)
  t.equal(hasProbeShape(callSid), true)
  t.equal(hasProbeShape(`CA${'3'.repeat(32)}`), false)
})

const minute = 60_000
const now = 1_000 * minute
const probe = (minutesAgo: number, state: Probe['state']): Probe => ({
  ...{ callSid: 'CA', startedAt: now - minutesAgo * minute, state, menuMilliseconds: 40, keyMilliseconds: 20 },
  settledAt: state === 'running' ? null : now - minutesAgo * minute + 100,
  problem: state === 'failed' ? 'unreachable' : null,
})

t.test('when the next one is due, and which are lost', async (t) => {
  t.equal(isProbeDue(null, 5, now), true)
  t.equal(isProbeDue(probe(4.9, 'passed'), 5, now), false)
  t.equal(isProbeDue(probe(5, 'failed'), 5, now), true)
  const all = [probe(1.9, 'running'), probe(2, 'running'), probe(30, 'passed')]
  t.same(overdueProbes(all, now), [all[1]])
})

const cases: readonly (readonly [string, readonly Probe[], object])[] = [
  ['all is well', [probe(1, 'passed')], { standing: 'good' }],
  ['one failure is a moment', [probe(1, 'failed'), probe(6, 'passed')], { standing: 'good' }],
  [
    'two in a row are an alarm, since the first of them',
    [probe(1, 'failed'), probe(6, 'failed'), probe(11, 'passed'), probe(16, 'failed')],
    { standing: 'failing', since: now - 6 * minute + 100, failures: 2 },
  ],
  ['one that runs says nothing yet', [probe(0, 'running'), probe(5, 'failed'), probe(10, 'failed')], { failures: 2 }],
  ['one that passed ends it', [probe(1, 'passed'), probe(6, 'failed'), probe(11, 'failed')], { standing: 'good' }],
  ['none for three times as long', [probe(15, 'passed')], { standing: 'missing', since: now }],
  ['none for nearly as long', [probe(14.9, 'passed')], { standing: 'good' }],
]
for (const [name, probes, found] of cases) {
  t.test(name, async (t) => {
    t.match(lineStanding(probes, { everyMinutes: 5, begunAt: 0 }, now), found)
  })
}

t.test('a house that has just begun misses nothing yet, and one that does not ask for probes never does', async (t) => {
  t.same(lineStanding([], { everyMinutes: 5, begunAt: now - minute }, now), { standing: 'good' })
  t.match(lineStanding([], { everyMinutes: 5, begunAt: now - 15 * minute }, now), { standing: 'missing', since: now })
  t.same(lineStanding([], { everyMinutes: null, begunAt: 0 }, now), { standing: 'off' })
})
