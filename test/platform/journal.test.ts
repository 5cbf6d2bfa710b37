import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openJournal, type Replayed } from '../../src/platform/journal.ts'

async function place(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-journal-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'journal')
}

function reader(became: Replayed = 'done') {
  const read: unknown[] = []
  const replay = async (entry: unknown) => {
    read.push(entry)
    return became
  }
  return { read, replay }
}

t.test('an entry is on the disk when it is kept, and gone when it was replayed', async (t) => {
  const folder = await place(t)
  const journal = openJournal({ folder })
  const { read, replay } = reader()
  t.equal(await journal.replay(replay), 0, 'nothing was ever written')
  await Promise.all([1, 2, 3].map((n) => journal.append({ n })))
  const [name = ''] = await readdir(folder)
  t.equal((await readFile(join(folder, name), 'utf8')).split('\n').length, 4)
  t.equal(await journal.replay(replay), 3)
  t.same(read, [{ n: 1 }, { n: 2 }, { n: 3 }], 'in the order of writing')
  t.same(await readdir(folder), [])
  await journal.append({ n: 4 })
  t.equal(await openJournal({ folder }).replay(replay), 1, 'another process replays what this one wrote')
})

t.test('a line that a crash cut off counts as absent, and those before it do not', async (t) => {
  const folder = await place(t)
  const journal = openJournal({ folder })
  await journal.append({ n: 1 })
  const [name = ''] = await readdir(folder)
  await appendFile(join(folder, name), '{"n": 2, "half')
  const { read, replay } = reader()
  await openJournal({ folder }).replay(replay)
  t.same(read, [{ n: 1 }])
})

t.test('a replay that breaks off begins anew, and nothing is lost', async (t) => {
  const folder = await place(t)
  const journal = openJournal({ folder })
  await journal.append({ n: 1 })
  await journal.append({ n: 2 })
  let asked = 0
  const breaks = async (): Promise<Replayed> => {
    asked += 1
    if (asked === 2) throw new Error('away again')
    return 'done'
  }
  await t.rejects(journal.replay(breaks))
  const { read, replay } = reader()
  await openJournal({ folder }).replay(replay)
  t.same(read, [{ n: 1 }, { n: 2 }], 'the first comes twice')
})

t.test('what is written while another replays is never lost', async (t) => {
  const folder = await place(t)
  const [writer, other] = [openJournal({ folder }), openJournal({ folder })]
  const { read, replay } = reader()
  const writing = (async () => {
    for (let n = 0; n < 60; n += 1) await writer.append({ n })
  })()
  let isWriting = true
  void writing.then(() => {
    isWriting = false
  })
  while (isWriting) await other.replay(replay)
  await other.replay(replay)
  t.equal(new Set((read as { n: number }[]).map(({ n }) => n)).size, 60)
})

t.test('what cannot be told is put aside, what is too early is kept', async (t) => {
  const folder = await place(t)
  const journal = openJournal({ folder })
  await journal.append({ n: 1 })
  await journal.replay(reader('refused').replay)
  t.same(await readdir(folder), ['refused.lines'])
  await journal.append({ n: 2 })
  await journal.replay(reader('later').replay)
  const { read, replay } = reader()
  await journal.replay(replay)
  t.same(read, [{ n: 2 }])
})

t.test('a full journal refuses, and takes entries again after a replay', async (t) => {
  const folder = await place(t)
  const journal = openJournal({ folder, mostBytes: 100 })
  const entry = { text: 'x'.repeat(60) }
  await journal.append(entry)
  await t.rejects(journal.append(entry), /full/)
  await journal.replay(reader().replay)
  await journal.append(entry)
  t.equal((await readdir(folder)).length, 1)
})
