/** Length of a recording when its file cannot tell. */
const usualSeconds = 3

const known = new Map<string, number>()

/** Seconds of a wav file at a URL, read from its header once; three seconds when it is not reachable or another format. */
export async function audioSeconds(url: string): Promise<number> {
  const before = known.get(url)
  if (before !== undefined) return before
  const seconds = await fetchSeconds(url)
  known.set(url, seconds)
  return seconds
}

async function fetchSeconds(url: string): Promise<number> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    if (!response.ok) return usualSeconds
    return wavSeconds(Buffer.from(await response.arrayBuffer())) ?? usualSeconds
  } catch {
    return usualSeconds
  }
}

/** Seconds of a wav file; null when it is none. */
export function wavSeconds(file: Buffer): number | null {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') return null
  let bytesPerSecond = 0
  for (let at = 12; at + 8 <= file.length; ) {
    const chunk = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    if (chunk === 'fmt ' && at + 20 <= file.length) bytesPerSecond = file.readUInt32LE(at + 16)
    if (chunk === 'data') return bytesPerSecond > 0 ? Math.min(size, file.length - at - 8) / bytesPerSecond : null
    at += 8 + size + (size % 2)
  }
  return null
}

/** A mono wav file, 8 kHz and 16 bits, with a quiet hum of the given length: something real to download and to play. */
export function makeWav(seconds: number): Buffer {
  const rate = 8000
  const samples = Math.max(0, Math.round(seconds * rate))
  const file = Buffer.alloc(44 + samples * 2)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + samples * 2, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(samples * 2, 40)
  for (let n = 0; n < samples; n++)
    file.writeInt16LE(Math.round(800 * Math.sin((2 * Math.PI * 180 * n) / rate)), 44 + n * 2)
  return file
}
