import { createHash, randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isOpenToAll, owner } from './embedded/owner.ts'

/**
 * Where this machine keeps what must survive a restart: `.data` below the project. As root, when others may not enter
 * the project (a checkout below /root), the engine could not reach it: then a folder of this project below /var/lib/sahut.
 */
export async function usualDataFolder(projectFolder: string): Promise<string> {
  if (owner === undefined || (await isOpenToAll(projectFolder))) return join(projectFolder, '.data')
  const mark = createHash('sha256').update(projectFolder).digest('hex').slice(0, 8)
  return join('/var/lib/sahut', `${basename(projectFolder)}-${mark}`)
}

/** Makes the folder; as root it may be passed through by the engine's user, but not listed. */
export async function makeDataFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: owner ? 0o711 : 0o700 })
  if (owner) await chmod(folder, 0o711)
}

const secretFile = (folder: string) => join(folder, 'secret-key')

export const keptSecret = (folder: string): Promise<string | undefined> =>
  readFile(secretFile(folder), 'utf8').catch(() => undefined)

/** The kept secret, made at the first call. Written aside and linked, so that two starts at once agree on one. */
export async function makeSecret(folder: string): Promise<string> {
  const kept = await keptSecret(folder)
  if (kept) return kept
  await makeDataFolder(folder)
  const aside = `${secretFile(folder)}.${process.pid}`
  await writeFile(aside, randomBytes(32).toString('base64url'), { mode: 0o600 })
  await link(aside, secretFile(folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(aside, { force: true })
  return readFile(secretFile(folder), 'utf8')
}
