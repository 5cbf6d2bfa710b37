import { useTranslation } from 'react-i18next'
import { readableDuration } from '../moment.tsx'
import type { RoomNow } from '../views.ts'
import { Panel, secondsFrom } from './panel.tsx'
import classes from './room.module.css'

/** How many were promised to be called back, and how far they are. */
export function Callbacks({ callbacks, now }: { readonly callbacks: RoomNow['callbacks']; readonly now: number }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('room.callbacks.title')}>
      <dl className={classes.figures}>
        {(['waiting', 'calling', 'resting'] as const).map((state) => (
          <div key={state}>
            <dt>{t(`room.callbacks.${state}`)}</dt>
            <dd>{callbacks[state]}</dd>
          </div>
        ))}
        <div>
          <dt>{t('room.callbacks.oldest')}</dt>
          <dd>{callbacks.oldest === null ? '–' : readableDuration(secondsFrom(callbacks.oldest, now))}</dd>
        </div>
      </dl>
    </Panel>
  )
}
