import t from 'tap'
import { advance, begin } from '../../src/flow/advance.ts'
import type { Flow, Overlay } from '../../src/flow/flow.ts'
import { after, flowOf, heard, press, told, write } from './caller.ts'
import { factsWith, parseSmall } from './small-flow.ts'

const small = flowOf(parseSmall())
const { now } = factsWith()
const span = { id: 'banjir', from: now - 1, until: now + 1 }
const withOverlays = (...overlays: readonly Overlay[]): Flow => ({ ...small, overlays })
const say = { ind: { text: 'Ada banjir.', sms: 'Banjir!', audio: 'ind/banjir.wav' } }
const notice: Overlay = { ...span, overlay: 'notice', node: 'sandi', say }
const detour: Overlay = { ...span, overlay: 'detour', node: 'sandi', go: 'serah' }
const outage: Overlay = { ...span, overlay: 'lane', lane: 'umum', go: 'pesan' }

t.test('a notice is said before the words of its node, once a visit', async (t) => {
  const flow = withOverlays(notice)
  const step = after(flow, [press('3')])
  t.equal(heard(step), 'Ada banjir. Sandi?')
  t.match(step.verbs, [{ spoken: [{ prompt: 'overlay.banjir', audio: 'ind/banjir.wav', language: 'ind' }, {}] }])
  t.equal(heard(after(flow, [press('3'), { kind: 'continue' }])), 'Sandi?')
  t.equal(heard(after(flow, [press('3'), press('1')])), 'Salah. Sandi?')
  t.equal(heard(after(flow, [])), heard(after(small, [])), 'elsewhere nothing changes')
})

t.test('whoever texts reads a notice in its own wording, and a language without it gets the flow’s', async (t) => {
  t.equal(heard(after(withOverlays(notice), [write('3')], 'text')), 'Banjir! Sandi?')
  const flow = { ...withOverlays(notice), languages: ['ind', 'eng'] }
  const session = advance(flow, begin(flow, { language: 'eng' }), { kind: 'arrived' }, factsWith()).session
  t.match(heard(advance(flow, session, press('3'), factsWith())), /^Ada banjir\./)
})

t.test('a detour leads around its node, and tells only of the node that is entered', async (t) => {
  const step = after(withOverlays(detour), [press('3')])
  t.equal(step.session.node, 'serah')
  t.match(step.events, [
    { event: 'choice.made', option: 'sandi' },
    { event: 'node.entered', node: 'serah' },
  ])
})

t.test('a lane that is out leads elsewhere before the caller waits; emergencies stay', async (t) => {
  const step = after(withOverlays(outage), [press('2')])
  t.equal(step.session.node, 'pesan')
  t.notOk(told(step).includes('wait.began'))
  const emergency = after(withOverlays({ ...outage, lane: 'darurat' }), [press('1')])
  t.ok(told(emergency).includes('wait.began'))
})

t.test('whoever waits already stays when a lane goes out', async (t) => {
  const waiting = factsWith({ state: 'waiting', position: 1 })
  const { session } = after(small, [press('2')])
  t.equal(advance(withOverlays(outage), session, { kind: 'continue' }, waiting).session.node, 'antre')
})

t.test('a change holds from its beginning, and at its end no longer', async (t) => {
  const at = (overlay: Overlay) => after(withOverlays(overlay), [press('3')]).session.node
  t.equal(at({ ...detour, from: now }), 'serah')
  t.equal(at({ ...detour, from: now + 1 }), 'sandi')
  t.equal(at({ ...detour, from: null }), 'serah')
  t.equal(at({ ...detour, until: now }), 'sandi')
})

t.test('detours that lead to each other do not catch a caller', async (t) => {
  const flow = withOverlays(detour, { ...detour, node: 'serah', go: 'sandi' })
  t.equal(after(flow, [press('3')]).session.node, 'serah')
  t.equal(after(withOverlays({ ...detour, go: 'sandi' }), [press('3')]).session.node, 'sandi')
})

t.test('a flow that was kept before there were such changes has none', async (t) => {
  const { overlays: _, ...old } = small
  t.equal(after(old as Flow, [press('3')]).session.node, 'sandi')
})
