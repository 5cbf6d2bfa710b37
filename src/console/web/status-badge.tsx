import { Badge } from '@mantine/core'
import { Clock, Siren } from 'lucide-react'
import { useTranslation } from 'react-i18next'

const callColors: Readonly<Record<string, string>> = {
  'in-progress': 'sea',
  ringing: 'orange',
  queued: 'orange',
  completed: 'gray',
}
const stageColors: Readonly<Record<string, string>> = { received: 'orange', answered: 'sea', closed: 'gray' }

/** How a call stands, in words; the colour only repeats them. */
export function CallStatusBadge({ status }: { readonly status: string }) {
  const { t } = useTranslation()
  return (
    <Badge tt="none" variant="light" color={callColors[status] ?? 'red'}>
      {t(`call.statuses.${status}`, { defaultValue: status })}
    </Badge>
  )
}

/** Somebody is in danger: marked by a shape and a word, not by colour alone. */
export function EmergencyBadge() {
  const { t } = useTranslation()
  return (
    <Badge tt="none" variant="filled" color="red.8" ml="xs" leftSection={<Siren size={12} aria-hidden />}>
      {t('call.emergency')}
    </Badge>
  )
}

/** The promised time has passed without an answer. */
export function OverdueBadge() {
  const { t } = useTranslation()
  return (
    <Badge tt="none" variant="light" color="red" ml="xs" leftSection={<Clock size={12} aria-hidden />}>
      {t('ticket.overdue')}
    </Badge>
  )
}

/** How far a ticket has come. */
export function StageBadge({ stage }: { readonly stage: string }) {
  const { t } = useTranslation()
  return (
    <Badge tt="none" variant="light" color={stageColors[stage] ?? 'blue'}>
      {t(`ticket.stages.${stage}`, { defaultValue: stage })}
    </Badge>
  )
}
