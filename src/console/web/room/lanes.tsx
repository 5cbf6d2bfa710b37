import { Badge } from '@mantine/core'
import { Clock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { readableDuration } from '../moment.tsx'
import { useNames } from '../site.tsx'
import type { RoomNow } from '../views.ts'
import { Panel, secondsFrom } from './panel.tsx'
import classes from './room.module.css'

type Lane = RoomNow['lanes'][number]

/** Every lane: who waits in it now, and whether the promise was kept in the last hour. */
export function Lanes({ lanes, now }: { readonly lanes: readonly Lane[]; readonly now: number }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('room.lanes.title')} className={classes.wide ?? ''}>
      <ul className={classes.lanes}>
        {lanes.map((lane) => (
          <LaneCard key={lane.id} lane={lane} now={now} />
        ))}
      </ul>
    </Panel>
  )
}

function LaneCard({ lane, now }: { readonly lane: Lane; readonly now: number }) {
  const { t } = useTranslation()
  const names = useNames()
  const longest = lane.longestSince === null ? null : secondsFrom(lane.longestSince, now)
  const isOver = longest !== null && longest > lane.limitSeconds
  const kept = lane.entered === 0 ? null : Math.round((100 * lane.within) / lane.entered)
  return (
    <li className={classes.lane}>
      <strong>{names('lane', lane.id)}</strong>
      <dl className={classes.figures}>
        <div>
          <dt>{t('room.lanes.waiting')}</dt>
          <dd>{lane.waiting}</dd>
        </div>
        <div>
          <dt>{t('room.lanes.longest')}</dt>
          <dd>
            {longest === null ? '–' : readableDuration(longest)}{' '}
            {isOver && (
              <Badge color="red.8" variant="filled" tt="none" leftSection={<Clock size={12} aria-hidden />}>
                {t('room.lanes.over')}
              </Badge>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('room.lanes.kept', { seconds: lane.answerSeconds })}</dt>
          <dd>{kept === null ? '–' : `${kept}% (${lane.within}/${lane.entered})`}</dd>
        </div>
        <div>
          <dt>{t('room.lanes.abandoned')}</dt>
          <dd>{lane.abandonedToday}</dd>
        </div>
      </dl>
    </li>
  )
}
