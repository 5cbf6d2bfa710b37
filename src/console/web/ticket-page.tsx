import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { DetailPage } from './detail-page.tsx'
import { Moment } from './moment.tsx'
import { useTicket } from './queries.ts'
import { OverdueBadge, StageBadge } from './status-badge.tsx'

/** What a citizen asked, who owns it, until when, and its way so far. */
export function TicketPage({ code }: { readonly code: string }) {
  const { t } = useTranslation()
  const ticket = useTicket(code)
  const data = ticket.data
  return (
    <DetailPage
      back={{ href: '/tickets', label: t('nav.tickets') }}
      title={t('ticket.of', { code })}
      facts={
        data === undefined
          ? undefined
          : [
              [t('ticket.stage'), <StageBadge key="stage" stage={data.stage} />],
              [t('ticket.agency'), data.agency],
              [
                t('ticket.due'),
                <span key="due">
                  <Moment at={data.answerDueAt} />
                  {data.isOverdue && <OverdueBadge />}
                </span>,
              ],
              [t('call.caller'), data.caller ?? '–'],
              [t('ticket.opened'), <Moment key="opened" at={data.openedAt} />],
              [t('ticket.kind'), t(`ticket.kinds.${data.kind}`, { defaultValue: data.kind })],
              [t('ticket.topic'), data.topic ?? '–'],
              [t('ticket.place'), [data.place, data.district].filter((part) => part !== null).join(', ') || '–'],
              [t('ticket.description'), data.description ?? '–'],
              [t('ticket.channel'), t(`ticket.channels.${data.channel}`, { defaultValue: data.channel })],
              [
                t('call.one'),
                data.callSid === null ? (
                  '–'
                ) : (
                  <Anchor key="call" component={Link} href={`/calls/${data.callSid}`}>
                    {t('ticket.seeCall')}
                  </Anchor>
                ),
              ],
            ]
      }
      events={data?.events}
      error={ticket.error}
      retry={() => void ticket.refetch()}
    />
  )
}
