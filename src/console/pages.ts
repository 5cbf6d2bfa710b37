import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { Api } from './api.ts'

const notBuilt = `<!doctype html>
<html lang="id"><meta charset="utf-8"><title>Sahut</title>
<h1>Konsol belum dibangun</h1>
<p>Jalankan <code>npm run build</code>, lalu muat ulang halaman ini. Saluran telepon tetap berjalan.</p>
<p lang="en">The console is not built yet: run <code>npm run build</code>. The line works without it.</p>
</html>
`

/** Paths of machines: an unknown one is not found, never a page. */
const machinePaths = /^\/(api|twilio|health|metrics|phones)(\/|$)/

/** The page, with the word by which its own style elements are told from injected ones. A fresh one each time: never from a cache. */
const withNonce = (page: string, nonce: string) =>
  page.replace('<head>', `<head>\n    <meta name="csp-nonce" content="${nonce}" />`)

/** The browser application: its files, and its one page for every path that people can have bookmarked. */
export async function pages(api: Api, folder: string): Promise<void> {
  const index = join(folder, 'index.html')
  await api.register(fastifyStatic, { root: folder, serve: false, preCompressed: true })
  api.get(
    '/*',
    { config: { permission: 'public' }, schema: { hide: true }, helmet: { enableCSPNonces: true } },
    async (request, reply) => {
      const path = decodeURI(request.url.split('?', 1)[0] ?? '/')
      if (machinePaths.test(path)) return reply.callNotFound()
      if (!existsSync(index)) return reply.type('text/html; charset=utf-8').code(503).send(notBuilt)
      if (!/\.[a-z0-9]+$/i.test(path) || path === '/index.html') {
        reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
        return withNonce(await readFile(index, 'utf8'), reply.cspNonce.style)
      }
      // Vite names assets by their content: they never change.
      const isForever = path.startsWith('/assets/')
      return reply.sendFile(path.slice(1), { maxAge: isForever ? '365d' : 0, immutable: isForever })
    },
  )
}
