import t from 'tap'
import {
  afterMiss,
  haveSpoken,
  type Kept,
  numberGiven,
  overdue,
  targetAt,
  usualRule,
} from '../../src/dispatch/callback.ts'

const minute = 60_000
const hour = 60 * minute
const now = Date.UTC(2026, 10, 21, 3, 0, 0)
const kept = (more: Partial<Kept>): Kept => ({
  id: 'it',
  kind: 'promise',
  state: 'waiting',
  since: now - minute,
  dueAt: null,
  askedAt: now - hour,
  callEnded: true,
  legEnded: true,
  operatorThere: false,
  ...more,
})

t.test('a phone that rang in vain rings again by the rule, and not for ever', async (t) => {
  t.same(afterMiss(1, usualRule), { next: 'rest', seconds: 300 })
  t.same(afterMiss(2, usualRule), { next: 'rest', seconds: 1_800 })
  t.same(afterMiss(3, usualRule), { next: 'give_up' })
  const patient = { ...usualRule, times: 5, restSeconds: [60] }
  t.same(afterMiss(4, patient), { next: 'rest', seconds: 60 }, 'the last pause counts for all that follow')
  t.same(afterMiss(5, patient), { next: 'give_up' })
})

t.test('the janitor knows what should have happened in every state that is not final', async (t) => {
  const cases: readonly [string, Partial<Kept>, string | null][] = [
    ['the caller is still on the line', { state: 'asked', callEnded: false, askedAt: now - 30 * hour }, null],
    ['the call ended a moment ago', { state: 'asked', since: now - 1000 }, null],
    ['the call ended and nobody put it into the line', { state: 'asked' }, 'enter'],
    ['it waits for an operator', {}, null],
    ['it has waited for a day', { askedAt: now - 24 * hour }, 'expire'],
    ['it has waited for a day with the citizen on the phone', { askedAt: now - 24 * hour, legEnded: false }, null],
    ['it rests', { state: 'resting', dueAt: now + 1 }, null],
    ['its rest is over', { state: 'resting', dueAt: now }, 'enter'],
    ['its rest would be over after a day', { state: 'resting', dueAt: now + 1, askedAt: now - 24 * hour }, 'expire'],
    ['the phone rings', { state: 'calling', legEnded: false, operatorThere: true }, null],
    ['the phone stopped ringing a moment ago', { state: 'calling', operatorThere: true, since: now - 1000 }, null],
    ['nobody told that the phone stopped', { state: 'calling', operatorThere: true }, 'miss'],
    [
      'a phone that rings for ever',
      { state: 'calling', operatorThere: true, legEnded: false, since: now - 3 * minute },
      'miss',
    ],
    ['the operator left while it rang', { state: 'calling', legEnded: false }, 'lost'],
    ['they talk', { state: 'talking', legEnded: false, operatorThere: true, since: now - 2 * hour }, null],
    ['the citizen hung up and nobody told', { state: 'talking', operatorThere: true }, 'finish'],
    ['the operator is gone and nobody told', { state: 'talking', legEnded: false }, 'lost'],
    ['it is closed', { state: 'closed', askedAt: now - 48 * hour }, null],
  ]
  for (const [what, more, expected] of cases)
    t.equal(overdue([kept(more)], now, usualRule)[0]?.what ?? null, expected, what)
})

t.test('they have spoken once they met, or, with no word of it, after a while in one conversation', async (t) => {
  const talk = { state: 'talking', metAt: null, joined: 'v', since: now } as Parameters<typeof haveSpoken>[0]
  t.equal(haveSpoken(talk, now + 19_999), false)
  t.equal(haveSpoken(talk, now + 20_000), true)
  t.equal(haveSpoken({ ...talk, joined: null }, now + hour), false)
  t.equal(haveSpoken({ ...talk, state: 'waiting', metAt: now }, now), true)
})

t.test('a number that is keyed is read as people key it, and only if a person can have it', async (t) => {
  for (const [text, address] of [
    ['081234567890', '+6281234567890'],
    ['0812-3456-7890', '+6281234567890'],
    ['6281234567890', '+6281234567890'],
    ['+6281234567890', '+6281234567890'],
    ['075191234', '+6275191234'],
  ] as const)
    t.equal(numberGiven(text)?.address, address, text)
  for (const text of ['', '112', '08', '99999999999999', 'halo', '0809 1 234567', '14045'])
    t.equal(numberGiven(text), null, text)
  t.equal(numberGiven('081234567890')?.canBeTexted, true)
  t.equal(numberGiven('075191234')?.canBeTexted, false)
})

t.test('a citizen is reached by number or SIP address', async (t) => {
  t.same(targetAt('+6281234567890'), { kind: 'number', number: '+6281234567890' })
  t.same(targetAt('sip:0812@112.example'), { kind: 'sip', uri: 'sip:0812@112.example' })
  for (const address of ['client:sari', 'INFO', '112', 'sip:112.example']) t.equal(targetAt(address), null, address)
})
