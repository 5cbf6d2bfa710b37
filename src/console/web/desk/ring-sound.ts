/** Two short tones each few seconds, made by the browser itself: no file that could be missing. */

const everyMs = 3_000
const tones = [
  { at: 0, hertz: 880 },
  { at: 0.22, hertz: 1175 },
] as const
const toneSeconds = 0.2

let context: AudioContext | undefined

/** A browser plays nothing before somebody has touched the page. */
export const mayPlay = (): boolean => context?.state === 'running'

/** To be called by a click or a key. */
export async function allowSound(): Promise<void> {
  context ??= new AudioContext()
  await context.resume().catch(() => {})
}

function playOnce(audio: AudioContext, urgent: boolean): void {
  for (const { at, hertz } of urgent ? [...tones, { at: 0.44, hertz: 1480 }] : tones) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    const begin = audio.currentTime + at
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, begin)
    volume.gain.linearRampToValueAtTime(0.25, begin + 0.02)
    volume.gain.linearRampToValueAtTime(0, begin + toneSeconds)
    tone.connect(volume).connect(audio.destination)
    tone.start(begin)
    tone.stop(begin + toneSeconds)
  }
}

/** Gives how to stop it. */
export function ring(urgent: boolean): () => void {
  const play = () => {
    context ??= new AudioContext()
    if (context.state === 'running') playOnce(context, urgent)
  }
  play()
  const timer = setInterval(play, urgent ? everyMs / 2 : everyMs)
  return () => clearInterval(timer)
}
