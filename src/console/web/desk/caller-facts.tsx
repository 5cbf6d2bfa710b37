import { Anchor, Badge, Group, Stack, Text } from '@mantine/core'
import { MapPin } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Moment } from '../moment.tsx'
import { Friction } from '../nuisance/friction.tsx'
import { Player } from '../recordings.tsx'
import { OpenLine, Severity } from '../severity.tsx'
import { useNames } from '../site.tsx'
import { EmergencyBadge, StageBadge } from '../status-badge.tsx'
import type { DeskCall, Me } from '../views.ts'
import classes from './desk.module.css'

/** Who calls, large enough to be read from afar. */
export function Caller({ call }: { readonly call: DeskCall }) {
  const { t } = useTranslation()
  const names = useNames()
  return (
    <div>
      <Group gap="xs" align="center">
        <Text fz="xl" fw={700} className={classes.number ?? ''}>
          {call.caller ?? t('call.withheld')}
        </Text>
        {call.emergency !== null && <EmergencyBadge />}
      </Group>
      <Text size="sm" c="dimmed">
        {names('lane', call.lane)}
        {call.emergency !== null && ` · ${names('ladder', call.emergency.kind)}`} ·{' '}
        {call.visits === 0 ? t('desk.firstCall') : t('desk.visits', { count: call.visits })}
      </Text>
      {call.emergency !== null && <Severity severity={call.emergency.severity} />}
      {call.openLine && <OpenLine />}
      {call.citizenId !== null && <Friction citizenId={call.citizenId} me={null} />}
    </div>
  )
}

/** What the caller pressed and said before a human came, and where it is. */
export function Heard({ call, me }: { readonly call: DeskCall; readonly me: Me }) {
  const { t } = useTranslation()
  const names = useNames()
  const place = [call.ticket?.place, call.ticket?.district && names('district', call.ticket.district)]
    .filter(Boolean)
    .join(', ')
  return (
    <Stack gap={6}>
      {place !== '' && (
        <Group gap={6} wrap="nowrap" align="start">
          <MapPin size={16} aria-hidden className={classes.icon} />
          <Text size="sm" fw={600}>
            {place}
          </Text>
        </Group>
      )}
      {call.heard.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('desk.nothingHeard')}
        </Text>
      )}
      <ol className={classes.heard}>
        {call.heard.map(({ at, kind, node, option, words, recordingId }) => (
          <li key={`${at} ${node} ${kind}`}>
            <Text size="xs" c="dimmed">
              {kind === 'answered' ? names('question', option ?? '') : names('step', node)}
            </Text>
            {kind === 'answered' ? (
              <Text size="sm">{names('question', `${option}=${words}`)}</Text>
            ) : kind === 'recorded' && recordingId !== null && me.permissions.includes('recordings:play') ? (
              <Player callSid={call.callSid} id={recordingId} label={names('step', node)} />
            ) : (
              <Text size="sm">
                {option !== null ? names('step', option) : kind === 'recorded' ? t('desk.spoken') : (words ?? '')}
                {option !== null && words !== null && (
                  <Badge size="sm" variant="default" tt="none" ml={6}>
                    {t('desk.key', { key: words })}
                  </Badge>
                )}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </Stack>
  )
}

/** What this citizen still waits for from us. */
export function OpenTickets({ call }: { readonly call: DeskCall }) {
  const { t } = useTranslation()
  const names = useNames()
  if (call.openTickets.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {t('desk.openTickets')}
      </Text>
      <Stack gap={6}>
        {call.openTickets.map(({ code, kind, topic, stage, openedAt }) => (
          <Group key={code} gap={8} wrap="nowrap" justify="space-between">
            <div className={classes.shrink}>
              <Anchor component={Link} href={`/tickets/${code}`} fw={600} size="sm">
                {code}
              </Anchor>{' '}
              <Text span size="sm">
                {topic === null ? t(`ticket.kinds.${kind}`, { defaultValue: kind }) : names('topic', topic)}
              </Text>
              <Text size="xs" c="dimmed">
                <Moment at={openedAt} />
              </Text>
            </div>
            <StageBadge stage={stage} />
          </Group>
        ))}
      </Stack>
    </div>
  )
}
