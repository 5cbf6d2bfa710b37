import { useTranslation } from 'react-i18next'
import { useNames } from '../site.tsx'
import type { Alarm } from '../views.ts'

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

/** What tells one alarm from another, so that a sound is played once for each. */
export const keyOf = ({ kind, about }: Alarm): string => `${kind} ${about ?? ''}`
