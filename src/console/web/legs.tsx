import { Paper, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './console.module.css'
import { Moment } from './moment.tsx'
import { CallStatusBadge } from './status-badge.tsx'
import type { Leg } from './views.ts'

/** Whom the house rang for this call, and whether they met the caller. */
export function Legs({ legs }: { readonly legs: readonly Leg[] }) {
  const { t } = useTranslation()
  return (
    <Paper withBorder p="md" component="section" aria-label={t('legs.title')}>
      <Title order={2} fz="md" mb="sm">
        {t('legs.title')}
      </Title>
      <ul className={classes.legs}>
        {legs.map((leg) => (
          <li key={leg.id}>
            <span className={classes.kind}>{leg.who ?? t(`legs.${leg.purpose}`, { defaultValue: leg.purpose })}</span>{' '}
            <CallStatusBadge status={leg.status} />
            <span className={classes.fact}>
              {t('legs.placed')} <Moment at={leg.placedAt} seconds />
              {leg.metAt !== null && (
                <>
                  {' · '}
                  {t('legs.met')} <Moment at={leg.metAt} seconds />
                </>
              )}
              {leg.endedAt !== null && (
                <>
                  {' · '}
                  {t('legs.ended')} <Moment at={leg.endedAt} seconds />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Paper>
  )
}
