import { Badge, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './console.module.css'
import { Moment } from './moment.tsx'
import type { Event } from './views.ts'

type Properties = {
  readonly events: readonly Event[]
  /** By id, the names of whom events speak. */
  readonly names?: ReadonlyMap<string, string> | undefined
}

const nobody: ReadonlyMap<string, string> = new Map()

/** What happened, in order, with its facts; a delivery that changed nothing is shown as such. */
export function Timeline({ events, names = nobody }: Properties) {
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
                .map(([name, value]) => [name, readable(value, names)] as const)
                .filter(([, value]) => value !== null)
                .map(([name, value]) => `${t(`fact.${name}`, { defaultValue: name })}: ${value}`)
                .join(' · ')}
            </span>
          </div>
        </li>
      ))}
    </ol>
  )
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Null for what tells a person nothing: emptiness, and ids that have no name. */
function readable(value: unknown, names: ReadonlyMap<string, string>): string | null {
  if (value === null || value === undefined) return null
  if (typeof value !== 'string') return JSON.stringify(value)
  return names.get(value) ?? (uuid.test(value) ? null : value)
}
