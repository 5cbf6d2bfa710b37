import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Carrier } from './carrier.ts'
import { phoneShape } from './phone-shape.ts'
import type { Phone, PhoneEvent } from './phones.ts'
import { companyOf } from './who-hears.ts'

/** Another headset in the same room: what to do with the sound between the two. */
export type Link = {
  readonly peer: string
  /** Of two headsets one begins to negotiate. */
  readonly begins: boolean
  readonly send: boolean
  readonly play: boolean
}

/** Real milliseconds that a headset may be without its browser: a reload takes less, a closed one is gone. */
const graceMilliseconds = 3_000
const beatMilliseconds = 5_000
/** Signals that wait for a browser that is just coming back. */
const mostWaiting = 100

/** A browser that lends a phone its microphone and its loudspeaker. */
export class Headset {
  /** Known to its browser only. */
  readonly id = randomBytes(18).toString('base64url')
  /** By which other headsets speak of it. */
  readonly peer = randomBytes(6).toString('base64url')
  readonly phone: Phone
  private stream: ServerResponse | null = null
  private waiting: string[] = []
  private links = '[]'

  constructor(phone: Phone) {
    this.phone = phone
  }

  get isConnected(): boolean {
    return this.stream !== null
  }

  tell(type: string, data: unknown): void {
    const frame = `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
    if (this.stream) this.stream.write(frame)
    else if (type === 'signal') this.waiting = [...this.waiting, frame].slice(-mostWaiting)
  }

  tellLinks(links: readonly Link[]): void {
    const text = JSON.stringify(links)
    if (text === this.links) return
    this.links = text
    this.tell('links', links)
  }

  /** Writes to this response until it closes; a new one takes the place of an older one. */
  attach(response: ServerResponse): void {
    this.stream?.end()
    this.stream = response
    this.tell('phone', phoneShape(this.phone))
    this.tell('links', JSON.parse(this.links))
    for (const frame of this.waiting.splice(0)) response.write(frame)
  }

  /** False if another stream has taken the place of this one. */
  detach(response: ServerResponse): boolean {
    if (this.stream !== response) return false
    this.stream = null
    return true
  }

  end(): void {
    this.tell('gone', {})
    this.stream?.end()
    this.stream = null
  }
}

/** All headsets, each told with whom its phone talks and what it hears. */
export class Headsets {
  private readonly headsets = new Map<string, Headset>()
  private readonly carrier: Carrier
  private readonly off: () => void
  private isLooking = false

  constructor(carrier: Carrier) {
    this.carrier = carrier
    this.off = carrier.phones.on((event) => this.heed(event))
  }

  /** A browser puts itself to a phone. The one that was there before is told that it is gone. */
  open(phone: Phone): Headset {
    for (const other of this.headsets.values()) if (other.phone === phone) this.drop(other)
    const headset = new Headset(phone)
    this.headsets.set(headset.id, headset)
    this.look()
    return headset
  }

  get(id: string): Headset | undefined {
    return this.headsets.get(id)
  }

  /** The browser hears what happens, until it goes: a moment later the headset is closed. */
  stream(headset: Headset, response: ServerResponse): void {
    headset.attach(response)
    const beat = setInterval(() => response.write(': still here\n\n'), beatMilliseconds)
    response.on('close', () => {
      clearInterval(beat)
      if (headset.detach(response)) this.expect(headset)
    })
  }

  /** Closed unless its browser comes (back) soon. */
  expect(headset: Headset): void {
    setTimeout(() => {
      if (!headset.isConnected) this.close(headset)
    }, graceMilliseconds).unref()
  }

  signal(from: Headset, to: string, data: unknown): void {
    for (const headset of this.headsets.values())
      if (headset.peer === to) headset.tell('signal', { from: from.peer, data })
  }

  /** Its browser is gone. A private phone goes with it, and its call ends, as at the carrier when a browser's socket is gone. */
  close(headset: Headset): void {
    if (!this.drop(headset)) return
    const { phone } = headset
    if (!phone.isPrivate) return
    if (phone.state !== 'idle') phone.hangUp()
    this.carrier.phones.remove(phone)
  }

  stop(): void {
    this.off()
    for (const headset of this.headsets.values()) headset.end()
  }

  private drop(headset: Headset): boolean {
    const wasHere = this.headsets.delete(headset.id)
    headset.end()
    if (wasHere) this.look()
    return wasHere
  }

  private heed(event: PhoneEvent): void {
    const id = event.type === 'phone' ? event.phone.id : event.type === 'heard' ? event.heard.phone : event.text.phone
    for (const headset of this.headsets.values()) {
      if (headset.phone.id !== id) continue
      if (event.type === 'phone') headset.tell('phone', phoneShape(event.phone))
      if (event.type === 'heard') headset.tell('heard', event.heard)
    }
    if (event.type === 'phone') this.look()
  }

  /** Looks at everyone once after whatever has just happened together. */
  private look(): void {
    if (this.isLooking) return
    this.isLooking = true
    queueMicrotask(() => {
      this.isLooking = false
      for (const headset of this.headsets.values()) headset.tellLinks(this.linksOf(headset))
    })
  }

  private linksOf(headset: Headset): readonly Link[] {
    const { leg } = headset.phone
    if (!leg) return []
    return companyOf(this.carrier, leg).flatMap(({ leg: other, isHeard, hears }) => {
      const found = [...this.headsets.values()].find(({ phone }) => phone === other.farEnd)
      return found ? [{ peer: found.peer, begins: headset.peer < found.peer, send: hears, play: isHeard }] : []
    })
  }
}
