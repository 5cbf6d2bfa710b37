/** An operator who writes in the tickets of callers all the time, by the same requests as the page: what was acknowledged may not be lost. */

import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Attendance } from './crowd.ts'

type Page = { readonly version: number; readonly count: number; readonly text: string }

export type Writer = {
  readonly stop: () => Promise<void>
  /** How many letters were acknowledged. */
  readonly acknowledged: () => number
  /** Calls whose last acknowledged words do not stand in the database. */
  readonly lost: (pool: pg.Pool) => Promise<readonly string[]>
}

const answersWithin = 5_000

export function write(
  url: string,
  account: { readonly login: string; readonly password: string },
  everybody: readonly Attendance[],
): Writer {
  const pages = new Map<string, Page>()
  let cookie = ''
  let acknowledged = 0
  let isWriting = true

  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-requested-with': 'page', cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answersWithin),
    })
    const given = answer.headers.get('set-cookie')?.split(';')[0]
    if (given !== undefined) cookie = given
    if (answer.status === 401) cookie = ''
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
    return answer.json()
  }

  async function writeOne(callSid: string): Promise<void> {
    const path = `/api/calls/${callSid}/draft`
    const known = pages.get(callSid)
    const version = known?.version ?? ((await ask('GET', path)) as { version: number }).version
    const count = (known?.count ?? 0) + 1
    const text = `kalimat ke-${count}`
    // Sent again until it is acknowledged, as the page does.
    const answer = (await ask('PATCH', path, {
      ...{ writer: 'an-open-page', count, base: version },
      fields: { description: text },
    })) as { version: number }
    pages.set(callSid, { version: answer.version, count, text })
    acknowledged += 1
  }

  const working = (async () => {
    for (let turn = 0; isWriting; turn += 1) {
      await pause(200)
      // Always the same few callers: what was written first has outlived the most.
      const on = everybody.filter(({ kind }) => kind === 'caller' || kind === 'emergency').slice(0, 6)
      const one = on[turn % Math.max(1, on.length)]
      try {
        if (cookie === '') await ask('POST', '/api/session', account)
        if (one !== undefined) await writeOne(one.callSid)
      } catch {} // tried again in the next turn
    }
  })()

  return {
    acknowledged: () => acknowledged,
    stop: () => {
      isWriting = false
      return working
    },
    lost: async (pool) => {
      const wrong: string[] = []
      for (const [callSid, { text }] of pages) {
        const { rows } = await pool.query(
          `select coalesce((select fields -> 'description' ->> 'value' from ticket_drafts where contact = $1),
             (select description from tickets where contact = $1)) as words`,
          [callSid],
        )
        // A word whose acknowledgement was lost may stand there, too: it is the next one.
        const number = (words: unknown) => Number(/\d+$/.exec(String(words))?.[0] ?? 0)
        if (number(rows[0]?.words) < number(text)) wrong.push(`${callSid}: ${rows[0]?.words} instead of ${text}`)
      }
      return wrong
    },
  }
}
