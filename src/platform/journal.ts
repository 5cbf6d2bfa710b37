import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDataFolder } from './data-folder.ts'
import { newId } from './id.ts'

/**
 * What must not be forgotten while the database is away: lines of JSON in files of this process, each on the disk before `append`
 * is done. Any process may take a file over, by renaming it, and replay it: an entry may come twice, and never not at all.
 */
export type Journal = {
  /** Resolves when the entry is on the disk. Rejects when it cannot be written, or when the journal is full. */
  readonly append: (entry: unknown) => Promise<void>
  /** Takes over what lies there and hands it on, by time of writing. A file goes when `replay` has had all of it. */
  readonly replay: (replay: (entry: unknown) => Promise<Replayed>) => Promise<number>
}

/** `refused`: it will never do; it is put aside for a person to look at. `later`: it is written again. A replay that throws is tried again. */
export type Replayed = 'done' | 'refused' | 'later'

export type JournalOptions = {
  readonly folder: string
  /** Of all files together; a full disk must not also stop the rest of the machine. */
  readonly mostBytes?: number
}

const ending = '.jsonl'
const takenEnding = `${ending}.taken`
const refused = 'refused.lines'
const lineOf = (entry: unknown) => `${JSON.stringify(entry)}\n`

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The names of the files that lie there; none where there is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder)
    return names.filter((name) => name.endsWith(ending) || name.endsWith(takenEnding)).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = (await namesIn(folder)).map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** The entries of a file. The last line of a process that died while it wrote, and any other that is not whole, counts as absent. */
function entriesOf(text: string): readonly unknown[] {
  return text.split('\n').flatMap((line): readonly unknown[] => {
    if (line === '') return []
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
}

async function writeThrough(path: string, line: string): Promise<number> {
  const file = await open(path, 'a', 0o600)
  try {
    await file.appendFile(line)
    await file.datasync()
    return (await file.stat()).ino
  } finally {
    await file.close()
  }
}

/** Opens the journal of this process. Nothing is made until something has to be written. */
export function openJournal({ folder, mostBytes = 64 * 1024 * 1024 }: JournalOptions): Journal {
  let path = join(folder, `${newId()}${ending}`)
  let writing: Promise<unknown> = Promise.resolve()
  let isFresh = true

  async function write(line: string): Promise<void> {
    if (isFresh) await makeDataFolder(folder)
    isFresh = false
    if ((await bytesIn(folder)) + line.length > mostBytes) throw new RangeError('The journal is full')
    for (;;) {
      const inode = await writeThrough(path, line).catch((error: unknown) => {
        // Half a line may stand there: nothing is written behind it.
        path = join(folder, `${newId()}${ending}`)
        throw error
      })
      const there = await stat(path).catch((error: unknown) => {
        if (isMissing(error)) return null
        throw error
      })
      if (there?.ino === inode) return
      // Somebody took the file over, perhaps before this line was in it: once more, elsewhere. Twice is no harm.
      path = join(folder, `${newId()}${ending}`)
    }
  }

  async function take(name: string): Promise<string | null> {
    if (name.endsWith(takenEnding)) return join(folder, name)
    const taken = join(folder, `${name}.taken`)
    try {
      await rename(join(folder, name), taken)
      return taken
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  function append(entry: unknown): Promise<void> {
    const done = writing.then(() => write(lineOf(entry)))
    writing = done.catch(() => {})
    return done
  }

  return {
    append,
    replay: async (replay) => {
      let count = 0
      for (const name of await namesIn(folder)) {
        const taken = await take(name)
        const text = taken === null ? '' : await readFile(taken, 'utf8').catch(() => '')
        for (const entry of entriesOf(text)) {
          const became = await replay(entry)
          if (became === 'refused') await writeThrough(join(folder, refused), lineOf(entry))
          if (became === 'later') await append(entry)
          count += 1
        }
        if (taken !== null) await rm(taken, { force: true })
      }
      return count
    },
  }
}
