/** Three falling tones, unlike a ring: something is wrong, and nobody is to pick up a phone for it. */

const hertz = [988, 784, 587]
const toneSeconds = 0.16

/** Plays once; a browser plays nothing before somebody has touched the page. */
export async function soundAlarm(): Promise<void> {
  const audio = new AudioContext()
  if (audio.state === 'suspended') await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, 200))])
  if (audio.state !== 'running') return void audio.close()
  for (const [place, frequency] of hertz.entries()) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    const begin = audio.currentTime + place * toneSeconds
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(0.2, begin)
    volume.gain.linearRampToValueAtTime(0, begin + toneSeconds)
    tone.connect(volume).connect(audio.destination)
    tone.start(begin)
    tone.stop(begin + toneSeconds)
    if (place === hertz.length - 1) tone.onended = () => void audio.close()
  }
}
