import { Alert } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Unplug } from 'lucide-react'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from './api.ts'
import { lastHeard, useIsLive } from './live-stream.ts'
import { Moment } from './moment.tsx'

const isSilence = (error: unknown) => error instanceof ApiProblem && (error.status === 0 || error.status >= 500)

/** Of what the page shows and cannot read again, the oldest reading; null while all is fresh. */
function useStaleSince(): number | null {
  const cache = useQueryClient().getQueryCache()
  const subscribe = useCallback((changed: () => void) => cache.subscribe(changed), [cache])
  return useSyncExternalStore(subscribe, () => {
    const failing = cache
      .getAll()
      .filter((query) => query.isActive() && isSilence(query.state.error ?? query.state.fetchFailureReason))
      .map((query) => query.state.dataUpdatedAt)
      .filter((readAt) => readAt > 0)
    return failing.length === 0 ? null : Math.min(...failing)
  })
}

const patienceMs = 2_000

/** Since when the server has told us nothing; null while it does, and during a break that a new connection mends at once. */
function useSilentSince(): number | null {
  const isLive = useIsLive()
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (isLive) return
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isLive])
  return isLong && !isLive ? lastHeard() : null
}

/** Says that what stands on the page is not of now. The page goes on trying by itself. */
export function NotLive() {
  const { t } = useTranslation()
  const [stale, silent] = [useStaleSince(), useSilentSince()]
  if (stale === null && silent === null) return null
  const since = Math.min(stale ?? Number.POSITIVE_INFINITY, silent ?? Number.POSITIVE_INFINITY)
  return (
    <Alert color="orange" radius={0} role="alert" icon={<Unplug size={18} aria-hidden />} title={t('notLive.title')}>
      {t('notLive.of')} <Moment at={new Date(since).toISOString()} seconds />. {t('notLive.advice')}
    </Alert>
  )
}
