/** This browser as the microphone and the loudspeaker of one phone of the simulator: of the phones page, or of an operator's page. */

import { type Link, openMesh, type Signal } from './mesh.ts'
import type { Heard, Phone } from './phones-api.ts'

export type HeadsetOptions = {
  /** Address of the simulator; empty on its own pages. */
  readonly url: string
  readonly who: { readonly phone: string } | { readonly token: string; readonly label: string }
  /** Null: it only listens. */
  readonly microphone: MediaStream | null
  readonly onPhone?: (phone: Phone) => void
  readonly onHeard?: (heard: Heard) => void
  readonly onQuality?: (isGood: boolean) => void
  /** The line is cut; the browser tries to come back by itself. */
  readonly onCut?: () => void
  /** It is over: another browser has taken the phone, or the line was cut for too long. */
  readonly onGone?: () => void
}

export type Headset = {
  /** Asks something of the phone; whether it was done. Never throws. */
  ask(order: 'connect' | 'press' | 'say' | 'hangup', body: object): Promise<boolean>
  mute(on: boolean): void
  /** Takes the headset off; a browser's own phone hangs up. */
  close(): void
}

type Opened = {
  readonly id: string
  readonly phone: Phone
  readonly iceServers: readonly RTCIceServer[]
}

const post = (address: string, body: object): Promise<Response> =>
  fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** Puts the headset to its phone. Null when the simulator refuses it; rejects when there is no simulator. */
export async function openHeadset(options: HeadsetOptions): Promise<Headset | null> {
  const base = `${options.url}/phones/api/headsets`
  const response = await post(base, options.who)
  if (!response.ok) return null
  const { id, iceServers } = (await response.json()) as Opened
  const own = `${base}/${id}`
  const mesh = openMesh({
    microphone: options.microphone?.getAudioTracks()[0] ?? null,
    iceServers,
    send: (to, data) => void post(`${own}/signal`, { to, data }).catch(() => {}),
    ...(options.onQuality && { onQuality: options.onQuality }),
  })
  const events = new EventSource(`${own}/events`)
  const read = <Data>(type: string, take: (data: Data) => void) =>
    events.addEventListener(type, (event) => take(JSON.parse(String(event.data)) as Data))

  const end = () => {
    events.close()
    mesh.close()
  }
  read<readonly Link[]>('links', (links) => mesh.link(links))
  read<{ from: string; data: Signal }>('signal', ({ from, data }) => void mesh.hear(from, data).catch(() => {}))
  read<Phone>('phone', (phone) => options.onPhone?.(phone))
  read<Heard>('heard', (heard) => options.onHeard?.(heard))
  const gone = () => {
    end()
    options.onGone?.()
  }
  events.addEventListener('gone', gone)
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) gone()
    else options.onCut?.()
  })

  return {
    ask: (order, body) =>
      post(`${own}/${order}`, body).then(
        ({ ok }) => ok,
        () => false,
      ),
    mute: (on) => mesh.mute(on),
    close() {
      end()
      // Also while the page is being closed. Text needs no permission of another origin beforehand.
      navigator.sendBeacon(`${own}/leave`, '{}')
    },
  }
}
