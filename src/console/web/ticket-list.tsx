import { Anchor, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { ListPage } from './list-page.tsx'
import { Moment } from './moment.tsx'
import { useTickets } from './queries.ts'
import { useNames } from './site.tsx'
import { OverdueBadge, StageBadge } from './status-badge.tsx'
import type { TicketRow } from './views.ts'

const columns = ['code', 'opened', 'kind', 'topic', 'stage', 'agency', 'due'] as const

export function TicketList() {
  const { t } = useTranslation()
  const tickets = useTickets()
  return (
    <ListPage
      title={t('nav.tickets')}
      columns={columns.map((column) => t(`ticket.${column}`))}
      rows={tickets.data?.pages
        .flatMap((page) => page.tickets)
        .map((ticket) => <Row key={ticket.code} ticket={ticket} />)}
      empty={t('ticket.none')}
      error={tickets.error}
      retry={() => void tickets.refetch()}
      more={
        tickets.hasNextPage ? { load: () => void tickets.fetchNextPage(), loading: tickets.isFetchingNextPage } : null
      }
    />
  )
}

function Row({ ticket }: { readonly ticket: TicketRow }) {
  const { t } = useTranslation()
  const names = useNames()
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/tickets/${ticket.code}`} fw={600} fz="sm">
          {ticket.code}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Moment at={ticket.openedAt} />
      </Table.Td>
      <Table.Td>{t(`ticket.kinds.${ticket.kind}`, { defaultValue: ticket.kind })}</Table.Td>
      <Table.Td>{ticket.topic === null ? '–' : names('topic', ticket.topic)}</Table.Td>
      <Table.Td>
        <StageBadge stage={ticket.stage} />
      </Table.Td>
      <Table.Td>{ticket.agency}</Table.Td>
      <Table.Td>
        <Moment at={ticket.answerDueAt} />
        {ticket.isOverdue && <OverdueBadge />}
      </Table.Td>
    </Table.Tr>
  )
}
