import type { SoftphoneProblem } from './softphone.ts'

export type Microphone =
  | { readonly stream: MediaStream; readonly problem: null }
  | { readonly stream: null; readonly problem: SoftphoneProblem }

const remembered = 'sahut.microphone'

/** The microphone that somebody has chosen on this machine; null: the system's usual one. */
export const chosenMicrophone = (): string | null => localStorage.getItem(remembered)

export function chooseMicrophone(deviceId: string | null): void {
  if (deviceId === null) localStorage.removeItem(remembered)
  else localStorage.setItem(remembered, deviceId)
}

/**
 * Asks for the microphone: the chosen one, or another where that one is not plugged in. Without one the person can still listen: why there
 * is none is told.
 */
export async function openMicrophone(deviceId: string | null = chosenMicrophone()): Promise<Microphone> {
  const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  try {
    const audio = deviceId === null ? voice : { ...voice, deviceId: { ideal: deviceId } }
    return { stream: await navigator.mediaDevices.getUserMedia({ audio }), problem: null }
  } catch (error) {
    const isRefused = error instanceof DOMException && error.name === 'NotAllowedError'
    return { stream: null, problem: isRefused ? 'microphone_refused' : 'microphone_missing' }
  }
}

/** Microphones by name; names are told only after the person has let us at one. */
export async function microphones(): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices.flatMap(({ kind, deviceId, label }) =>
    kind === 'audioinput' && deviceId !== '' ? [{ id: deviceId, name: label }] : [],
  )
}
