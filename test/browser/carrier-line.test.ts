/**
 * The carrier's line in a browser, over a device of the test's own: its library reaches only the carrier itself. What is held here is how we
 * use it; that its names are the library's own is checked by the types.
 */
import { EventEmitter } from 'node:events'
import t from 'tap'
import { carrierLine, type OpenDevice } from '../../src/console/web/softphone/carrier-line.ts'

type Connecting = { readonly params?: Record<string, string> }

class FakeCall extends EventEmitter {
  readonly did: string[] = []
  disconnect() {
    this.did.push('disconnect')
    this.emit('disconnect', this)
  }
  mute(on: boolean) {
    this.emit('mute', on, this)
  }
  sendDigits(keys: string) {
    this.did.push(keys)
  }
}

class FakeDevice extends EventEmitter {
  readonly call = new FakeCall()
  readonly tokens: string[]
  connecting: Connecting | null = null
  isDestroyed = false
  refuses = false
  constructor(token: string) {
    super()
    this.tokens = [token]
  }
  async connect(options: Connecting) {
    if (this.refuses) throw new Error('31005')
    this.connecting = options
    return this.call
  }
  updateToken(token: string) {
    this.tokens.push(token)
  }
  destroy() {
    this.isDestroyed = true
  }
}

function story(problem: 'microphone_refused' | null = null) {
  const devices: FakeDevice[] = []
  const states: string[] = []
  let fetched = 0
  const line = carrierLine({
    fetchToken: async () => ({ token: `token-${++fetched}`, validSeconds: 3600 }),
    open: ((token: string) => {
      devices.push(new FakeDevice(token))
      return devices.at(-1)
    }) as unknown as OpenDevice,
    chosen: () => null,
    microphone: async () =>
      problem === null
        ? { stream: { getTracks: () => [] } as unknown as MediaStream, problem }
        : { stream: null, problem },
  })
  line.subscribe(() => {
    if (states.at(-1) !== line.now().state) states.push(line.now().state)
  })
  return { line, states, devices, device: () => devices[0] ?? new FakeDevice('') }
}

t.test('it starts, connects outward with the offer, talks, and is ready again', async (t) => {
  const { line, states, device } = story()
  await line.start()
  await line.connect('tawaran-1')
  t.strictSame(device().connecting, { params: { offer: 'tawaran-1' } })
  device().call.emit('accept')
  t.equal(line.now().quality, 'good')
  line.mute(true)
  t.equal(line.now().isMuted, true)
  line.press('1')
  line.hangUp()
  t.strictSame(device().call.did, ['1', 'disconnect'])
  t.match(line.now(), { state: 'ready', isMuted: false, quality: null })
  t.strictSame(states, ['starting', 'ready', 'connecting', 'talking', 'ready'])
})

t.test('a line that is cut says so, and that it is back; warnings are told until each is cleared', async (t) => {
  const { line, states, device } = story()
  await line.start()
  await line.connect('tawaran-1')
  const { call } = device()
  call.emit('accept')
  call.emit('warning', 'high-rtt')
  call.emit('warning', 'high-jitter')
  call.emit('warning-cleared', 'high-rtt')
  t.equal(line.now().quality, 'poor')
  call.emit('warning-cleared', 'high-jitter')
  t.equal(line.now().quality, 'good')
  call.emit('reconnecting')
  t.equal(line.now().state, 'lost')
  call.emit('reconnected')
  t.strictSame(states.slice(-3), ['talking', 'lost', 'talking'])
})

t.test('the token is renewed before it runs out, also in mid-call', async (t) => {
  const { line, device } = story()
  await line.start()
  await line.connect('tawaran-1')
  device().emit('tokenWillExpire')
  await new Promise(setImmediate)
  t.strictSame(device().tokens, ['token-1', 'token-2'])
  t.equal(line.now().state, 'connecting')
})

t.test('what goes wrong is told in a word, and the next try begins anew', async (t) => {
  const refused = story('microphone_refused')
  await refused.line.start()
  t.match(refused.line.now(), { state: 'off', problem: 'microphone_refused' })
  t.equal(refused.devices.length, 0, 'a line on which nobody hears the operator is none')

  const { line, device } = story()
  await line.start()
  device().refuses = true
  await line.connect('tawaran-1')
  t.match(line.now(), { state: 'ready', problem: 'call_failed' })
  device().refuses = false
  await line.connect('tawaran-1')
  device().call.emit('error', new Error('31003'))
  t.match(line.now(), { state: 'ready', problem: 'call_failed' })
  await line.connect('tawaran-2')
  device().call.emit('accept')
  device().call.emit('error', new Error('53405'))
  t.equal(line.now().state, 'talking', 'an error that the library mends ends no call')
})

t.test('stopped, it lets the device go', async (t) => {
  const { line, device } = story()
  await line.start()
  line.stop()
  t.ok(device().isDestroyed)
  t.equal(line.now().state, 'off')
})
