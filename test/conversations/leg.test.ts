import t from 'tap'
import { hear, type Leg, momentOf } from '../../src/conversations/leg.ts'

const leg: Leg = {
  id: 'leg',
  purpose: 'operator',
  about: 'offer',
  citizenCallSid: 'CA1',
  legSid: null,
  status: 'queued',
  statusRank: 0,
  turn: 0,
  lastToken: null,
  answer: null,
  placedAt: 0,
  heardAt: 0,
  answeredAt: null,
  metAt: null,
  endWantedAt: null,
  endedAt: null,
}
const answered: Leg = {
  ...leg,
  legSid: 'CA2',
  answeredAt: 5,
  answer: [{ verb: 'hangup' }],
  turn: 1,
  lastToken: 'first',
}

t.test('a webhook of a leg is new, repeated, or of a call that has no place', async (t) => {
  const cases: readonly [string, Leg, Parameters<typeof hear>[1], string][] = [
    ['the first one', leg, { legSid: 'CA2', turn: 0, token: 'first' }, 'new'],
    ['the same token again', answered, { legSid: 'CA2', turn: 1, token: 'first' }, 'repeated'],
    ['a turn seen before', answered, { legSid: 'CA2', turn: 0, token: 'other' }, 'repeated'],
    ['the next turn', answered, { legSid: 'CA2', turn: 1, token: 'second' }, 'new'],
    ['a second call of the same command', answered, { legSid: 'CA3', turn: 0, token: 'x' }, 'taken'],
    [
      'a call that answers where another only rings',
      { ...leg, legSid: 'CA2' },
      { legSid: 'CA3', turn: 0, token: 'x' },
      'new',
    ],
    [
      'a call that answers after another one was busy',
      { ...leg, legSid: 'CA2', endedAt: 9 },
      { legSid: 'CA3', turn: 0, token: 'x' },
      'new',
    ],
    [
      'a call that answers after nobody wanted the leg any more',
      { ...leg, legSid: 'CA2', endWantedAt: 8, endedAt: 9 },
      { legSid: 'CA3', turn: 0, token: 'x' },
      'taken',
    ],
    [
      'the next turn of a leg that is over',
      { ...answered, endedAt: 9 },
      { legSid: 'CA2', turn: 1, token: 'y' },
      'taken',
    ],
    [
      'a repeated turn of a leg that is over',
      { ...answered, endedAt: 9 },
      { legSid: 'CA2', turn: 0, token: 'y' },
      'repeated',
    ],
  ]
  for (const [what, given, webhook, hearing] of cases) t.equal(hear(given, webhook), hearing, what)
})

t.test('what happened follows from the input, and the first is always an answer', async (t) => {
  t.same(momentOf(leg, { kind: 'digits', digits: '1' }), { kind: 'answered' })
  t.same(momentOf(answered, { kind: 'digits', digits: '1' }), { kind: 'digits', digits: '1' })
  t.same(momentOf(answered, { kind: 'silence' }), { kind: 'silence' })
  t.same(momentOf(answered, { kind: 'returned', how: 'completed' }), { kind: 'returned' })
  t.same(momentOf(answered, { kind: 'continue' }), { kind: 'continue' })
  const needless = { ...answered, endWantedAt: 7 }
  for (const input of [{ kind: 'continue' }, { kind: 'digits', digits: '1' }, { kind: 'silence' }] as const)
    t.same(momentOf(needless, input), { kind: 'let_go' }, 'nobody wants it any more')
  t.same(momentOf({ ...leg, endWantedAt: 7 }, { kind: 'continue' }), { kind: 'let_go' }, 'not even as it answers')
  t.same(momentOf(needless, { kind: 'returned', how: 'completed' }), { kind: 'returned' }, 'it comes by itself')
})
