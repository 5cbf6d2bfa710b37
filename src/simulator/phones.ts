import { bareAddress, isShortCode, reaches } from './address.ts'
import { type Carrier, trouble } from './carrier.ts'
import { endLeg } from './conduct.ts'
import { receiveCall } from './incoming.ts'
import type { FarEnd, Leg } from './leg.ts'
import { network, type Sound } from './sound.ts'

export type Behaviour = 'manual' | 'answers' | 'busy' | 'no-answer' | 'voicemail'
export const behaviours: readonly Behaviour[] = ['manual', 'answers', 'busy', 'no-answer', 'voicemail']
export type Role = 'citizen' | 'operator' | 'partner'
export type PhoneState = 'idle' | 'dialling' | 'ringing' | 'in-call'

export type PhoneOptions = {
  readonly id: string
  readonly label: string
  readonly role: Role
  /** E.164, `sip:`, `client:`, or `anonymous`. Phones with one address are the lines of one number. */
  readonly address: string
  readonly behaviour?: Behaviour
  /** Simulated seconds until `answers` picks up. */
  readonly answersAfterSeconds?: number
  /** Somebody's own browser: only its headset moves it, and no page shows it. */
  readonly isPrivate?: boolean
}
export type Heard = { readonly phone: string; readonly at: number } & Sound
export type Text = {
  readonly phone: string
  readonly at: number
  readonly direction: 'in' | 'out'
  readonly from: string
  readonly to: string
  readonly body: string
}
export type PhoneEvent =
  | { readonly type: 'phone'; readonly phone: Phone }
  | { readonly type: 'heard'; readonly heard: Heard }
  | { readonly type: 'text'; readonly text: Text }

/** The phone is not in a state for what was asked of it. */
export class NotNow extends Error {}

/** One telephone with a person (or a machine) at it. */
export class Phone implements FarEnd {
  readonly id: string
  readonly label: string
  readonly role: Role
  readonly address: string
  behaviour: Behaviour
  answersAfterSeconds: number
  readonly isPrivate: boolean
  state: PhoneState = 'idle'
  leg: Leg | null = null
  private readonly book: PhoneBook

  constructor(options: PhoneOptions, book: PhoneBook) {
    this.id = options.id
    this.label = options.label
    this.role = options.role
    this.address = options.address
    this.behaviour = options.behaviour ?? 'manual'
    this.answersAfterSeconds = options.answersAfterSeconds ?? 3
    this.isPrivate = options.isPrivate ?? false
    this.book = book
  }

  /** Dials a line (or, for a `client:`, connects with the given parameters). Resolves as soon as the call is on its way. */
  dial(to: string, parameters: Readonly<Record<string, string>> = {}): Leg {
    if (this.state !== 'idle') throw new NotNow(`${this.label} is not idle`)
    const leg = receiveCall(this.book.carrier, this, to, parameters)
    this.leg = leg
    this.change(leg.isOver ? 'idle' : 'dialling')
    return leg
  }

  /** An outbound leg reaches this phone. What it does follows from its behaviour and the faults. */
  ring(leg: Leg, timeoutSeconds: number): 'ringing' | 'busy' {
    const { races, faults, clock } = this.book.carrier
    if (this.state !== 'idle') return 'busy'
    const behaviour: Behaviour = races.happens('phoneBusy', faults.phoneBusy)
      ? 'busy'
      : races.happens('phoneNoAnswer', faults.phoneNoAnswer)
        ? 'no-answer'
        : races.happens('phoneVoicemail', faults.phoneVoicemail)
          ? 'voicemail'
          : this.behaviour
    if (behaviour === 'busy') return 'busy'
    this.leg = leg
    this.change('ringing')
    this.heard(leg, { kind: 'ringing', text: network.ringing, language: null, voice: null, seconds: timeoutSeconds })
    const pickUp = (after: number, then?: () => Promise<void>) =>
      this.book.carrier.background(
        clock.sleep(after, leg.over).then(async () => {
          if (this.leg !== leg || this.state !== 'ringing') return
          this.answer()
          await then?.()
        }),
      )
    if (behaviour === 'answers') pickUp(this.answersAfterSeconds)
    if (behaviour === 'voicemail') pickUp(Math.max(1, Math.min(12, timeoutSeconds - 3)), () => this.actAsMachine(leg))
    return 'ringing'
  }

  answer(): void {
    if (this.state !== 'ringing' || !this.leg) throw new NotNow(`${this.label} does not ring`)
    this.leg.answer(this.book.carrier.clock.now())
  }

