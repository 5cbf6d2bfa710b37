import { Badge } from '@mantine/core'
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

/** How far a ticket has come. */
export function StageBadge({ stage }: { readonly stage: string }) {
  const { t } = useTranslation()
  return (
    <Badge tt="none" variant="light" color={stageColors[stage] ?? 'blue'}>
      {t(`ticket.stages.${stage}`, { defaultValue: stage })}
    </Badge>
  )
}
