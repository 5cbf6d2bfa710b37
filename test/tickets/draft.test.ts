import t from 'tap'
import { type Draft, emptyDraft, unfiled, type Writing, write } from '../../src/tickets/draft.ts'

const page = (
  writer: string,
  count: number,
  base: number,
  fields: Writing['fields'],
  more: Partial<Writing> = {},
): Writing => ({
  writer,
  count,
  base,
  fields,
  ...more,
})
const after = (draft: Draft, ...writings: readonly Writing[]): Draft =>
  writings.reduce((present, writing) => write(present, writing).draft, draft)
const values = ({ fields }: Draft) =>
  Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]))

t.test('one page writes on without seeing an answer, and nothing of it is a conflict', async (t) => {
  const draft = after(
    emptyDraft,
    page('a', 1, 0, { description: 'jal' }),
    page('a', 2, 0, { description: 'jalan', place: 'Sikabu' }),
  )
  t.same(values(draft), { description: 'jalan', place: 'Sikabu' })
  t.equal(draft.version, 2)
})

t.test('what was sent before changes nothing, however late it comes', async (t) => {
  const draft = after(emptyDraft, page('a', 1, 0, { description: 'jal' }), page('a', 2, 1, { description: 'jalan' }))
  for (const late of [page('a', 2, 1, { description: 'jalan' }), page('a', 1, 0, { description: 'jal' })]) {
    const { draft: same, conflicts } = write(draft, late)
    t.equal(same, draft)
    t.same(conflicts, [])
  }
})

t.test('what another page has written is not overwritten unseen; the other fields are taken', async (t) => {
  const draft = after(emptyDraft, page('a', 1, 0, { description: 'pohon' }))
  const { draft: next, conflicts } = write(draft, page('b', 1, 0, { description: 'jalan', place: 'Sikabu' }))
  t.same(conflicts, ['description'])
  t.same(values(next), { description: 'pohon', place: 'Sikabu' })
  const chosen = after(next, page('b', 2, next.version, { description: 'pohon, jalan' }))
  t.equal(values(chosen).description, 'pohon, jalan', 'who has seen it may replace it')
})

t.test('two who wrote the same do not disagree', async (t) => {
  const draft = after(emptyDraft, page('a', 1, 0, { topic: 'jalan' }))
  const { draft: same, conflicts } = write(draft, page('b', 1, 0, { topic: 'jalan' }))
  t.same([same, conflicts], [draft, []])
})

t.test('a page that was opened anew goes on where the closed one may or may not have been heard', async (t) => {
  const rest = page('b', 1, 0, { description: 'jalan rusak' }, { continues: { writer: 'a', count: 3 } })
  for (const heard of [emptyDraft, after(emptyDraft, page('a', 3, 0, { description: 'jalan r' }))])
    t.same([values(write(heard, rest).draft).description, write(heard, rest).conflicts], ['jalan rusak', []])
  const alive = after(emptyDraft, page('a', 4, 0, { description: 'jalan rusak parah' }))
  t.same(write(alive, rest).conflicts, ['description'], 'unless the other has written on since')
})

t.test('a late word of a page cannot undo what another page has written after seeing it', async (t) => {
  const draft = after(emptyDraft, page('a', 1, 0, { place: 'x' }), page('b', 1, 1, { place: 'y' }))
  t.equal(values(after(draft, page('a', 1, 0, { place: 'x' }))).place, 'y')
  t.equal(values(after(draft, page('a', 2, 0, { place: 'z' }))).place, 'y')
})

t.test('the ticket lacks what was written since it was filed, and is never emptied', async (t) => {
  const draft = after(emptyDraft, page('a', 1, 0, { description: 'jalan', kind: 'complaint' }))
  t.same(unfiled(draft), { description: 'jalan', kind: 'complaint' })
  const filed = { ...draft, filed: draft.version }
  t.same(unfiled(filed), {})
  t.same(unfiled(after(filed, page('a', 2, 1, { description: '', place: 'Sikabu' }))), { place: 'Sikabu' })
})
