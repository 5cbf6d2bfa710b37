import { Anchor, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { ListPage } from './list-page.tsx'
import { Moment, readableDuration } from './moment.tsx'
import { useCalls } from './queries.ts'
import { useNames } from './site.tsx'
import { CallStatusBadge, EmergencyBadge } from './status-badge.tsx'
import type { CallRow } from './views.ts'

const columns = ['time', 'caller', 'status', 'where', 'lane', 'operator', 'ticket'] as const

export function CallList() {
  const { t } = useTranslation()
  const calls = useCalls()
  return (
    <ListPage
      title={t('nav.calls')}
      columns={columns.map((column) => t(`call.${column}`))}
      rows={calls.data?.pages.flatMap((page) => page.calls).map((call) => <Row key={call.callSid} call={call} />)}
      empty={t('call.none')}
      error={calls.error}
      retry={() => void calls.refetch()}
      more={calls.hasNextPage ? { load: () => void calls.fetchNextPage(), loading: calls.isFetchingNextPage } : null}
    />
  )
}

function Row({ call }: { readonly call: CallRow }) {
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
        <CallStatusBadge status={call.status} />{' '}
        {call.durationSeconds !== null && readableDuration(call.durationSeconds)}
      </Table.Td>
      <Table.Td>{call.node === null ? '–' : names('step', call.node)}</Table.Td>
      <Table.Td>{call.lane === null ? '–' : names('lane', call.lane)}</Table.Td>
      <Table.Td>{call.operator ?? '–'}</Table.Td>
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
