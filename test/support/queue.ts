/** Which test file comes next, for several processes at once: a folder in which each takes a file by making an entry that only one can make. */

import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const listIn = (folder: string) => join(folder, 'files.json')
const filesOf = (folder: string) => JSON.parse(readFileSync(listIn(folder), 'utf8')) as readonly string[]

export function makeQueue(folder: string, files: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(listIn(folder), JSON.stringify(files))
}

function isFirst(entry: string): boolean {
  try {
    closeSync(openSync(entry, 'wx'))
    return true
  } catch {
    return false
  }
}

export type Queue = {
  readonly size: number
  /** Null: all are taken. */
  readonly take: () => string | null
  readonly done: (file: string, hasPassed: boolean) => void
}

export function readQueue(folder: string): Queue {
  const files = filesOf(folder)
  return {
    size: files.length,
    take: () => files.find((_, place) => isFirst(join(folder, `${place}.taken`))) ?? null,
    done: (file, hasPassed) => {
      if (hasPassed) writeFileSync(join(folder, `${files.indexOf(file)}.passed`), '')
    },
  }
}

/** Files that were not run to a good end: one failed, or its process ended in it, or nobody came to take it. */
export const notPassed = (folder: string): readonly string[] =>
  filesOf(folder).filter((_, place) => !existsSync(join(folder, `${place}.passed`)))
