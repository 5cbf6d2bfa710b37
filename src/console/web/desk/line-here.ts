import { useEffect, useRef } from 'react'
import { ask } from '../api.ts'
import { useSoftphone } from '../softphone/use-softphone.ts'
import type { Desk } from '../views.ts'

const beatMs = 10_000
const againMs = 10_000
const ready: ReadonlySet<string> = new Set(['ready', 'connecting', 'talking'])

/**
 * Whoever talks in this browser has the line ready on whichever page, also one that was opened anew; as long as it is, the house is told
 * so. Who goes off duty gives the microphone back.
 */
export function useLineHere(me: Desk['me'] | undefined): void {
  const { state, problem, start, stop } = useSoftphone()
  const inBrowser = me?.deviceKind === 'browser'
  const isWanted = inBrowser && me.state !== 'offline'
  const waitMs = state !== 'off' || !isWanted ? null : problem === null ? 0 : problem === 'unreachable' ? againMs : null
  useEffect(() => {
    if (waitMs === null) return
    const timer = setTimeout(() => void start(), waitMs)
    return () => clearTimeout(timer)
  }, [waitMs, start])

  const wasWanted = useRef(false)
  const isOffDuty = me?.state === 'offline'
  useEffect(() => {
    if (wasWanted.current && isOffDuty) stop()
    wasWanted.current = isWanted
  }, [isWanted, isOffDuty, stop])

  const isReady = isWanted && ready.has(state)
  useEffect(() => {
    if (!isReady) return
    // Not heard once is no harm: the house waits for three.
    const tell = () => void ask('post', '/api/presence/me/here').catch(() => {})
    tell()
    const timer = setInterval(tell, beatMs)
    return () => clearInterval(timer)
  }, [isReady])
}
