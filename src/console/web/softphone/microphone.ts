import type { SoftphoneProblem } from './softphone.ts'

export type Microphone =
  | { readonly stream: MediaStream; readonly problem: null }
  | { readonly stream: null; readonly problem: SoftphoneProblem }

/** Asks for the microphone. Without one the person can still listen: why there is none is told. */
export async function openMicrophone(deviceId?: string): Promise<Microphone> {
  const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  try {
    const audio = deviceId === undefined ? voice : { ...voice, deviceId: { exact: deviceId } }
    return { stream: await navigator.mediaDevices.getUserMedia({ audio }), problem: null }
  } catch (error) {
    const isRefused = error instanceof DOMException && error.name === 'NotAllowedError'
    return { stream: null, problem: isRefused ? 'microphone_refused' : 'microphone_missing' }
  }
}
