import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { CallerNumber } from './caller-number.tsx'
import { DetailPage } from './detail-page.tsx'
import { Moment } from './moment.tsx'
import { useTicket } from './queries.ts'
import { Player } from './recordings.tsx'
import { Severity } from './severity.tsx'
import { useNames } from './site.tsx'
import { OverdueBadge, StageBadge } from './status-badge.tsx'
import type { Me, Ticket } from './views.ts'

/** What a citizen asked, who owns it, until when, and its way so far. */
export function TicketPage({ code, me }: { readonly code: string; readonly me: Me }) {
  const { t } = useTranslation()
  const ticket = useTicket(code)
  const names = useNames()
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
              [t('call.caller'), <CallerNumber key="caller" caller={data.caller} citizenId={data.citizenId} me={me} />],
              ...(data.privacy === 'open'
                ? []
                : [[t('ticket.privacy.title'), t(`ticket.privacy.${data.privacy}`)] as const]),
              [t('ticket.opened'), <Moment key="opened" at={data.openedAt} />],
              ...(data.urgency === null
                ? []
                : [[t('desk.form.urgency'), t(`desk.form.urgencies.${data.urgency}`)] as const]),
              [t('ticket.kind'), t(`ticket.kinds.${data.kind}`, { defaultValue: data.kind })],
              ...(data.emergency === null
                ? []
                : [
                    [t('call.emergency'), names('ladder', data.emergency.kind)] as const,
                    [t('severity.title'), <Severity key="severity" severity={data.emergency.severity} />] as const,
                  ]),
              [t('ticket.topic'), data.topic === null ? '–' : names('topic', data.topic)],
              [
                t('ticket.place'),
                <Spoken key="place" ticket={data} recording={data.placeRecording} label={t('ticket.place')} me={me}>
                  {[data.place, data.district === null ? null : names('district', data.district)]
                    .filter((part) => part !== null)
                    .join(', ')}
                </Spoken>,
              ],
              [
                t('ticket.description'),
                <Spoken
                  key="description"
                  ticket={data}
                  recording={data.descriptionRecording}
                  label={t('ticket.description')}
                  me={me}
                >
                  {data.description ?? ''}
                </Spoken>,
              ],
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

/** What was written, and under it what the citizen said, for who may hear it. */
function Spoken({
  ticket,
  recording,
  label,
  me,
  children,
}: {
  readonly ticket: Ticket
  readonly recording: string | null
  readonly label: string
  readonly me: Me
  readonly children: string
}) {
  const { t } = useTranslation()
  const isHeard = recording !== null && ticket.callSid !== null && me.permissions.includes('recordings:play')
  return (
    <>
      {children !== '' && <span>{children}</span>}
      {isHeard && <Player callSid={ticket.callSid ?? ''} id={recording ?? ''} label={label} />}
      {children === '' && !isHeard && (recording === null ? '–' : t('ticket.spoken'))}
    </>
  )
}
