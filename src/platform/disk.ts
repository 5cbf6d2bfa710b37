import { stat, statfs } from 'node:fs/promises'

/** What is left where this folder lies, in bytes; null where it cannot be told. */
export async function diskOf(folder: string): Promise<{ readonly bytesFree: number; readonly bytes: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { bytesFree: bavail * bsize, bytes: blocks * bsize }
  } catch {
    return null
  }
}

/** When a file was written last, in milliseconds since 1970; null where there is none. */
export async function writtenAt(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs
  } catch {
    return null
  }
}
