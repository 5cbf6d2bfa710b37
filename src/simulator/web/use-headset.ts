import { useEffect, useState } from 'react'
import { type Headset, openHeadset } from './headset.ts'

/** `silent`: it listens, but has no microphone. `taken`: another page has put its headset to this phone. */
export type HeadsetState = 'off' | 'opening' | 'on' | 'silent' | 'taken'

/** Asks for the microphone. Null where there is none or the person refuses. */
const openMicrophone = (): Promise<MediaStream | null> =>
  navigator.mediaDevices
    .getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } })
    .catch(() => null)

/** This page's microphone and loudspeaker at the phone that is listened to: people talk with their voices. */
export function useHeadset(phone: string | null, isWanted: boolean): HeadsetState {
  const [state, setState] = useState<HeadsetState>('off')
  useEffect(() => {
    if (!isWanted || phone === null) return setState('off')
    let isOver = false
    let headset: Headset | null = null
    let microphone: MediaStream | null = null
    let again: ReturnType<typeof setTimeout> | undefined
    const open = async () => {
      microphone ??= await openMicrophone()
      if (isOver) return
      const taken = () => !isOver && setState('taken')
      const opened = await openHeadset({ url: '', who: { phone }, microphone, onGone: taken }).catch(() => null)
      if (isOver) return opened?.close()
      headset = opened
      if (opened === null) again = setTimeout(() => void open(), 2000)
      else setState(microphone === null ? 'silent' : 'on')
    }
    setState('opening')
    void open()
    return () => {
      isOver = true
      clearTimeout(again)
      headset?.close()
      for (const track of microphone?.getTracks() ?? []) track.stop()
    }
  }, [phone, isWanted])
  return state
}
