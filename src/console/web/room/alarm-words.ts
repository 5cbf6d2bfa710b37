import { useTranslation } from 'react-i18next'
import { useNames } from '../site.tsx'
import type { Alarm, Me } from '../views.ts'

/** An alarm as a sentence; the page that helps stands beside it. */
export function useAlarmWords() {
  const { t } = useTranslation()
  const names = useNames()
  return ({ kind, about, count }: Alarm): string =>
    t(`alarm.${kind}`, {
      count,
      code: about ?? '',
      ladder: kind === 'drill_overdue' && about !== null ? names('ladder', about) : '',
      lane: kind === 'wait_over_limit' && about !== null ? names('lane', about) : '',
    })
}

/** Where something can be done about it. */
export function placeFor({ kind, about }: Alarm): string {
  if (kind === 'drill_overdue') return '/admin/drills'
  if (kind.startsWith('line_') || kind.endsWith('_late')) return '/admin/health'
  if (kind === 'emergency_written') return `/tickets/${about ?? ''}`
  if (kind === 'emergency_dropped' || kind === 'recovery_overdue') return '/emergencies/recoveries'
  return kind === 'emergency_unacknowledged' || kind === 'ladder_exhausted' ? '/emergencies' : '/room'
}

/** Whom that page lets in: to nobody else it is shown as a link. */
export function permissionFor(place: string): Me['permissions'][number] {
  if (place === '/admin/drills') return 'drills:run'
  if (place === '/admin/health') return 'health:read'
  if (place.startsWith('/tickets/')) return 'tickets:read'
  return place === '/room' ? 'presence:read' : 'emergencies:read'
}

/** What tells one alarm from another, so that a sound is played once for each. */
export const keyOf = ({ kind, about }: Alarm): string => `${kind} ${about ?? ''}`
