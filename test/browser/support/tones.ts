/** Browsers whose microphones give a tone each, and that tell which tones they hear. */
import type { BrowserContext, Page } from 'playwright-core'

/** Hertz of each person's voice. */
export const tones = { warga: 500, sari: 900, psc: 1500 } as const
export type Voice = keyof typeof tones

/** From now on pages of this context speak with this voice instead of a microphone. */
export async function speaksAs(context: BrowserContext, voice: Voice): Promise<void> {
  await context.grantPermissions(['microphone'])
  await context.addInitScript((hertz: number) => {
    const sources: AnalyserNode[] = []
    let audio: AudioContext | undefined
    const open = () => {
      audio ??= new AudioContext()
      return audio
    }
    navigator.mediaDevices.getUserMedia = async () => {
      const oscillator = new OscillatorNode(open(), { frequency: hertz })
      const microphone = open().createMediaStreamDestination()
      oscillator.connect(microphone)
      oscillator.start()
      return microphone.stream
    }
    const Connection = RTCPeerConnection
    window.RTCPeerConnection = class extends Connection {
      constructor(options?: RTCConfiguration) {
        super(options)
        this.addEventListener('track', ({ track }) => {
          const analyser = new AnalyserNode(open(), { fftSize: 4096, smoothingTimeConstant: 0 })
          open()
            .createMediaStreamSource(new MediaStream([track]))
            .connect(analyser)
          sources.push(analyser)
        })
      }
    }
    Object.assign(window, {
      /** Decibels of the loudest source at this frequency. */
      loudness: (frequency: number) =>
        Math.max(
          -200,
          ...sources.map((analyser) => {
            const bins = new Float32Array(analyser.frequencyBinCount)
            analyser.getFloatFrequencyData(bins)
            return bins[Math.round((frequency * analyser.fftSize) / open().sampleRate)] ?? -200
          }),
        ),
    })
  }, tones[voice])
}

/** Waits until the page hears these voices and no other. A tone at its full level is above -20 dB, one that is cut below -100. */
export async function hearsOnly(page: Page, ...voices: readonly Voice[]): Promise<void> {
  const wanted = Object.entries(tones).map(([voice, hertz]) => [hertz, voices.includes(voice as Voice)] as const)
  await page.waitForFunction(
    (each) => {
      const { loudness } = window as unknown as { loudness: (frequency: number) => number }
      return each.every(([hertz, isHeard]) => (isHeard ? loudness(hertz) > -50 : loudness(hertz) < -70))
    },
    wanted,
    { polling: 100, timeout: 60_000 },
  )
}