  reject(): void {
    if (this.state !== 'ringing' || !this.leg) throw new NotNow(`${this.label} does not ring`)
    endLeg(this.book.carrier, this.leg, 'busy')
  }

  press(digits: string): void {
    const leg = this.inCall()
    for (const key of digits) if (/[0-9*#A-D]/.test(key)) leg.keypad?.(key)
  }

  /** `confidence`: how sure speech recognition is of the words, from 0 to 1. */
  say(text: string, confidence?: number): void {
    this.inCall().audience?.(text, confidence)
  }

  hangUp(): void {
    if (!this.leg || this.state === 'idle') throw new NotNow(`${this.label} is not in a call`)
    const how = this.state === 'ringing' ? 'busy' : this.leg.answeredAt ? 'completed' : 'no-answer'
    endLeg(this.book.carrier, this.leg, how)
  }

  heard(_leg: Leg, sound: Sound): void {
    this.book.tell({ type: 'heard', heard: { phone: this.id, at: this.book.carrier.clock.now().getTime(), ...sound } })
  }

  changed(leg: Leg): void {
    if (this.leg !== leg) return
    this.change(leg.answeredAt ? 'in-call' : this.state)
  }

  released(leg: Leg): void {
    if (this.leg !== leg) return
    this.leg = null
    this.change('idle')
  }

  set(behaviour: Behaviour): void {
    this.behaviour = behaviour
    this.change(this.state)
  }

  private inCall(): Leg {
    if (!this.leg || this.state !== 'in-call') throw new NotNow(`${this.label} is not in a call`)
    return this.leg
  }

  private change(state: PhoneState): void {
    this.state = state
    this.book.tell({ type: 'phone', phone: this })
  }

  private async actAsMachine(leg: Leg): Promise<void> {
    const { clock } = this.book.carrier
    leg.machine = true
    await clock.sleep(0.5, leg.over)
    leg.audience?.(network.voicemail)
    await clock.sleep(60, leg.over)
    if (!leg.isOver) endLeg(this.book.carrier, leg, 'completed')
  }
}

/** All phones of the machine, and who listens to them. */
export class PhoneBook {
  private readonly phones = new Map<string, Phone>()
  private readonly addresses = new Map<string, Phone[]>()
  private readonly listeners = new Set<(event: PhoneEvent) => void>()
  private known: Carrier | null = null

  get carrier(): Carrier {
    if (!this.known) throw new Error('the phone book belongs to no carrier yet')
    return this.known
  }

  belongsTo(carrier: Carrier): void {
    this.known = carrier
  }

  add(options: PhoneOptions): Phone {
    const phone = new Phone(options, this)
    this.phones.set(phone.id, phone)
    if (phone.address === 'anonymous') return phone
    this.addresses.set(phone.address, [...(this.addresses.get(phone.address) ?? []), phone])
    return phone
  }

  /** A phone that is not in a call is taken away; nobody reaches it any more. */
  remove(phone: Phone): void {
    this.phones.delete(phone.id)
    const others = (this.addresses.get(phone.address) ?? []).filter((each) => each !== phone)
    if (others.length > 0) this.addresses.set(phone.address, others)
    else this.addresses.delete(phone.address)
  }

  get(id: string): Phone | undefined {
    return this.phones.get(id)
  }

  all(): readonly Phone[] {
    return [...this.phones.values()]
  }

  /** Of several lines the first that is idle; the first of all when none is. */
  reachedBy(address: string): Phone | undefined {
    const lines = this.linesOf(bareAddress(address))
    return lines.find(({ state }) => state === 'idle') ?? lines[0]
  }

  private linesOf(bare: string): readonly Phone[] {
    const exact = this.addresses.get(bare)
    if (exact || !isShortCode(bare)) return exact ?? []
    for (const [own, lines] of this.addresses) if (reaches(bare, own)) return lines
    return []
  }

  on(listener: (event: PhoneEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell(event: PhoneEvent): void {
    for (const listener of this.listeners) listener(event)
  }

  /** A text arrives at an address; nobody has that address: false. */
  deliver(from: string, to: string, body: string): boolean {
    const phone = this.reachedBy(to)
    if (!phone) {
      trouble(this.carrier, null, 30003, `no phone at ${to}`)
      return false
    }
    this.tell({
      type: 'text',
      text: { phone: phone.id, at: this.carrier.clock.now().getTime(), direction: 'in', from, to, body },
    })
    return true
  }
}
