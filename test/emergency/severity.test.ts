import fc from 'fast-check'
import t from 'tap'
import { clusterSize, type Evidence, rankOf, severityClasses, severityOf } from '../../src/emergency/severity.ts'

const nothing: Evidence = { kind: null, words: [], answers: [], silent: false, hasAnother: false, nearby: 0 }
const life = (word: string) => ({ word, gravity: 'life' as const })
const urgent = (word: string) => ({ word, gravity: 'urgent' as const })

const cases: readonly (readonly [string, Partial<Evidence>, string, readonly string[]])[] = [
  ['the key alone', {}, 'unclear', ['key']],
  ['a kind by key', { kind: 'medis' }, 'urgent', ['kind']],
  ['a word of danger', { words: [urgent('kecelakaan')] }, 'urgent', ['words']],
  ['a life in danger', { words: [life('tidak sadar')] }, 'life', ['words']],
  ['grave and graver words', { words: [urgent('tolong'), life('tenggelam')] }, 'life', ['words', 'words']],
  ['a caller who cannot speak', { silent: true }, 'silent', ['cannot_speak']],
  [
    'a caller who cannot speak and is in danger',
    { silent: true, answers: [{ question: 'bahaya', answer: 'ya', gravity: 'life' }] },
    'life',
    ['answer', 'cannot_speak'],
  ],
  [
    'an answer that tells nothing of gravity',
    { silent: true, answers: [{ question: 'kirim', answer: 'ya', gravity: null }] },
    'silent',
    ['cannot_speak'],
  ],
  ['a caller who was cut off before', { hasAnother: true }, 'urgent', ['called_before']],
  ['one other call of the district', { nearby: clusterSize - 1 }, 'unclear', ['key']],
  ['many calls of the district', { nearby: clusterSize }, 'urgent', ['nearby']],
  ['silent in a cluster', { silent: true, nearby: clusterSize }, 'urgent', ['nearby', 'cannot_speak']],
]

t.test('what is known makes the class, and every reason is told, the gravest first', async (t) => {
  for (const [what, evidence, severity, because] of cases) {
    const judged = severityOf({ ...nothing, ...evidence })
    t.equal(judged.class, severity, what)
    t.same(
      judged.reasons.map((reason) => reason.because),
      because,
      what,
    )
  }
  t.same(
    severityClasses.filter((one) => !cases.some(([, , severity]) => severity === one)),
    [],
    'every class has its case',
  )
})

t.test('the words themselves are the reason, each once', async (t) => {
  const { reasons } = severityOf({ ...nothing, words: [life('kebakaran'), life('kebakaran'), life('terjebak')] })
  t.same(reasons, [{ because: 'words', words: ['kebakaran', 'terjebak'], class: 'life' }])
})

const gravity = fc.constantFrom('life' as const, 'urgent' as const)
const evidence: fc.Arbitrary<Evidence> = fc.record({
  kind: fc.constantFrom(null, 'medis'),
  words: fc.array(fc.record({ word: fc.constantFrom('a', 'b'), gravity }), { maxLength: 4 }),
  answers: fc.array(
    fc.record({ question: fc.constantFrom('x', 'y'), answer: fc.constant('ya'), gravity: fc.option(gravity) }),
    { maxLength: 3 },
  ),
  silent: fc.boolean(),
  hasAnother: fc.boolean(),
  nearby: fc.nat({ max: 9 }),
})

t.test('whatever else becomes known, an emergency is never less grave for it', async (t) => {
  fc.assert(
    fc.property(evidence, evidence, (before, more) => {
      const after: Evidence = {
        kind: before.kind ?? more.kind,
        words: [...before.words, ...more.words],
        answers: [...before.answers, ...more.answers],
        silent: before.silent || more.silent,
        hasAnother: before.hasAnother || more.hasAnother,
        nearby: Math.max(before.nearby, more.nearby),
      }
      return rankOf(severityOf(after).class) >= rankOf(severityOf(before).class)
    }),
    { numRuns: 2000 },
  )
  t.pass('2,000 random callers')
})

t.test('the class is that of its first reason, and there is always one', async (t) => {
  fc.assert(
    fc.property(evidence, (known) => {
      const judged = severityOf(known)
      return judged.reasons[0]?.class === judged.class
    }),
    { numRuns: 1000 },
  )
  t.pass('1,000 random callers')
})
