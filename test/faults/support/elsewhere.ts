/** Another host with the fallback documents, as the README has it: what citizens hear when all of Sahut is away. */

import { createServer } from 'node:http'
import { fallbackFiles } from '../../../src/cli/fallback.ts'
import type { Site } from '../../../src/site.ts'
import { line } from '../../support/hotline.ts'

export type Elsewhere = { readonly url: string; readonly asked: () => number; readonly close: () => void }

export async function startElsewhere(site: Site, port: number): Promise<Elsewhere> {
  const baseUrl = `http://127.0.0.1:${port}`
  const files = fallbackFiles(site, { baseUrl, callerId: line, now: Date.now() })
  let asked = 0
  const server = createServer(({ url = '' }, answer) => {
    asked += 1
    const file = files[new URL(url, baseUrl).pathname.slice(1)]
    if (file === undefined) answer.writeHead(404).end()
    else answer.writeHead(200, { 'content-type': 'text/xml' }).end(file)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `${baseUrl}/fallback.xml`,
    asked: () => asked,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
