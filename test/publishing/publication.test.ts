import t from 'tap'
import { differences } from '../../src/publishing/difference.ts'
import { before, type Publication } from '../../src/publishing/publication.ts'

const publication = (number: number, content: string, more: Partial<Publication> = {}): Publication => ({
  ...{ number, content, kind: 'publish', note: '', by: 'system', publishedAt: number, effectiveAt: number },
  ...{ returnsTo: null, withdrawnAt: null },
  ...more,
})

t.test('before: the newest with other texts, that was in force', async (t) => {
  const all = [
    publication(1, 'A'),
    publication(2, 'B'),
    publication(3, 'B'),
    publication(4, 'X', { withdrawnAt: 4, kind: 'schedule' }),
    publication(5, 'Y', { effectiveAt: 1_000 }),
    publication(6, 'C'),
  ]
  const from = (one: Publication) => before(one, all, 10)?.number ?? null
  t.equal(from(publication(6, 'C')), 3)
  t.equal(from(publication(3, 'B')), 1, 'the same texts once more are no step')
  t.equal(from(publication(1, 'A')), null)
  t.equal(from(publication(7, 'B', { kind: 'rollback', returnsTo: 3 })), 1, 'after a rollback one stands where it led')
  t.equal(before(publication(6, 'C'), all, 2_000)?.number, 5, 'a scheduled one counts once it was in force')
})

t.test('differences are told file by file, and recordings by their names', async (t) => {
  const from = { files: { 'a.yaml': 'x\n', 'b.yaml': '1\n2\n3\n', 'c.yaml': 'same' }, recordings: ['ind/salam.wav'] }
  const to = { files: { 'b.yaml': '1\nzwei\n3\n', 'c.yaml': 'same', 'd.yaml': 'new\n' }, recordings: [] }
  t.match(differences(from, to), [
    { file: 'a.yaml', change: 'removed', text: /^--- a\.yaml\n\+\+\+ a\.yaml\n@@ .* @@\n-x$/ },
    { file: 'b.yaml', change: 'changed', text: /\n 1\n-2\n\+zwei\n 3$/ },
    { file: 'd.yaml', change: 'added', text: /\n\+new$/ },
    { file: 'audio/', change: 'changed', text: /-ind\/salam\.wav/ },
  ])
  t.same(differences(from, from), [])
})
