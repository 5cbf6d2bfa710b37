import { Anchor, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { readableDuration } from '../moment.tsx'
import { SeverityBadge } from '../severity.tsx'
import { useNames } from '../site.tsx'
import type { RoomNow } from '../views.ts'
import { Panel, secondsFrom } from './panel.tsx'
import classes from './room.module.css'

type Emergency = RoomNow['emergencies'][number]

/** Those that somebody has to look at, the oldest first; what is done about them is on their own page. */
export function RoomEmergencies({
  emergencies,
  now,
}: {
  readonly emergencies: readonly Emergency[]
  readonly now: number
}) {
  const { t } = useTranslation()
  const names = useNames()
  return (
    <Panel title={t('room.emergencies.title', { count: emergencies.length })}>
      {emergencies.length === 0 && <Text c="dimmed">{t('room.emergencies.none')}</Text>}
      <ul className={classes.list}>
        {emergencies.map(({ id, kind, state, caller, since, class: severity, silent }) => (
          <li key={id}>
            <strong>{names('ladder', kind)}</strong> · {caller ?? t('room.unnamed')} ·{' '}
            {readableDuration(secondsFrom(since, now))}
            <Group gap={6} my={2}>
              <SeverityBadge of={severity} />
              {silent && severity !== 'silent' && <SeverityBadge of="silent" />}
            </Group>
            <Text size="sm" c="dimmed">
              {t(`emergency.state.${state}`)}
            </Text>
          </li>
        ))}
      </ul>
      <Anchor component={Link} href="/emergencies">
        {t('room.emergencies.see')}
      </Anchor>
    </Panel>
  )
}
