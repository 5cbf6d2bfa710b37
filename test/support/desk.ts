/** A person at the console's interface, so that a story reads like a shift. */
import type { Hotline } from './hotline.ts'

export type Desk = {
  /** Asks as this person; gives the status and the answer. */
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<{ status: number; body: unknown }>
  /** The answer as it comes, for what is no JSON. */
  fetches(path: string): Promise<Response>
  /** Does something about the conversation that goes on; gives the status. */
  does(deed: 'hold' | 'mute' | 'bring-in' | 'end', body?: object): Promise<number>
}

/** Signs an operator of the hotline in. Whoever was named there has this password. */
export async function atDesk(hotline: Hotline, login: string): Promise<Desk> {
  const { origin } = new URL(hotline.url)
  const headers = { origin, 'content-type': 'application/json' }
  const entering = { login, password: `a long password of ${login}` }
  const reply = await fetch(`${hotline.url}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify(entering),
  })
  if (!reply.ok) throw new Error(`${login} could not sign in: ${reply.status}`)
  const cookie = reply.headers.getSetCookie().map((each) => each.split(';', 1)[0])
  const asking = { origin, cookie: cookie.join('; ') }
  const ask: Desk['ask'] = async (method, path, body) => {
    const answer = await fetch(hotline.url + path, {
      method,
      headers: body === undefined ? asking : { ...asking, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  return {
    ask,
    fetches: (path) => fetch(hotline.url + path, { headers: asking }),
    async does(deed, body) {
      const [open] = await hotline.rows<{ id: string }>(`select id from conversations where state = 'open'`)
      return (await ask('POST', `/api/conversations/${open?.id}/${deed}`, body)).status
    },
  }
}
