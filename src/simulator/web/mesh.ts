/** Sound between this browser and each of those that its phone talks with: a WebRTC connection a pair. */

export type Link = {
  readonly peer: string
  /** Of two browsers one begins to negotiate. */
  readonly begins: boolean
  readonly send: boolean
  readonly play: boolean
}

export type Signal = { readonly description: RTCSessionDescriptionInit } | { readonly candidate: RTCIceCandidateInit }

export type Mesh = {
  /** Who is there now, and what to do with the sound: whoever is not named is let go. */
  link(links: readonly Link[]): void
  hear(peer: string, signal: Signal): Promise<void>
  /** Nobody hears this browser, whatever the links say. */
  mute(on: boolean): void
  close(): void
}

export type MeshOptions = {
  /** Null: this browser only listens. */
  readonly microphone: MediaStreamTrack | null
  readonly iceServers: readonly RTCIceServer[]
  readonly send: (peer: string, signal: Signal) => void
  /** Whether every connection that stands is well. */
  readonly onQuality?: (isGood: boolean) => void
}

type Pair = {
  readonly connection: RTCPeerConnection
  readonly own: MediaStreamTrack | null
  readonly audio: HTMLAudioElement
  readonly early: RTCIceCandidateInit[]
  link: Link
}

export function openMesh({ microphone, iceServers, send, onQuality }: MeshOptions): Mesh {
  const pairs = new Map<string, Pair>()
  let isMuted = false

  /** Sound that nobody may hear leaves no browser, and what comes nevertheless is not played. */
  const apply = ({ own, audio, link }: Pair) => {
    if (own) own.enabled = link.send && !isMuted
    for (const track of audio.srcObject instanceof MediaStream ? audio.srcObject.getTracks() : [])
      track.enabled = link.play
    audio.muted = !link.play
  }

  const tellQuality = () => {
    const states = [...pairs.values()].map(({ connection }) => connection.connectionState)
    onQuality?.(!states.some((state) => state === 'disconnected' || state === 'failed'))
  }

  async function offer(peer: string, { connection }: Pair): Promise<void> {
    await connection.setLocalDescription(await connection.createOffer())
    if (connection.localDescription) send(peer, { description: connection.localDescription.toJSON() })
  }

  function open(link: Link): Pair {
    const connection = new RTCPeerConnection({ iceServers: [...iceServers] })
    // A track of its own for each pair, so that one can be silenced without the others.
    const own = microphone?.clone() ?? null
    const audio = new Audio()
    audio.autoplay = true
    const pair: Pair = { connection, own, audio, early: [], link }
    pairs.set(link.peer, pair)
    if (own) connection.addTrack(own)
    else connection.addTransceiver('audio', { direction: 'recvonly' })
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) send(link.peer, { candidate: candidate.toJSON() })
    })
    connection.addEventListener('track', ({ track }) => {
      audio.srcObject = new MediaStream([track])
      apply(pair)
      audio.play().catch(() => {})
    })
    connection.addEventListener('connectionstatechange', () => {
      tellQuality()
      if (connection.connectionState !== 'failed' || !pair.link.begins) return
      connection.restartIce()
      void offer(link.peer, pair).catch(() => {})
    })
    apply(pair)
    return pair
  }

  function letGo(peer: string, { connection, own, audio }: Pair): void {
    pairs.delete(peer)
    connection.close()
    own?.stop()
    audio.srcObject = null
  }

  async function take(peer: string, pair: Pair, description: RTCSessionDescriptionInit): Promise<void> {
    const { connection, early } = pair
    await connection.setRemoteDescription(description)
    for (const candidate of early.splice(0)) await connection.addIceCandidate(candidate)
    if (description.type !== 'offer') return
    await connection.setLocalDescription(await connection.createAnswer())
    if (connection.localDescription) send(peer, { description: connection.localDescription.toJSON() })
  }

  return {
    link(links) {
      for (const [peer, pair] of [...pairs]) if (!links.some((link) => link.peer === peer)) letGo(peer, pair)
      for (const link of links) {
        const known = pairs.get(link.peer)
        const pair = known ?? open(link)
        pair.link = link
        apply(pair)
        if (known === undefined && link.begins) void offer(link.peer, pair).catch(() => {})
      }
      tellQuality()
    },
    async hear(peer, signal) {
      // A signal may come before the word that somebody is there; until then nothing is heard either way.
      const pair = pairs.get(peer) ?? open({ peer, begins: false, send: false, play: false })
      if ('description' in signal) return take(peer, pair, signal.description)
      if (pair.connection.remoteDescription === null) pair.early.push(signal.candidate)
      else await pair.connection.addIceCandidate(signal.candidate)
    },
    mute(on) {
      isMuted = on
      for (const pair of pairs.values()) apply(pair)
    },
    close() {
      for (const [peer, pair] of [...pairs]) letGo(peer, pair)
    },
  }
}
