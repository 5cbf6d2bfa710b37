import t from 'tap'
import { merged, ofLegs, ofOffers } from '../../src/console/call-story.ts'

const happened = (at: number, kind: string) => ({ at, kind, facts: {} })
const kinds = (list: readonly { readonly kind: string }[]) => list.map(({ kind }) => kind)

t.test('what other rooms keep stands where it happened, behind what happened at the same moment', async (t) => {
  const events = [happened(1, 'a'), happened(3, 'b'), happened(5, 'c')]
  t.same(kinds(merged(events, [happened(9, 'z'), happened(3, 'x'), happened(0, 'w')])), ['w', 'a', 'b', 'x', 'c', 'z'])
})

t.test('events keep the order in which we heard of them', async (t) => {
  t.same(kinds(merged([happened(5, 'a'), happened(2, 'late'), happened(6, 'b')], [happened(5, 'x')])), [
    'a',
    'late',
    'x',
    'b',
  ])
})

t.test('an offer that was taken back says so', async (t) => {
  t.same(ofOffers([{ at: 4, staffId: 's' }]), [{ at: 4, kind: 'offer.withdrawn', facts: { staffId: 's' } }])
})

t.test('a leg tells what became of it', async (t) => {
  const leg = { id: 'l', purpose: 'rung', answeredAt: 2, metAt: null, endedAt: 8 }
  t.same(kinds(ofLegs([leg])), ['leg.answered', 'leg.ended'])
})
