import t from 'tap'
import { flowOf, imported, match, on, say, trigger, widget } from './studio-flows.ts'

const call = (to: string, more: object = {}) =>
  widget('Sambung', 'connect-call-to', { noun: 'number', to, ...more }, on('callCompleted', 'Hasil'), on('hangup'))
const status = (...ways: ReturnType<typeof match>[]) =>
  widget('Hasil', 'split-based-on', { input: '{{widgets.Sambung.DialCallStatus}}' }, on('noMatch', 'Selesai'), ...ways)
const flow = (...ways: ReturnType<typeof match>[]) =>
  flowOf(trigger('Sambung'), call('+62751000999'), status(...ways), say('Maaf'), say('Sibuk'), say('Selesai'))

t.test('how a call to a number ended decides where the caller goes on', async (t) => {
  const { nodes, remarks } = imported(flow(match('no-answer', 'Maaf')))
  t.match(nodes.sambung, { handoff: ['sambung'], exits: { answered: 'selesai', failed: 'maaf' } })
  t.notOk('hasil' in nodes, 'the split is part of the hand-off')
  t.match(remarks, [/add the target sambung/, /Sibuk: was reached only/])
})

t.test('busy and unanswered are one here; what leads elsewhere is named', async (t) => {
  const { nodes, remarks } = imported(
    flow(match('completed', 'Selesai'), match('no-answer, failed', 'Maaf', 'matches_any_of'), match('busy', 'Sibuk')),
  )
  t.match(nodes.sambung, { exits: { answered: 'selesai', failed: 'maaf' } })
  t.match(remarks.join('\n'), /Hasil: busy lead elsewhere there; here every call that nobody answers goes to maaf/)
  const only = imported(flow(match('completed', 'Selesai')))
  t.match(only.nodes.sambung, { exits: { answered: 'selesai', failed: 'selesai' } }, 'the rest is what matches nothing')
})

t.test('a place for a number becomes a name that the site has to fill', async (t) => {
  const { nodes, remarks, problems, targets } = imported(
    flowOf(
      trigger('Sambung'),
      call('<Your Call Number>'),
      status(match('busy', 'Sibuk')),
      say('Sibuk'),
      say('Selesai'),
    ),
  )
  t.match(nodes.sambung, { handoff: ['sambung'] })
  t.same(targets, {})
  t.match(remarks, ['Sambung: add the target sambung to targets: in site.yaml; there it is "<Your Call Number>"'])
  t.match(problems.join('\n'), /the site has no target "sambung"/)
})

t.test('five numbers ring at once, and no more', async (t) => {
  const numbers = Array.from({ length: 7 }, (_, index) => `+6275100010${index}`)
  const { nodes, remarks, targets } = imported(
    flowOf(trigger('Sambung'), call(numbers.join(', '), { noun: 'number-multi' }), status(), say('Selesai')),
  )
  t.match(nodes.sambung, { handoff: { length: 5 } })
  t.equal(targets.sambung_5, '+62751000104')
  t.match(remarks.join('\n'), /more than five numbers at once; left out: \+62751000105, \+62751000106/)
})

t.test('a SIP address is a target; one that is known only during the call is a human', async (t) => {
  const sip = { noun: 'sip', sip_endpoint: 'sip:119@psc.example' }
  const known = imported(flowOf(trigger('Sambung'), call('', sip), status(), say('Selesai')))
  t.same(known.targets, { sambung: 'sip:119@psc.example' })
  const unknown = imported(flowOf(trigger('Sambung'), call('{{flow.variables.nomor}}'), status(), say('Selesai')))
  t.equal(unknown.file.start, 'antre_impor')
  t.match(unknown.remarks[0], /calls \{\{flow\.variables\.nomor\}\}, which is known only during the call/)
})
