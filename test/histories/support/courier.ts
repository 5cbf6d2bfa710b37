import type { Chance } from './chance.ts'

export type Webhook = {
  /** For a failure's message, and the carrier's name for the delivery: the same on every copy. */
  readonly name: string
  readonly url: string
  readonly form: Readonly<Record<string, string>>
}

export type Reply = { readonly status: number; readonly body: string }

export type Post = (webhook: Webhook) => Promise<Reply>

/** How the carrier's news travels to the house. */
export type Courier = {
  /** A webhook that waits for a document. Gives the document. */
  turn(webhook: Webhook): Promise<string>
  /** News. `decides`: a timer or somebody else's next turn goes another way before it is known. */
  tell(webhook: Webhook, decides: boolean): Promise<void>
  /** Before the clock goes on, and with it timers and people: what decides must be known. */
  catchUp(): Promise<void>
  /** Everything that is still on its way arrives. */
  finish(): Promise<void>
}

function documentOf(name: string, { status, body }: Reply): string {
  if (status !== 200) throw new Error(`${name} was answered ${status}: ${body}`)
  return body
}

/** Each webhook once, and in order. */
export function cleanCourier(post: Post): Courier {
  return {
    turn: async (webhook) => documentOf(webhook.name, await post(webhook)),
    tell: async (webhook) => {
      const { status } = await post(webhook)
      if (status !== 204) throw new Error(`${webhook.name} was answered ${status}`)
    },
    catchUp: async () => {},
    finish: async () => {},
  }
}

type Pending = { readonly webhook: Webhook; readonly decides: boolean; readonly isTurn: boolean }

/**
 * A bad line: a turn comes up to three times, one after the other or at once, and again much later; news comes up to three
 * times, in any order, at once with other news, and however late, also after the call.
 */
export function noisyCourier(post: Post, chance: Chance): Courier {
  const pending: Pending[] = []
  let drawn = 0
  const draw = (limit: number) => {
    drawn += 1
    return chance.below(`noise ${drawn}`, limit)
  }

  async function deliver(batch: readonly Pending[]): Promise<void> {
    const replies = await Promise.all(batch.map(({ webhook }) => post(webhook)))
    for (const [index, { status }] of replies.entries()) {
      const one = batch[index]
      if (status !== (one?.isTurn ? 200 : 204)) throw new Error(`${one?.webhook.name} was answered ${status}`)
    }
  }

  /** Takes some of those that may come now, in any order, one to three at once. */
  async function some(count: number, which: (one: Pending) => boolean = () => true): Promise<void> {
    let left = count
    while (left > 0) {
      const able = pending.filter(which)
      if (able.length === 0) return
      const batch: Pending[] = []
      for (let size = 1 + draw(3); size > 0 && able.length > 0 && left > 0; size -= 1) {
        const [one] = able.splice(draw(able.length), 1)
        if (one === undefined) break
        pending.splice(pending.indexOf(one), 1)
        batch.push(one)
        left -= 1
      }
      await deliver(batch)
    }
  }

  return {
    turn: async (webhook) => {
      await some(draw(4))
      const copies = 1 + (draw(2) === 0 ? draw(3) : 0)
      const replies: Reply[] = []
      if (draw(2) === 0) replies.push(...(await Promise.all(Array.from({ length: copies }, () => post(webhook)))))
      else for (let copy = 0; copy < copies; copy += 1) replies.push(await post(webhook))
      // A machine that is slow for a moment answers "one moment" and asks again: the only other answer that there may be.
      const given = replies.map((reply) => documentOf(webhook.name, reply))
      const documents = new Set(given.filter((document) => !document.includes('held=')))
      if (documents.size > 1) throw new Error(`copies of ${webhook.name} were answered differently: ${[...documents]}`)
      if (draw(4) === 0) pending.push({ webhook, decides: false, isTurn: true })
      await some(draw(3))
      return [...documents][0] ?? given[0] ?? ''
    },
    tell: async (webhook, decides) => {
      pending.push({ webhook, decides, isTurn: false })
      for (let copies = draw(3); copies > 0; copies -= 1) pending.push({ webhook, decides: false, isTurn: false })
      if (draw(3) === 0) await some(1 + draw(2))
    },
    catchUp: () => some(Number.POSITIVE_INFINITY, ({ decides }) => decides),
    finish: () => some(Number.POSITIVE_INFINITY),
  }
}
