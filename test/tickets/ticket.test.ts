import fc from 'fast-check'
import t from 'tap'
import type { Action, Capacity, Deed, Progress } from '../../src/tickets/ticket.ts'
import {
  answerWithinMilliseconds,
  capacitiesOf,
  isOverdue,
  possible,
  rules,
  stages,
  step,
} from '../../src/tickets/ticket.ts'

const fresh: Progress = {
  stage: 'received',
  ownerAgencyId: 'kominfo',
  answerDueAt: answerWithinMilliseconds,
  answeredAt: null,
  closedAt: null,
  version: 1,
}

const everyone: readonly Capacity[] = ['system', 'coordinator', 'owner', 'operator']
const circumstances = { capacities: everyone, coordinatorId: 'kominfo', now: 1000 }

const word = fc.constantFrom('', ' ', 'sudah diperbaiki')
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.constant<Action>({ do: 'verify' }),
  fc.constant<Action>({ do: 'start' }),
  fc.constantFrom('pupr', 'dishub', 'kominfo').map((agencyId): Action => ({ do: 'assign', agencyId })),
  word.map((reason): Action => ({ do: 'hand_back', reason })),
  word.map((text): Action => ({ do: 'answer', text })),
  word.map((reason): Action => ({ do: 'close', reason })),
  word.map((reason): Action => ({ do: 'reopen', reason })),
)
const doers = fc.subarray([...everyone])

t.test('whatever is tried, in any order and by anyone, a ticket stays sound', async (t) => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(fc.tuple(actions, doers), { maxLength: 25 }), (history) => {
      let progress = fresh
      history.forEach(([action, capacities], index) => {
        const now = 1000 + index
        const taken = step(progress, action, { capacities, coordinatorId: 'kominfo', now })
        if (taken.outcome === 'refused') return
        const next = taken.progress
        if (next.ownerAgencyId === '') throw new Error('ownerless')
        if (next.version !== progress.version + 1) throw new Error('a step that is not counted')
        if ((next.stage === 'closed') !== (next.closedAt !== null)) throw new Error('closed without its time')
        if (next.stage === 'answered' && next.answeredAt === null) throw new Error('answered without its time')
        if (progress.stage === 'closed' && action.do !== 'reopen') throw new Error(`${action.do} on a closed ticket`)
        if (next.ownerAgencyId !== progress.ownerAgencyId && action.do !== 'assign' && action.do !== 'hand_back')
          throw new Error(`${action.do} changed the owner`)
        if (action.do === 'hand_back' && next.ownerAgencyId !== 'kominfo') throw new Error('handed back to nobody')
        if (next.answerDueAt !== progress.answerDueAt && action.do !== 'reopen') throw new Error('the promise moved')
        if (!rules[action.do].by.some((by) => capacities.includes(by))) throw new Error('done by a stranger')
        reached.add(next.stage)
        progress = next
      })
    }),
    { numRuns: 2000 },
  )
  t.strictSame([...reached].sort(), stages.filter((stage) => stage !== 'received').sort(), 'every stage was reached')
})

t.test('what is possible is exactly what a step does', async (t) => {
  const complete: Readonly<Record<Deed, Action>> = {
    verify: { do: 'verify' },
    assign: { do: 'assign', agencyId: 'pupr' },
    start: { do: 'start' },
    hand_back: { do: 'hand_back', reason: 'bukan wewenang' },
    answer: { do: 'answer', text: 'sudah' },
    close: { do: 'close', reason: 'selesai' },
    reopen: { do: 'reopen', reason: 'belum' },
  }
  for (const stage of stages) {
    for (const capacity of everyone) {
      const progress = { ...fresh, stage, ownerAgencyId: 'dishub' }
      const done = (Object.keys(complete) as Deed[]).filter(
        (deed) => step(progress, complete[deed], { ...circumstances, capacities: [capacity] }).outcome === 'done',
      )
      t.strictSame(possible(progress, [capacity]), done, `${capacity} at ${stage}`)
    }
  }
})

t.test('steps that are refused say why', async (t) => {
  const refusal = (progress: Progress, action: Action, capacities: readonly Capacity[] = everyone) => {
    const taken = step(progress, action, { ...circumstances, capacities })
    return taken.outcome === 'refused' ? taken.why : 'done'
  }
  const assigned: Progress = { ...fresh, stage: 'assigned', ownerAgencyId: 'pupr' }
  t.equal(refusal(fresh, { do: 'start' }), 'not_now')
  t.equal(
    refusal(fresh, { do: 'hand_back', reason: 'bukan kami' }),
    'not_now',
    'the coordinator cannot pass it to itself',
  )
  t.equal(refusal(assigned, { do: 'start' }, ['operator']), 'not_yours')
  t.equal(refusal(assigned, { do: 'hand_back', reason: ' ' }), 'reason_wanted')
  t.equal(refusal(assigned, { do: 'answer', text: '' }), 'reason_wanted')
  t.equal(refusal(assigned, { do: 'assign', agencyId: 'pupr' }), 'same_owner')
  t.equal(refusal({ ...fresh, stage: 'closed', closedAt: 5 }, { do: 'close', reason: 'lagi' }), 'not_now')
})

t.test('handing back returns to the coordinator, and reopening begins the promise anew', async (t) => {
  const back = step(
    { ...fresh, stage: 'in_progress', ownerAgencyId: 'pupr' },
    { do: 'hand_back', reason: 'bukan kami' },
    circumstances,
  )
  t.match(back, {
    progress: { stage: 'verified', ownerAgencyId: 'kominfo' },
    facts: { reason: 'bukan kami', from: 'pupr', to: 'kominfo' },
  })
  const closed: Progress = { ...fresh, stage: 'closed', ownerAgencyId: 'pupr', answeredAt: 10, closedAt: 20 }
  t.match(step(closed, { do: 'reopen', reason: 'masih rusak' }, { ...circumstances, now: 50 }), {
    progress: {
      stage: 'assigned',
      ownerAgencyId: 'pupr',
      answeredAt: null,
      closedAt: null,
      answerDueAt: 50 + answerWithinMilliseconds,
    },
  })
})

t.test('an agency acts only on what it owns', async (t) => {
  const officer = { roles: ['agency'], agencyId: 'pupr' }
  t.strictSame(capacitiesOf(officer, { ownerAgencyId: 'pupr' }), ['owner'])
  t.strictSame(capacitiesOf(officer, { ownerAgencyId: 'dishub' }), [])
  t.strictSame(capacitiesOf({ roles: ['operator', 'supervisor'], agencyId: null }, fresh), ['coordinator', 'operator'])
  t.strictSame(capacitiesOf({ roles: ['administrator'], agencyId: null }, fresh), [])
  t.strictSame(capacitiesOf('system', fresh), ['system'])
})

t.test('a ticket is overdue from the moment after its hour until it is answered or closed', async (t) => {
  t.equal(isOverdue(fresh, fresh.answerDueAt), false)
  t.equal(isOverdue(fresh, fresh.answerDueAt + 1), true)
  t.equal(isOverdue({ ...fresh, answeredAt: 5 }, fresh.answerDueAt + 1), false)
  t.equal(isOverdue({ ...fresh, closedAt: 5 }, fresh.answerDueAt + 1), false)
})
