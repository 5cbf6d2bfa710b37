/** Tones made in the browser: no files, and none before the person has switched sound on. */

type Note = { readonly frequencies: readonly number[]; readonly startSeconds: number; readonly seconds: number }

const keyRows = [697, 770, 852, 941]
const keyColumns = [1209, 1336, 1477]
const keys = '123456789*0#'

/** Frequencies of a key, ITU-T Q.23. */
export const keyFrequencies = (key: string): readonly number[] => {
  const index = keys.indexOf(key)
  if (index < 0) return []
  return [keyRows[Math.floor(index / 3)] ?? 0, keyColumns[index % 3] ?? 0]
}

/** A phone that rings: two short warbles, once in four seconds. */
const ringPattern: readonly Note[] = [0, 0.5].map((startSeconds) => ({
  frequencies: [440, 480],
  startSeconds,
  seconds: 0.35,
}))
/** What who calls hears meanwhile: 425 Hz, one second in five (ITU-T E.180, Indonesia). */
const ringbackPattern: readonly Note[] = [{ frequencies: [425], startSeconds: 0, seconds: 1 }]

let context: AudioContext | undefined

function play(notes: readonly Note[], volume: number): void {
  context ??= new AudioContext()
  void context.resume()
  for (const note of notes) {
    const gain = context.createGain()
    const start = context.currentTime + note.startSeconds
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(volume, start + 0.02)
    gain.gain.setValueAtTime(volume, start + note.seconds - 0.03)
    gain.gain.linearRampToValueAtTime(0, start + note.seconds)
    gain.connect(context.destination)
    for (const frequency of note.frequencies) {
      const oscillator = context.createOscillator()
      oscillator.frequency.value = frequency
      oscillator.connect(gain)
      oscillator.start(start)
      oscillator.stop(start + note.seconds)
    }
  }
}

export const playKey = (key: string): void =>
  play([{ frequencies: keyFrequencies(key), startSeconds: 0, seconds: 0.14 }], 0.05)

/** Rings until the returned function is called. */
export function startRinging(which: 'ring' | 'ringback'): () => void {
  const [pattern, everyMs, volume] =
    which === 'ring' ? ([ringPattern, 4000, 0.08] as const) : ([ringbackPattern, 5000, 0.04] as const)
  play(pattern, volume)
  const timer = setInterval(() => play(pattern, volume), everyMs)
  return () => clearInterval(timer)
}
