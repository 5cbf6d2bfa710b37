import { Badge, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './console.module.css'
import { Moment } from './moment.tsx'
import type { Event } from './views.ts'

/** What happened, in order, with its facts; a delivery that changed nothing is shown as such. */
export function Timeline({ events }: { readonly events: readonly Event[] }) {
  const { t } = useTranslation()
  if (events.length === 0) return <Text c="dimmed">{t('timeline.none')}</Text>
  return (
    <ol className={classes.timeline}>
      {events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events are only ever added at the end
        <li key={index} data-ignored={event.ignored === true || undefined}>
          <Moment at={event.at} seconds />
          <div>
            <span className={classes.kind}>{t(`event.${event.kind}`, { defaultValue: event.kind })}</span>
            {event.actor !== undefined && <span className={classes.fact}>{event.actor}</span>}
            {event.ignored === true && (
              <Badge size="sm" tt="none" variant="default" ml="xs">
                {t('timeline.ignored')}
              </Badge>
            )}
            <span className={classes.fact}>
              {Object.entries(event.facts)
                .map(([name, value]) => `${t(`fact.${name}`, { defaultValue: name })}: ${readable(value)}`)
                .join(' · ')}
            </span>
          </div>
        </li>
      ))}
    </ol>
  )
}

const readable = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
