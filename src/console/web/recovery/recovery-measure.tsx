import { Paper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { readableDuration } from '../moment.tsx'
import type { Recoveries } from '../views.ts'
import classes from './recovery.module.css'

const counts = ['dropped', 'unfinished', 'recovered', 'unreached', 'closed'] as const

/** What became of the dropped calls for help of the last 24 hours. */
export function RecoveryMeasure({ measure }: { readonly measure: Recoveries['measure'] }) {
  const { t } = useTranslation()
  const { p50, p90 } = measure.firstTrySeconds
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-label={t('recovery.measure.title')}>
      <dl className={classes.figures}>
        {counts.map((name) => (
          <div key={name}>
            <dt>{t(`recovery.measure.${name}`)}</dt>
            <dd>{measure[name]}</dd>
          </div>
        ))}
        <div>
          <dt>{t('recovery.measure.firstTry')}</dt>
          <dd>
            {p50 === null || p90 === null
              ? '–'
              : t('recovery.measure.halfAndMost', { half: readableDuration(p50), most: readableDuration(p90) })}
          </dd>
        </div>
      </dl>
    </Paper>
  )
}
