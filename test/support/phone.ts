import type { Test } from 'tap'
import type { FaultsChange } from '../../src/simulator/faults.ts'
import type { Heard, Phone, PhoneOptions, Text } from '../../src/simulator/phones.ts'
import { type LineOptions, type Simulator, startSimulator } from '../../src/simulator/server.ts'
import { text } from '../../src/simulator/texting.ts'

export type CarrierOptions = {
  /** Base of the application's webhooks. */
  readonly appUrl: string
  readonly seed?: number
  /** Real seconds of a simulated second. 0 (the usual) is for applications that decide inside their webhooks; 0.02 for those with a queue. */
  readonly scale?: number
  /** Time passes all the time, not only while a phone waits. */
  readonly alwaysFlowing?: boolean
  readonly lines?: readonly LineOptions[]
  readonly fallbackUrl?: string
  readonly faults?: FaultsChange
  readonly accountSid?: string
  readonly authToken?: string
  readonly apiKeys?: Readonly<Record<string, string>>
  readonly limitScale?: number
  /** Real milliseconds that a wait of a phone may take. */
  readonly patienceMilliseconds?: number
}

export type TestCarrier = {
  readonly simulator: Simulator
  readonly url: string
  /** The phone with this address; made on first use. Its label is the address unless given. */
  phone(address: string, options?: Partial<PhoneOptions>): TestPhone
  /** Lets simulated seconds pass. */
  passes(seconds: number): Promise<void>
  /** Lets time pass while the work goes on. */
  during<T>(work: Promise<T>): Promise<T>
  /** Waits until the condition holds; asked again after everything that happens at the carrier. */
  until(what: string, condition: () => boolean): Promise<void>
}

/** A carrier for one test, closed at its end. A defect inside the simulator fails the test. */
export async function startCarrier(t: Test, options: CarrierOptions): Promise<TestCarrier> {
  const { alwaysFlowing, patienceMilliseconds = 10_000, ...rest } = options
  const simulator = await startSimulator({ scale: 0, ...rest, held: !alwaysFlowing, port: 0 })
  t.teardown(async () => {
    await simulator.close()
    for (const defect of simulator.defects()) t.fail('the simulator has a defect', { defect })
  })
  const phones = new Map<string, TestPhone>()

  async function until(what: string, condition: () => boolean, transcript: () => string = () => ''): Promise<void> {
    if (condition()) return
    const settled = Promise.withResolvers<void>()
    const look = () => condition() && settled.resolve()
    const off = [simulator.carrier.phones.on(look), simulator.carrier.log.onEntry(look)]
    const patience = setTimeout(
      () => settled.reject(new Error(`waited ${patienceMilliseconds} ms in vain: ${what}\n${transcript()}`)),
      patienceMilliseconds,
    )
    const stand = simulator.flow()
    try {
      await settled.promise
    } finally {
      stand()
      clearTimeout(patience)
      for (const end of off) end()
    }
  }

  return {
    simulator,
    url: simulator.url,
    until,
    phone(address, more = {}) {
      const known = phones.get(address)
      if (known) return known
      const id = more.id ?? `phone-${phones.size + 1}`
      const made = simulator.addPhone({ id, label: address, role: 'citizen', address, ...more })
      const phone = new TestPhone(simulator, made, until)
      phones.set(address, phone)
      return phone
    },
    async passes(seconds) {
      const stand = simulator.flow()
      await simulator.carrier.clock.sleep(seconds)
      stand()
    },
    async during(work) {
      const stand = simulator.flow()
      try {
        return await work
      } finally {
        stand()
      }
    },
  }
}

type Until = (what: string, condition: () => boolean, transcript: () => string) => Promise<void>

/** A telephone in a test, so that the test reads like a call. Every wait is bounded and fails with what the phone has heard. */
export class TestPhone {
  readonly device: Phone
  /** Everything heard on this phone, in order. */
  readonly heard: Heard[] = []
  readonly inbox: Text[] = []
  /** CallSid of the present or last call. */
  callSid: string | null = null
  private readonly simulator: Simulator
  private readonly until: (what: string, condition: () => boolean) => Promise<void>
  private read = 0
  private textsRead = 0

