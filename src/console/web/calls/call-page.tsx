import { ActionIcon, Anchor, Tooltip } from '@mantine/core'
import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { CallerNumber } from '../caller-number.tsx'
import { DetailPage } from '../detail-page.tsx'
import { Legs } from '../legs.tsx'
import { Moment, readableDuration } from '../moment.tsx'
import { Friction } from '../nuisance/friction.tsx'
import { useCall } from '../queries.ts'
import { Recordings } from '../recordings.tsx'
import { type Names, useNames } from '../site.tsx'
import { CallStatusBadge } from '../status-badge.tsx'
import type { Call, Event, Me } from '../views.ts'
import { OutcomeBadge } from './call-row.tsx'
import { usePlayback } from './playback.ts'

type Translate = (key: string) => string
const noRecordings: Call['recordings'] = []
const noEvents: Call['events'] = []

/** What is known of a call, each under its name. */
function factsOf(call: Call, me: Me, t: Translate, names: Names): readonly (readonly [string, ReactNode])[] {
  const { emergency } = call
  return [
    [t('call.caller'), <CallerNumber key="caller" caller={call.caller} citizenId={call.citizenId} me={me} />],
    ...(call.citizenId === null
      ? []
      : [[t('nuisance.one'), <Friction key="friction" citizenId={call.citizenId} me={me} otherwise="–" />] as const]),
    [t('call.status'), <CallStatusBadge key="status" status={call.status} />],
    ...(call.outcome === null
      ? []
      : [[t('call.outcome'), <OutcomeBadge key="outcome" outcome={call.outcome} />] as const]),
    ...(emergency === null
      ? []
      : [
          [
            t('call.emergency'),
            `${names('ladder', emergency.kind)}: ${t(`emergency.state.${emergency.state}`)}`,
          ] as const,
        ]),
    [t('call.time'), <Moment key="time" at={call.arrivedAt} seconds />],
    [t('call.duration'), call.durationSeconds === null ? '–' : readableDuration(call.durationSeconds)],
    ...(call.answeredSeconds === null ? [] : [[t('call.answered'), readableDuration(call.answeredSeconds)] as const]),
    [t('call.line'), call.line],
    [t('call.where'), call.node === null ? '–' : names('step', call.node)],
    [t('call.lane'), call.lane === null ? '–' : names('lane', call.lane)],
    [t('call.operator'), call.operator ?? '–'],
    [
      t('call.ticket'),
      call.ticketCode === null ? (
        '–'
      ) : (
        <Anchor key="ticket" component={Link} href={`/tickets/${call.ticketCode}`}>
          {call.ticketCode}
        </Anchor>
      ),
    ],
  ]
}

/** One call from first ring to its end: what happened, and what was heard while it happened. */
export function CallPage({ sid, me }: { readonly sid: string; readonly me: Me }) {
  const { t } = useTranslation()
  const names = useNames()
  const call = useCall(sid)
  const data = call.data
  const mayHear = me.permissions.includes('recordings:play')
  const playback = usePlayback(mayHear ? (data?.recordings ?? noRecordings) : noRecordings, data?.events ?? noEvents)
  const hear = ({ at }: Event) =>
    playback.has(at) && (
      <Tooltip label={t('playback.from')}>
        <ActionIcon variant="subtle" aria-label={t('playback.from')} onClick={() => playback.playFrom(at)}>
          <Play size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    )
  return (
    <DetailPage
      back={{ href: '/calls', label: t('nav.calls') }}
      title={data === undefined ? t('call.one') : t('call.of', { who: data.caller ?? t('call.withheld') })}
      facts={data && factsOf(data, me, t, names)}
      extra={
        data !== undefined && (
          <>
            {mayHear && data.recordings.length > 0 && (
              <Recordings callSid={data.callSid} recordings={data.recordings} playback={playback} />
            )}
            {data.legs.length > 0 && <Legs legs={data.legs} />}
          </>
        )
      }
      events={data?.events}
      names={data && new Map(data.legs.map((leg) => [leg.id, leg.who ?? t(`legs.${leg.purpose}`)]))}
      beside={hear}
      heardAt={playback.heardAt}
      error={call.error}
      retry={() => void call.refetch()}
    />
  )
}
