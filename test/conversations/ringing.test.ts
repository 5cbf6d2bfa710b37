import t from 'tap'
import { cannotRing } from '../../src/conversations/ringing.ts'

const now = 1_000_000

t.test(
  'an API that was asked three times in vain rings nobody, and one that hangs after two and ten seconds',
  async (t) => {
    t.equal(cannotRing({ taken: 0, tries: 3, since: now - 1_500 }, now), true)
    t.equal(cannotRing({ taken: 0, tries: 2, since: now - 10_000 }, now), true)
  },
)

t.test('an accident, a ring that it took, and none ordered at all say nothing', async (t) => {
  t.equal(cannotRing({ taken: 0, tries: 2, since: now - 1_500 }, now), false)
  t.equal(cannotRing({ taken: 1, tries: 5, since: now - 20_000 }, now), false)
  t.equal(cannotRing({ taken: 0, tries: 0, since: null }, now), false)
})
