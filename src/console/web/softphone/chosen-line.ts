import { ApiProblem, ask } from '../api.ts'
import { observed, type SoftphoneLine, type SoftphoneNow } from './softphone.ts'

export type LineInformation = {
  readonly kind: 'carrier' | 'simulator' | 'none'
  readonly identity: string
  /** What the others see as my name. */
  readonly name: string
  readonly url?: string
  readonly missing?: readonly string[]
}

/** Fetches a token by which this browser is known to the line. Throws ApiProblem. */
export type FetchToken = () => Promise<{ readonly token: string; readonly validSeconds: number }>

const fetchToken: FetchToken = () => ask('post', '/api/softphone/token')

/** The driver of one kind of line; its library is a chunk of its own. */
async function load({ kind, url, name }: LineInformation): Promise<SoftphoneLine | null> {
  switch (kind) {
    case 'simulator': {
      const { simulatorLine } = await import('./simulator-line.ts')
      return simulatorLine({ url: url ?? '', label: name, fetchToken })
    }
    case 'carrier': {
      const { carrierLine } = await import('./carrier-line.ts')
      return carrierLine({ fetchToken })
    }
    case 'none':
      return null
  }
}

/** A line that takes longer to put down is tried all the same. */
const hangUpMilliseconds = 3_000

/** The line that this house has: asked for when it is started, and the same from then on. */
export function chosenLine(): SoftphoneLine {
  const { now, subscribe, change } = observed()
  let line: SoftphoneLine | null = null
  let off = () => {}
  let starting: Promise<void> | null = null

  const follow = (driver: SoftphoneLine) => {
    line = driver
    off = driver.subscribe(() => change(driver.now()))
  }

  async function begin(): Promise<void> {
    try {
      // From then on the driver itself tells what it does; starting it again changes nothing when it is up.
      if (line === null) {
        change({ state: 'starting', problem: null, missing: [] })
        const known = await ask('get', '/api/softphone')
        const driver = await load(known)
        if (driver === null) return change({ state: 'off', problem: 'no_line', missing: known.missing ?? [] })
        follow(driver)
      }
      await line?.start()
    } catch (error) {
      change({ state: 'off', problem: problemOf(error) })
    }
  }

  /** Who accepts the next call may still be hearing the last words of the one before. */
  async function hangUpFirst(): Promise<void> {
    let unsubscribe = () => {}
    const isDown = new Promise<void>((resolve) => {
      unsubscribe = subscribe(() => now().state !== 'talking' && resolve())
      setTimeout(resolve, hangUpMilliseconds)
    })
    line?.hangUp()
    await isDown
    unsubscribe()
  }

  return {
    now,
    subscribe,
    start() {
      starting ??= begin().finally(() => {
        starting = null
      })
      return starting
    },
    async connect(offerId) {
      if (now().state === 'talking') await hangUpFirst()
      await line?.connect(offerId)
    },
    hangUp: () => line?.hangUp(),
    mute: (on) => line?.mute(on),
    press: (key) => line?.press(key),
    say: (words) => line?.say(words),
    stop() {
      line?.stop()
      off()
      line = null
      change({ state: 'off', quality: null, isMuted: false, captions: [] })
    },
  }
}

const problemOf = (error: unknown): NonNullable<SoftphoneNow['problem']> =>
  error instanceof ApiProblem && (error.status === 401 || error.status === 403) ? 'not_allowed' : 'unreachable'
