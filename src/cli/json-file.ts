import { readFile } from 'node:fs/promises'

/** The file's value; text that is no JSON stays text and is refused by the schema. */
export async function jsonAt(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
