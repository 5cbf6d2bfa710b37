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
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** A word of ours, which may have a translation; anything else is what somebody wrote or said. */
const oneWord = /^[a-z]+(-[a-z]+)?$/

/** What happened, in order, with its facts; a delivery that changed nothing is shown as such. */
export function Timeline({ events, names = nobody }: Properties) {
  const { t } = useTranslation()
  /** Null for what tells a person nothing: emptiness, and ids that have no name. */
  const readable = (fact: string, value: unknown): string | null => {
    if (value === null || value === undefined) return null
    if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
    if (typeof value !== 'string') return JSON.stringify(value)
    if (oneWord.test(value)) return t(`value.${fact}.${value}`, { defaultValue: names.get(value) ?? value })
    return names.get(value) ?? (uuid.test(value) ? null : value)
  }
  if (events.length === 0) return <Text c="dimmed">{t('timeline.none')}</Text>
  return (
    <ol className={classes.timeline}>
      {events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events are only ever added at the end
        <li key={index} data-ignored={event.ignored === true || undefined}>
          <Moment at={event.at} seconds />
          <div>
            <span className={classes.kind}>{t(`event.${event.kind}`, { defaultValue: event.kind })}</span>
            {event.actor !== undefined && <span className={classes.fact}>{readable('actor', event.actor)}</span>}
            {event.ignored === true && (
              <Badge size="sm" tt="none" variant="default" ml="xs">
                {t('timeline.ignored')}
              </Badge>
            )}
            <span className={classes.fact}>
              {Object.entries(event.facts)
                .map(([name, value]) => [name, readable(name, value)] as const)
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
