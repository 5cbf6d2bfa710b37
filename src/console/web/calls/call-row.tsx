import { Anchor, Badge, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { CallOutcome } from '../../call-outcome.ts'
import { Moment, readableDuration } from '../moment.tsx'
import { useNames } from '../site.tsx'
import { CallStatusBadge, EmergencyBadge } from '../status-badge.tsx'
import type { CallRow } from '../views.ts'

export const callColumns = ['time', 'caller', 'outcome', 'where', 'lane', 'operator', 'topic', 'ticket'] as const

const outcomeColors: Readonly<Record<CallOutcome, string>> = {
  operator: 'sea',
  partner: 'sea',
  called_back: 'sea',
  emergency_lost: 'red',
  callback: 'orange',
  voicemail: 'orange',
  silent: 'orange',
  open_line: 'orange',
  abandoned: 'red',
  reported: 'blue',
  information: 'blue',
  menu: 'gray',
  misdial: 'gray',
  unheard: 'gray',
}

/** What became of the caller, in words; the colour only repeats them. */
export function OutcomeBadge({ outcome }: { readonly outcome: CallOutcome }) {
  const { t } = useTranslation()
  return (
    <Badge tt="none" variant="light" color={outcomeColors[outcome]}>
      {t(`outcome.${outcome}`)}
    </Badge>
  )
}

export function CallTableRow({ call }: { readonly call: CallRow }) {
  const { t } = useTranslation()
  const names = useNames()
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/calls/${call.callSid}`} fw={600} fz="sm">
          <Moment at={call.arrivedAt} seconds />
        </Anchor>
      </Table.Td>
      <Table.Td>
        {call.caller ?? t('call.withheld')}
        {call.emergency !== null && <EmergencyBadge />}
      </Table.Td>
      <Table.Td>
        {call.outcome === null ? <CallStatusBadge status={call.status} /> : <OutcomeBadge outcome={call.outcome} />}{' '}
        {call.durationSeconds !== null && readableDuration(call.durationSeconds)}
      </Table.Td>
      <Table.Td>{call.node === null ? '–' : names('step', call.node)}</Table.Td>
      <Table.Td>{call.lane === null ? '–' : names('lane', call.lane)}</Table.Td>
      <Table.Td>{call.operator ?? '–'}</Table.Td>
      <Table.Td>
        {call.topic === null ? '–' : names('topic', call.topic)}
        {call.district !== null && `, ${names('district', call.district)}`}
      </Table.Td>
      <Table.Td>
        {call.ticketCode === null ? (
          '–'
        ) : (
          <Anchor component={Link} href={`/tickets/${call.ticketCode}`} fz="sm">
            {call.ticketCode}
          </Anchor>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
