import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { CallerNumber } from './caller-number.tsx'
import { DetailPage } from './detail-page.tsx'
import { Legs } from './legs.tsx'
import { Moment, readableDuration } from './moment.tsx'
import { useCall } from './queries.ts'
import { Recordings } from './recordings.tsx'
import { useNames } from './site.tsx'
import { CallStatusBadge } from './status-badge.tsx'
import type { Me } from './views.ts'

/** One call from first ring to its end. */
export function CallPage({ sid, me }: { readonly sid: string; readonly me: Me }) {
  const { t } = useTranslation()
  const call = useCall(sid)
  const names = useNames()
  const data = call.data
  return (
    <DetailPage
      back={{ href: '/calls', label: t('nav.calls') }}
      title={data === undefined ? t('call.one') : t('call.of', { who: data.caller ?? t('call.withheld') })}
      facts={
        data === undefined
          ? undefined
          : [
              [t('call.caller'), <CallerNumber key="caller" caller={data.caller} citizenId={data.citizenId} me={me} />],
              [t('call.status'), <CallStatusBadge key="status" status={data.status} />],
              ...(data.emergency === null
                ? []
                : [
                    [
                      t('call.emergency'),
                      `${names('ladder', data.emergency.kind)}: ${t(`emergency.state.${data.emergency.state}`)}`,
                    ] as const,
                  ]),
              [t('call.time'), <Moment key="time" at={data.arrivedAt} seconds />],
              [t('call.duration'), data.durationSeconds === null ? '–' : readableDuration(data.durationSeconds)],
              [t('call.line'), data.line],
              [t('call.where'), data.node === null ? '–' : names('step', data.node)],
              [t('call.lane'), data.lane === null ? '–' : names('lane', data.lane)],
              [t('call.operator'), data.operator ?? '–'],
              [
                t('call.ticket'),
                data.ticketCode === null ? (
                  '–'
                ) : (
                  <Anchor key="ticket" component={Link} href={`/tickets/${data.ticketCode}`}>
                    {data.ticketCode}
                  </Anchor>
                ),
              ],
            ]
      }
      extra={
        data !== undefined && (
          <>
            {data.recordings.length > 0 && me.permissions.includes('recordings:play') && (
              <Recordings callSid={data.callSid} recordings={data.recordings} />
            )}
            {data.legs.length > 0 && <Legs legs={data.legs} />}
          </>
        )
      }
      events={data?.events}
      names={data && new Map(data.legs.map((leg) => [leg.id, leg.who ?? t(`legs.${leg.purpose}`)]))}
      error={call.error}
      retry={() => void call.refetch()}
    />
  )
}
