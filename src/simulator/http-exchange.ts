import http from 'node:http'
import https from 'node:https'

export type Exchange =
  | {
      readonly outcome: 'reply'
      readonly status: number
      readonly contentType: string | null
      readonly location: string | null
      readonly cookies: readonly string[]
      readonly body: string
    }
  | { readonly outcome: 'ct' | 'rt'; readonly message: string }

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) }
const longestBody = 1024 * 1024

/** One HTTP request with separate limits for connecting (`ct`) and for the reply (`rt`), as Twilio counts them. Real milliseconds. */
export function exchange(
  url: URL,
  options: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly connectMilliseconds: number
    readonly replyMilliseconds: number
  },
): Promise<Exchange> {
  return new Promise((resolve) => {
    const secure = url.protocol === 'https:'
    let connected = false
    const request = (secure ? https : http).request(url, {
      method: options.method,
      headers: options.headers,
      agent: secure ? agents.https : agents.http,
    })
    const finish = (result: Exchange) => {
      clearTimeout(connecting)
      clearTimeout(replying)
      resolve(result)
    }
    const giveUp = (outcome: 'ct' | 'rt', message: string) => {
      finish({ outcome, message })
      request.destroy()
    }
    const connecting = setTimeout(() => giveUp('ct', 'no connection in time'), options.connectMilliseconds)
    const replying = setTimeout(() => giveUp(connected ? 'rt' : 'ct', 'no reply in time'), options.replyMilliseconds)
    request.on('socket', (socket) => {
      const ready = () => {
        connected = true
        clearTimeout(connecting)
      }
      if (!socket.connecting) return ready()
      socket.once(secure ? 'secureConnect' : 'connect', ready)
    })
    request.on('error', (error) => finish({ outcome: connected ? 'rt' : 'ct', message: error.message }))
    request.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        if (body.length < longestBody) body += chunk
      })
      response.on('error', (error) => finish({ outcome: 'rt', message: error.message }))
      response.on('end', () =>
        finish({
          outcome: 'reply',
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? null,
          location: response.headers.location ?? null,
          cookies: response.headers['set-cookie'] ?? [],
          body,
        }),
      )
    })
    request.end(options.body)
  })
}
