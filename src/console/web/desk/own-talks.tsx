import { Anchor, Badge, Button, Group, Menu, Paper, Skeleton, Text, Title } from '@mantine/core'
import { History as Clock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { dispositions } from '../../../dispatch/disposition.ts'
import { Moment } from '../moment.tsx'
import { useNames } from '../site.tsx'
import type { OwnTalks as Own } from '../views.ts'
import classes from './desk.module.css'
import { useOwnTalks, useTellEnding } from './desk-queries.ts'

/** My last conversations: to come back to what was written. */
export function OwnTalks() {
  const { t } = useTranslation()
  const { data, isError } = useOwnTalks()
  return (
    <Paper withBorder p="md" component="section" aria-label={t('desk.own.title')}>
      <Group gap="xs" mb="sm">
        <Clock size={18} aria-hidden />
        <Title order={2} fz="md">
          {t('desk.own.title')}
        </Title>
      </Group>
      {data === undefined && !isError && <Skeleton height={80} />}
      {isError && data === undefined && (
        <Text size="sm" role="alert">
          {t('trouble.unreachable.title')}
        </Text>
      )}
      {data?.conversations.length === 0 && <Text size="sm">{t('desk.own.none')}</Text>}
      <ul className={classes.past}>
        {data?.conversations.map((talk) => (
          <OwnTalk key={talk.offerId} talk={talk} />
        ))}
      </ul>
    </Paper>
  )
}

/** How an earlier one ended, when there was no time to say it. */
function TellLate({ offerId }: { readonly offerId: string }) {
  const { t } = useTranslation()
  const tell = useTellEnding()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="light" color="orange" loading={tell.isPending}>
          {t('desk.own.untold')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {dispositions.map((disposition) => (
          <Menu.Item key={disposition} onClick={() => tell.mutate({ offerId, disposition, ready: false })}>
            {t(`desk.ending.${disposition}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function OwnTalk({ talk }: { readonly talk: Own['conversations'][number] }) {
  const { t } = useTranslation()
  const names = useNames()
  const { offerId, at, callSid, caller, lane, disposition, ticketCode, kind, topic } = talk
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div>
          <Anchor component={Link} href={`/calls/${callSid}`} fw={600} size="sm">
            {caller ?? t('call.withheld')}
          </Anchor>
          <Text size="xs" c="dimmed">
            <Moment at={at} /> · {names('lane', lane)}
          </Text>
        </div>
        <Group gap="sm">
          {ticketCode !== null && (
            <Text size="sm">
              {topic !== null ? names('topic', topic) : t(`ticket.kinds.${kind}`, { defaultValue: kind ?? '' })}{' '}
              <Anchor component={Link} href={`/tickets/${ticketCode}`} fw={600} size="sm">
                {ticketCode}
              </Anchor>
            </Text>
          )}
          {disposition === null ? (
            <TellLate offerId={offerId} />
          ) : (
            <Badge tt="none" variant="light" color="gray">
              {t(`desk.ending.${disposition}`)}
            </Badge>
          )}
        </Group>
      </Group>
    </li>
  )
}
