/** The simulator's line in this browser. Loaded in a demonstration only. */

import { type Headset, openHeadset } from '../../../simulator/web/headset.ts'
import type { Heard, Phone } from '../../../simulator/web/phones-api.ts'
import { speak, stopSpeaking } from '../../../simulator/web/speech.ts'
import type { FetchToken } from './chosen-line.ts'
import { openMicrophone } from './microphone.ts'
import { type Caption, observed, type SoftphoneLine, type SoftphoneState, switchedOff } from './softphone.ts'

const againMilliseconds = 2_000
const mostCaptions = 50

const stateOf: Record<Phone['state'], SoftphoneState> = {
  idle: 'ready',
  ringing: 'connecting',
  dialling: 'connecting',
  'in-call': 'talking',
}

export function simulatorLine({
  url,
  label,
  fetchToken,
}: {
  readonly url: string
  readonly label: string
  readonly fetchToken: FetchToken
}): SoftphoneLine {
  const { now, subscribe, change } = observed()
  let headset: Headset | null = null
  let microphone: MediaStream | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let isWanted = false

  const hear = ({ at, kind, text, language, from }: Heard) => {
    if (kind !== 'speech' && kind !== 'person') return
    speak(text, language)
    write({ at, text, language, from: from ?? null })
  }
  const write = (caption: Omit<Caption, 'key'>) => {
    const { captions } = now()
    const key = (captions.at(-1)?.key ?? 0) + 1
    change({ captions: [...captions, { ...caption, key }].slice(-mostCaptions) })
  }
  const see = ({ state }: Phone) => {
    const next = stateOf[state]
    if (next === now().state) return
    if (state === 'idle') stopSpeaking()
    // A new call begins with an open microphone.
    if (state === 'idle') headset?.mute(false)
    change({ state: next, ...(state === 'idle' ? { quality: null, isMuted: false } : {}) })
  }
  const lose = () => {
    headset = null
    if (!isWanted) return
    change({ state: 'lost' })
    again = setTimeout(() => void open().catch(lose), againMilliseconds)
  }

  async function open(): Promise<void> {
    const { token } = await fetchToken()
    const opened = await openHeadset({
      url,
      who: { token, label },
      microphone,
      onPhone: see,
      onHeard: hear,
      onQuality: (isGood) => {
        const quality = now().state === 'talking' ? (isGood ? 'good' : 'poor') : null
        if (quality !== now().quality) change({ quality })
      },
      onCut: () => isWanted && change({ state: 'lost' }),
      onGone: lose,
    })
    if (opened === null) return change({ state: 'off', problem: 'not_allowed' })
    if (!isWanted) return opened.close()
    headset = opened
    if (now().state !== 'talking' && now().state !== 'connecting') change({ state: 'ready' })
  }

  const stop = () => {
    isWanted = false
    clearTimeout(again)
    headset?.close()
    headset = null
    for (const track of microphone?.getTracks() ?? []) track.stop()
    microphone = null
    stopSpeaking()
    change(switchedOff)
  }

  return {
    now,
    subscribe,
    stop,
    async start() {
      if (isWanted) return
      isWanted = true
      change({ state: 'starting', problem: null })
      const found = await openMicrophone()
      microphone = found.stream
      change({ problem: found.problem })
      try {
        await open()
      } catch {
        stop()
        change({ problem: 'unreachable' })
      }
    },
    async connect(offerId) {
      if (now().state !== 'ready' || headset === null) return
      change({ state: 'connecting', problem: null, captions: [] })
      if (await headset.ask('connect', { parameters: { offer: offerId } })) return
      change({ state: 'ready', problem: 'call_failed' })
    },
    hangUp: () => void headset?.ask('hangup', {}),
    mute(on) {
      headset?.mute(on)
      change({ isMuted: on })
    },
    press: (key) => void headset?.ask('press', { digits: key }),
    say: (words) => void headset?.ask('say', { text: words }),
  }
}
