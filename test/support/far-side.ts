import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallToPlace } from '../../src/telephony/carrier.ts'
import { openCarrier } from '../../src/telephony/client.ts'

export const accountSid = 'AC0123456789abcdef0123456789abcdef'
export const account = `/base/2010-04-01/Accounts/${accountSid}`

export type Asked = { method: string; path: string; authorization: string; fields: [string, string][] }
export type Reply = { status: number; body: unknown; headers?: Record<string, string> } | 'silence' | 'reset' | 'drip'

/** The far side of the REST wire: notes what was asked and answers as told. */
export async function far(reply: (asked: Asked) => Reply) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const fields = [...new URLSearchParams(query || (await bodyOf(request)))]
    const one = { method: request.method ?? '', path, authorization: request.headers.authorization ?? '', fields }
    asked.push(one)
    const answer = reply(one)
    if (answer === 'silence') return
    if (answer === 'reset') return request.socket.destroy()
    response.writeHead(answer === 'drip' ? 200 : answer.status, answer === 'drip' ? {} : answer.headers)
    if (answer === 'drip') return response.write('{')
    response.end(
      typeof answer.body === 'string' || Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const apiUrl = `http://127.0.0.1:${port}/base/`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return {
    asked,
    apiUrl,
    close,
    carrier: openCarrier({ accountSid, credentials: { authToken: 'secret' }, apiUrl, timeout: 300 }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

/** A call as a test places it. */
export const call: CallToPlace = {
  to: { kind: 'number', number: '+6281100000001' },
  callerId: '+62751000100',
  url: 'https://sahut.example/twilio/voice/leg?command=c-1&turn=0&epoch=1#rc=2',
  statusCallback: 'https://sahut.example/twilio/voice/status?command=c-1',
  ringSeconds: 25,
}
