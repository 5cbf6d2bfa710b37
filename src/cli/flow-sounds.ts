/** Recordings that were put in another one's place and not stamped: the words may be the same, and nobody has heard them. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { readStamps, type Stamp } from '../flow/audio.ts'
import type { Problem } from '../flow/flow.ts'
import { told } from '../flow/rules/told.ts'
import { readYaml, type YamlFile } from '../flow/yaml.ts'

type Stamped = { readonly stamp: Stamp; readonly file: YamlFile }

/** Of a site's folder and its libraries: a warning at the stamp of each recording whose sound is another one now. */
export async function replacedSounds(folder: string, libraries: readonly string[]): Promise<readonly Problem[]> {
  const roots = ['', ...libraries]
  const stamps = new Map<string, Stamped>()
  for (const root of roots.toReversed()) {
    const name = join(root, 'audio/manifest.yaml')
    const text = await readFile(join(folder, name), 'utf8').catch(() => null)
    if (text === null) continue
    const file = readYaml({ file: name, text })
    // The site's own come last, and win.
    for (const [path, stamp] of Object.entries(readStamps(file).stamps)) stamps.set(path, { stamp, file })
  }
  const found: Problem[] = []
  for (const [path, { stamp, file }] of stamps) {
    const sound = await soundAt(roots.map((root) => join(folder, root, 'audio', path)))
    if (sound !== null && sound !== stamp.sound)
      found.push(file.problem(['recordings', path], told('recordings-current', 'replaced', { path })))
  }
  return found
}

/** sha-256 of the first of these files that is there. */
async function soundAt(files: readonly string[]): Promise<string | null> {
  for (const file of files) {
    const hash = createHash('sha256')
    const isRead = await pipeline(createReadStream(file), hash).then(
      () => true,
      () => false,
    )
    if (isRead) return hash.digest('hex')
  }
  return null
}