  constructor(simulator: Simulator, device: Phone, until: Until) {
    this.simulator = simulator
    this.device = device
    this.until = (what, condition) => until(`${device.label} ${what}`, condition, () => this.transcript())
    simulator.carrier.phones.on((event) => {
      if (event.type === 'heard' && event.heard.phone === device.id) this.heard.push(event.heard)
      if (event.type === 'text' && event.text.phone === device.id) this.inbox.push(event.text)
      if (event.type === 'phone' && event.phone === device && device.leg) this.callSid = device.leg.sid
    })
  }

  /** Dials, and returns when the line has answered (or the call is over). A `client:` phone connects with these parameters. */
  async dials(to: string, parameters?: Readonly<Record<string, string>>): Promise<void> {
    this.read = this.heard.length
    const leg = this.device.dial(to, parameters)
    this.callSid = leg.sid
    await this.until(`dials ${to}`, () => leg.answeredAt !== null || leg.isOver)
  }

  /** Waits until something matching is said or played, after what was matched before. Returns its text. */
  async hears(pattern: RegExp): Promise<string> {
    let found = -1
    const look = () => {
      found = this.heard.findIndex(
        ({ text: said, kind }, index) => index >= this.read && kind !== 'ringing' && pattern.test(said),
      )
      return found >= 0
    }
    await this.until(`hears ${pattern}`, look)
    this.read = found + 1
    return this.heard[found]?.text ?? ''
  }

  /** Presses keys as soon as somebody listens to keys on this call. */
  async presses(keys: string): Promise<void> {
    for (const key of keys) {
      await this.until(`presses ${key}`, () => this.device.leg?.keypad != null)
      this.device.press(key)
    }
  }

  /** Presses keys at once, listened to or not. */
  pressesNow(keys: string): void {
    this.device.press(keys)
  }

  /** Speaks once somebody hears: a recording, a bridge, a conference, or speech recognition, which is so sure of the words. */
  async says(words: string, confidence?: number): Promise<void> {
    await this.until('speaks', () => this.device.leg?.audience != null)
    this.device.say(words, confidence)
  }

  async rings(): Promise<void> {
    await this.until('rings', () => this.device.state === 'ringing')
    this.read = this.heard.length
  }

  async answers(): Promise<void> {
    await this.until('answers', () => this.device.state === 'ringing')
    this.read = this.heard.length
    this.device.answer()
  }

  async rejects(): Promise<void> {
    await this.until('rejects', () => this.device.state === 'ringing')
    this.device.reject()
  }

  /** Waits until both are in the same conversation, hearing each other. */
  async talksWith(other: TestPhone): Promise<void> {
    const together = () => {
      const [mine, theirs] = [this.device.leg, other.device.leg]
      if (!mine || !theirs) return false
      if (mine.bridgedWith === theirs) return true
      return mine.conference !== null && mine.conference === theirs.conference && !mine.hold && !theirs.hold
    }
    await this.until(`talks with ${other.device.label}`, together)
  }

  hangsUp(): void {
    this.device.hangUp()
  }

  async isHungUp(): Promise<void> {
    await this.until('is hung up', () => this.device.state === 'idle')
  }

  /** Sends a text to a line, the first one unless another is named. */
  texts(body: string, to = this.simulator.account.lines[0]?.number ?? ''): void {
    text(this.simulator.carrier.phones, this.device, to, body)
  }

  async receivesText(pattern: RegExp): Promise<Text> {
    let found = -1
    const look = () => {
      found = this.inbox.findIndex(
        (one, index) => index >= this.textsRead && one.direction === 'in' && pattern.test(one.body),
      )
      return found >= 0
    }
    await this.until(`receives ${pattern}`, look)
    this.textsRead = found + 1
    const received = this.inbox[found]
    if (!received) throw new Error('the text is gone')
    return received
  }

  is(behaviour: Phone['behaviour']): this {
    this.device.set(behaviour)
    return this
  }

  /** Everything heard, for a failure's message. */
  transcript(): string {
    const lines = this.heard.map(({ kind, text: said, from }) => `  ${kind}${from ? ` (${from})` : ''}: ${said}`)
    return `${this.device.label} is ${this.device.state} and heard:\n${lines.join('\n') || '  nothing'}`
  }
}
