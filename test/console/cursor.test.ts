import fc from 'fast-check'
import t from 'tap'
import { decodeCursor, encodeCursor, paged } from '../../src/console/cursor.ts'

t.test('a cursor comes back as it went', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9e14 }), fc.uuid(), (at, id) => {
      const back = decodeCursor(encodeCursor({ at, id }))
      return back?.at === at && back.id === id
    }),
  )
  t.same(decodeCursor(encodeCursor({ at: 1, id: 'CA0123' })), { at: 1, id: 'CA0123' })
})

t.test('anything else is none', async (t) => {
  for (const text of ['', 'x', 'MQ', Buffer.from(`1 '; drop table calls`).toString('base64url')])
    t.equal(decodeCursor(text), null, text)
})

t.test('a page that is not full has no next', async (t) => {
  const cursorOf = (at: number) => ({ at, id: 'x' })
  t.equal(paged([3, 2], 3, cursorOf).next, null)
  t.equal(paged([], 3, cursorOf).next, null)
  t.same(decodeCursor(paged([3, 2, 1], 3, cursorOf).next ?? ''), { at: 1, id: 'x' })
})
