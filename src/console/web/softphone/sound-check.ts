/** Sounds of this machine, to see before a shift whether they work. */

/** Tells how loud a microphone is, from 0 to 1, until the returned function is called. */
export function watchLevel(stream: MediaStream, tell: (level: number) => void): () => void {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 1024 })
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    // A calm voice is near -30 dB: half of the scale from -60 dB to full.
    tell(Math.min(1, Math.max(0, 1 + Math.log10(Math.sqrt(power) || 1e-6) / 3)))
  }, 100)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}

/** Three notes upward through the loudspeaker. */
export async function playNotes(): Promise<void> {
  const context = new AudioContext()
  const loudness = new GainNode(context, { gain: 0.2 })
  loudness.connect(context.destination)
  const notes = [523, 659, 784].map((frequency, index) => {
    const note = new OscillatorNode(context, { frequency })
    note.connect(loudness)
    note.start(context.currentTime + index * 0.25)
    note.stop(context.currentTime + index * 0.25 + 0.22)
    return note
  })
  await new Promise((resolve) => notes.at(-1)?.addEventListener('ended', resolve))
  await context.close()
}
