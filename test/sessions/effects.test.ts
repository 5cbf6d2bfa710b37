import t from 'tap'
import type { FlowEvent } from '../../src/flow/input.ts'
import { effectsOf } from '../../src/sessions/effects.ts'

const choice: FlowEvent = { event: 'choice.made', node: 'sapaan', option: 'x', digits: '1' }
const entered: FlowEvent = { event: 'node.entered', node: 'x', kind: 'queue' }

t.test('a choice gives the call a ticket', async (t) => {
  t.same(effectsOf([choice, entered]), [{ effect: 'ticket', kind: null }])
})

t.test('silence that leads to a queue does not, until a human is reached', async (t) => {
  const waits: FlowEvent = { event: 'wait.began', node: 'antre', lane: 'umum' }
  t.same(effectsOf([entered, waits]), [{ effect: 'wait', lane: 'umum', silent: false }])
  t.same(effectsOf([{ event: 'human.reached', node: 'antre' }]), [
    { effect: 'ticket', kind: 'operator' },
    { effect: 'served' },
  ])
})

t.test(
  'a choice that leads to an emergency opens one ticket, of that kind, before the emergency is raised',
  async (t) => {
    const raised: FlowEvent = { event: 'wait.began', node: 'darurat', lane: 'darurat', emergency: 'umum' }
    t.same(effectsOf([choice, entered, raised]), [
      { effect: 'ticket', kind: 'emergency' },
      { effect: 'emergency', lane: 'darurat', kind: 'umum', silent: false },
    ])
  },
)

t.test('a choice made while waiting leaves the lane before it enters another', async (t) => {
  const left: FlowEvent = { event: 'wait.left', node: 'antre', option: 'darurat' }
  const raised: FlowEvent = { event: 'wait.began', node: 'darurat', lane: 'darurat', emergency: 'umum' }
  t.same(
    effectsOf([left, choice, raised]).map(({ effect }) => effect),
    ['ticket', 'leave_lane', 'emergency'],
  )
})
