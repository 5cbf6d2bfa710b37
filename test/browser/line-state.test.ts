import t from 'tap'
import { type Change, changePage, emptyPage, type PageState } from '../../src/simulator/web/line-state.ts'
import type { Heard, Phone } from '../../src/simulator/web/phones-api.ts'

const idle: Phone = {
  id: 'warga',
  label: 'Warga',
  role: 'citizen',
  address: '+6281200000001',
  behaviour: 'manual',
  state: 'idle',
  call: null,
}
const talking: Phone = {
  ...idle,
  state: 'in-call',
  call: {
    callSid: 'CA1',
    peer: '+62751000100',
    since: 0,
    conference: null,
    with: [],
    recording: false,
    listening: false,
    hold: false,
    muted: false,
  },
}
const line = { line: { name: 'Hotline', numbers: ['+62751000100'] }, scale: 1, phones: [idle] }
const heard = (kind: Heard['kind'], text: string): Change => ({
  change: 'heard',
  heard: { phone: 'warga', at: 1, kind, text, language: null, voice: null, seconds: 1 },
})
const after = (...changes: Change[]): PageState =>
  changes.reduce(changePage, changePage(emptyPage, { change: 'loaded', line }))
const kinds = (state: PageState) => (state.transcripts.warga ?? []).map((entry) => entry.kind)

t.test('a phone that changes is shown as it is now', async (t) => {
  t.strictSame(after({ change: 'phone', phone: talking, at: 5 }).line?.phones, [talking])
})

t.test('a call is marked in the transcript once where it begins and once where it ends', async (t) => {
  const state = after(
    { change: 'phone', phone: { ...talking, state: 'dialling' }, at: 1 },
    { change: 'phone', phone: talking, at: 2 },
    heard('speech', 'Selamat datang'),
    { change: 'phone', phone: idle, at: 3 },
    { change: 'phone', phone: idle, at: 3 },
  )
  t.strictSame(kinds(state), ['began', 'speech', 'ended'])
})

t.test('silence, ringing and tones that repeat are told once, sentences each time', async (t) => {
  const state = after(
    heard('silence', ''),
    heard('silence', ''),
    heard('speech', 'a'),
    heard('speech', 'a'),
    heard('silence', ''),
  )
  t.strictSame(kinds(state), ['silence', 'speech', 'speech', 'silence'])
})

t.test('a text is shown with the other side of it', async (t) => {
  const text = { phone: 'warga', at: 1, from: 'a', to: 'b', body: 'halo' }
  const state = after(
    { change: 'text', text: { ...text, direction: 'in' } },
    { change: 'text', text: { ...text, direction: 'out' } },
  )
  t.strictSame(
    state.transcripts.warga?.map(({ kind, from }) => [kind, from]),
    [
      ['text-in', 'a'],
      ['text-out', 'b'],
    ],
  )
})

t.test('a transcript keeps the newest entries, each under a key of its own', async (t) => {
  const many = Array.from({ length: 250 }, (_, index) => heard('speech', String(index)))
  const entries = after(...many).transcripts.warga ?? []
  t.equal(entries.length, 200)
  t.equal(entries.at(-1)?.text, '249')
  t.equal(new Set(entries.map((entry) => entry.key)).size, 200)
})
