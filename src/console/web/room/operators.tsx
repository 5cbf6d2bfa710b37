import { Anchor, Badge, Table, Text } from '@mantine/core'
import { Globe, Phone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import tables from '../console.module.css'
import { readableDuration } from '../moment.tsx'
import { presenceLooks, presenceWord } from '../presence-control.tsx'
import { useNames } from '../site.tsx'
import { EmergencyBadge } from '../status-badge.tsx'
import type { RoomNow } from '../views.ts'
import { Panel, secondsFrom } from './panel.tsx'
import classes from './room.module.css'

type Operator = RoomNow['operators'][number]

/** Those whom calls reach come first, those who are not here last. */
const order: Readonly<Record<Operator['state'], number>> = {
  talking: 0,
  offered: 1,
  free: 2,
  wrap_up: 3,
  paused: 4,
  offline: 5,
}

/** Every operator: doing what, since when, and with whom. */
export function Operators({ operators, now }: { readonly operators: readonly Operator[]; readonly now: number }) {
  const { t } = useTranslation()
  const sorted = operators.toSorted((a, b) => order[a.state] - order[b.state])
  return (
    <Panel title={t('room.operators.title')} className={classes.main ?? ''}>
      {operators.length === 0 && <Text c="dimmed">{t('room.operators.none')}</Text>}
      {operators.length > 0 && (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing="xs" className={tables.table ?? ''}>
            <Table.Thead>
              <Table.Tr>
                {(['name', 'state', 'since', 'with'] as const).map((column) => (
                  <Table.Th key={column}>{t(`room.operators.${column}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sorted.map((operator) => (
                <Row key={operator.staffId} operator={operator} now={now} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  )
}

function Row({ operator, now }: { readonly operator: Operator; readonly now: number }) {
  const { t } = useTranslation()
  const names = useNames()
  const { state, device, missed } = operator
  const look = presenceLooks[state]
  const Device = device === 'client' ? Globe : Phone
  const talk = state === 'talking' || state === 'offered' || state === 'wrap_up' ? operator.with : null
  return (
    <Table.Tr>
      <Table.Td>
        {operator.name}{' '}
        {device !== null && state !== 'offline' && (
          <Device size={14} role="img" aria-label={t(`room.operators.device.${device}`)} />
        )}
      </Table.Td>
      <Table.Td>
        <Badge tt="none" variant="light" color={look.color} leftSection={<look.Icon size={12} aria-hidden />}>
          {t(`presence.state.${presenceWord(operator)}`)}
        </Badge>
        {missed > 0 && (
          <Text size="xs" c="dimmed">
            {t('room.operators.missed', { count: missed })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{readableDuration(secondsFrom(operator.since, now))}</Table.Td>
      <Table.Td>
        {talk === null ? (
          '–'
        ) : (
          <>
            <Anchor component={Link} href={`/calls/${talk.callSid}`} size="sm">
              {talk.caller ?? t('room.unnamed')}
            </Anchor>{' '}
            {names('lane', talk.lane)}
            {talk.isCallback && ` · ${t('room.callback')}`}
            {talk.emergency !== null && <EmergencyBadge />}
          </>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
