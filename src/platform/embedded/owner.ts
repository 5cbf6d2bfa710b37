import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export type Owner = { readonly uid: number; readonly gid: number }

/** Postgres refuses to run as root. Then it runs as `nobody`, which every Linux knows (initdb wants a name in passwd). */
export const owner: Owner | undefined = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined

const executable = 0o001

/** Whether any user may go through every folder above `path`, and through `path` itself. */
export async function isOpenToAll(path: string): Promise<boolean> {
  const { mode } = await stat(path)
  if ((mode & executable) === 0) return false
  const above = dirname(path)
  return above === path || isOpenToAll(above)
}
