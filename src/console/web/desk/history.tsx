import { Anchor, Badge, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Moment, readableDuration } from '../moment.tsx'
import { useNames } from '../site.tsx'
import { OverdueBadge, StageBadge } from '../status-badge.tsx'
import type { DeskCall, History as Past } from '../views.ts'
import classes from './desk.module.css'
import { useHistory } from './desk-queries.ts'

/** What this citizen had to do with us before. */
export function History({ call }: { readonly call: DeskCall }) {
  const { t } = useTranslation()
  const { data, isError } = useHistory(call.citizenId)
  return (
    <Paper withBorder p="md" component="section" aria-label={t('desk.history.title')}>
      <Title order={2} fz="md" mb="sm">
        {t('desk.history.title')}
      </Title>
      {call.citizenId === null && (
        <Text size="sm" c="dimmed">
          {t('desk.history.unknown')}
        </Text>
      )}
      {isError && (
        <Text size="sm" role="alert">
          {t('trouble.unreachable.title')}
        </Text>
      )}
      {call.citizenId !== null && data === undefined && !isError && <Skeleton height={120} />}
      {data !== undefined && <Lists past={data} call={call} />}
    </Paper>
  )
}

function Lists({ past, call }: { readonly past: Past; readonly call: DeskCall }) {
  const { t } = useTranslation()
  const calls = past.calls.filter(({ callSid }) => callSid !== call.callSid)
  const tickets = past.tickets.filter(({ code }) => code !== call.ticket?.code)
  if (calls.length === 0 && tickets.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('desk.history.none')}
      </Text>
    )
  return (
    <Stack gap="md" className={classes.history}>
      {tickets.length > 0 && (
        <ul className={classes.past} aria-label={t('desk.history.tickets')}>
          {tickets.map((ticket) => (
            <PastTicket key={ticket.code} ticket={ticket} />
          ))}
        </ul>
      )}
      {calls.length > 0 && (
        <ul className={classes.past} aria-label={t('desk.history.calls')}>
          {calls.map((past) => (
            <PastCall key={past.callSid} call={past} />
          ))}
        </ul>
      )}
    </Stack>
  )
}

function PastTicket({ ticket }: { readonly ticket: Past['tickets'][number] }) {
  const { t } = useTranslation()
  const names = useNames()
  return (
    <li>
      <Group justify="space-between" gap={6}>
        <Anchor component={Link} href={`/tickets/${ticket.code}`} fw={600} size="sm">
          {ticket.code}
        </Anchor>
        <span>
          <StageBadge stage={ticket.stage} />
          {ticket.isOverdue && <OverdueBadge />}
        </span>
      </Group>
      <Text size="sm">
        {ticket.topic === null
          ? t(`ticket.kinds.${ticket.kind}`, { defaultValue: ticket.kind })
          : names('topic', ticket.topic)}
      </Text>
      <Text size="xs" c="dimmed">
        <Moment at={ticket.openedAt} /> · {ticket.agency}
      </Text>
    </li>
  )
}

function PastCall({ call }: { readonly call: Past['calls'][number] }) {
  const { t } = useTranslation()
  const names = useNames()
  const what = call.disposition !== null ? t(`desk.ending.${call.disposition}`) : call.node && names('step', call.node)
  return (
    <li>
      <Group justify="space-between" gap={6}>
        <Anchor component={Link} href={`/calls/${call.callSid}`} size="sm">
          <Moment at={call.arrivedAt} />
        </Anchor>
        <Text size="xs" c="dimmed">
          {call.live ? t('desk.history.live') : call.durationSeconds !== null && readableDuration(call.durationSeconds)}
        </Text>
      </Group>
      <Text size="sm">
        {what}
        {call.emergency !== null && (
          <Badge tt="none" size="sm" ml={6} color="red.8" variant="filled">
            {names('ladder', call.emergency)}
          </Badge>
        )}
      </Text>
      {(call.operator !== null || call.lane !== null) && (
        <Text size="xs" c="dimmed">
          {[call.operator, call.lane && names('lane', call.lane)].filter(Boolean).join(' · ')}
        </Text>
      )}
    </li>
  )
}
