/** The carrier's line in this browser, by its own library (a chunk that is loaded when the line is first started). */

import { type AudioHelper, type Call, Device } from '@twilio/voice-sdk'
import type { FetchToken } from './chosen-line.ts'
import { chosenMicrophone, openMicrophone } from './microphone.ts'
import { observed, type SoftphoneLine, switchedOff } from './softphone.ts'

/** The part of the library that we use; a test hands in a device of its own. */
export type OpenDevice = (token: string) => Pick<Device, 'on' | 'connect' | 'updateToken' | 'destroy'> & {
  readonly audio?: Pick<AudioHelper, 'setInputDevice'> | null
}

/** The token is renewed so long before it runs out. */
const renewMilliseconds = 60_000
/** `21203` and the like say that a token is not good any more. */
const tokenProblems: readonly number[] = [20101, 20104, 20151]

const openDevice: OpenDevice = (token) =>
  new Device(token, {
    closeProtection: true,
    tokenRefreshMs: renewMilliseconds,
    // An emergency is not to be misheard: the codec that bears losses best goes first.
    codecPreferences: ['opus', 'pcmu'] as Call.Codec[],
    enableImprovedSignalingErrorPrecision: true,
  })

export function carrierLine({
  fetchToken,
  open = openDevice,
  microphone = openMicrophone,
  chosen = chosenMicrophone,
}: {
  readonly fetchToken: FetchToken
  readonly open?: OpenDevice
  readonly microphone?: typeof openMicrophone
  readonly chosen?: () => string | null
}): SoftphoneLine {
  const { now, subscribe, change } = observed()
  let device: ReturnType<OpenDevice> | null = null
  let call: Pick<Call, 'on' | 'disconnect' | 'mute' | 'sendDigits'> | null = null
  /** Warnings of the line that stand. */
  const warnings = new Set<string>()

  const quality = () => change({ quality: call === null ? null : warnings.size === 0 ? 'good' : 'poor' })
  const renew = async () => {
    try {
      device?.updateToken((await fetchToken()).token)
    } catch {
      // The old one still stands for a moment; a call goes on without one, and the next connection fetches anew.
    }
  }
  const over = (which: typeof call, problem: 'call_failed' | null = null) => {
    if (call !== which) return
    call = null
    warnings.clear()
    change({ state: device === null ? 'off' : 'ready', quality: null, isMuted: false, ...(problem && { problem }) })
  }

  function follow(given: NonNullable<typeof call>): void {
    given.on('accept', () => {
      change({ state: 'talking' })
      quality()
    })
    given.on('reconnecting', () => change({ state: 'lost' }))
    given.on('reconnected', () => change({ state: 'talking' }))
    given.on('warning', (name: string) => {
      warnings.add(name)
      quality()
    })
    given.on('warning-cleared', (name: string) => {
      warnings.delete(name)
      quality()
    })
    given.on('mute', (isMuted: boolean) => change({ isMuted }))
    // In mid-call the library tells of errors that it mends itself; what it cannot mend ends with `disconnect`.
    given.on('error', () => {
      if (now().state === 'connecting') over(given, 'call_failed')
    })
    for (const end of ['disconnect', 'cancel', 'reject'] as const) given.on(end, () => over(given))
  }

  return {
    now,
    subscribe,
    async start() {
      if (device !== null) return
      change({ state: 'starting', problem: null })
      const { stream, problem } = await microphone()
      // The library opens it anew for each call; here only the permission was wanted.
      for (const track of stream?.getTracks() ?? []) track.stop()
      // A line on which nobody hears the operator is none.
      if (problem !== null) return change({ state: 'off', problem })
      try {
        device = open((await fetchToken()).token)
      } catch {
        return change({ state: 'off', problem: 'unreachable' })
      }
      device.on('tokenWillExpire', () => void renew())
      device.on('error', ({ code }: { readonly code?: number }) => {
        if (code !== undefined && tokenProblems.includes(code)) void renew()
      })
      change({ state: 'ready' })
    },
    async connect(offerId) {
      if (device === null || call !== null) return
      change({ state: 'connecting', problem: null })
      try {
        // The one that was chosen, if it is plugged in; otherwise the library takes the usual one.
        const own = chosen()
        if (own !== null) await device.audio?.setInputDevice(own).catch(() => {})
        const given = await device.connect({ params: { offer: offerId } })
        call = given
        follow(given)
      } catch {
        change({ state: 'ready', problem: 'call_failed' })
      }
    },
    hangUp: () => call?.disconnect(),
    mute: (on) => call?.mute(on),
    press: (key) => call?.sendDigits(key),
    say: () => {},
    stop() {
      device?.destroy()
      device = null
      over(call)
      change(switchedOff)
    },
  }
}
