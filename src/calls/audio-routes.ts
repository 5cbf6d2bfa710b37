import { join, resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

export type AudioFolders = {
  /** The site's folder. */
  readonly site: string
  /** Libraries that it borrows from, by their path from there; its own recordings come first. */
  readonly libraries: readonly string[]
}

/** Recorded sentences, for the carrier to play. Nothing personal: what callers say is kept elsewhere, and never served here. */
export async function audioRoutes(scope: FastifyInstance, { site, libraries }: AudioFolders): Promise<void> {
  const root = [...new Set(['', ...libraries].map((folder) => resolve(join(site, folder, 'audio'))))]
  await scope.register(fastifyStatic, {
    root,
    prefix: '/audio/',
    index: false,
    dotfiles: 'ignore',
    decorateReply: false,
    // A folder without recordings yet is no mistake; once it is there it is served.
    suppressWarning: true,
    allowedPath: (path) => /\.(wav|mp3)$/i.test(path),
    // A sentence that is recorded anew keeps its address: ask each time, and send it only if it has changed.
    maxAge: 0,
    etag: true,
  })
}
