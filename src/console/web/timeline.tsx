import { Badge, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { validate as isUuid } from 'uuid'
import { readableId } from '../readable-id.ts'
import classes from './console.module.css'
import { Moment } from './moment.tsx'
import { type Named, useNames } from './site.tsx'
import type { Event } from './views.ts'

type Properties = {
  readonly events: readonly Event[]
  /** By id, the names of whom events speak. */
  readonly names?: ReadonlyMap<string, string> | undefined
  /** What stands at the end of an event's line. */
  readonly beside?: ((event: Event) => ReactNode) | undefined
  /** The moment that is being heard, in milliseconds since 1970: the last event until then is marked. */
  readonly heardAt?: number | null | undefined
}

const nobody: ReadonlyMap<string, string> = new Map()
/** A word of ours, which may have a translation; anything else is what somebody wrote or said. */
const oneWord = /^[a-z]+([-_][a-z]+)*$/

/** Facts that are ids of the region, and what they name. In a few events `kind` is the emergency's. */
const named: Readonly<Record<string, Named>> = {
  node: 'step',
  option: 'step',
  lane: 'lane',
  emergency: 'ladder',
  topic: 'topic',
  district: 'district',
  owner: 'agency',
  agencyId: 'agency',
  question: 'question',
  ladder: 'ladder',
  from: 'agency',
  to: 'agency',
}

/** They stand beside the timeline, to be heard. */
const isRecording = (fact: string) => /recording(Sid)?$/i.test(fact)

const namedIn = (event: string, fact: string): Named | undefined =>
  fact === 'kind' && event.startsWith('emergency.') ? 'ladder' : named[fact]

/** Facts within facts (the fields that were filled) stand beside the others. */
const flat = (facts: Event['facts']): [string, unknown][] =>
  Object.entries(facts).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value as Event['facts'])
      : [[name, value]],
  )

/** What happened, in order, with its facts; a delivery that changed nothing is shown as such. */
export function Timeline({ events, names = nobody, beside, heardAt = null }: Properties) {
  const { t } = useTranslation()
  const regional = useNames()
  /** Null for what tells a person nothing: emptiness, and ids that have no name. */
  const readable = (event: string, fact: string, value: unknown): string | null => {
    if (value === null || value === undefined || isRecording(fact)) return null
    if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
    if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
      return value.map((one) => readable(event, fact, one)).join(', ')
    if (typeof value !== 'string') return JSON.stringify(value)
    const what = namedIn(event, fact)
    if (what !== undefined) return regional(what, value)
    if (oneWord.test(value)) return t(`value.${fact}.${value}`, { defaultValue: names.get(value) ?? value })
    return names.get(value) ?? (isUuid(value) ? null : value)
  }
  const heard = heardAt === null ? -1 : events.findLastIndex(({ at }) => Date.parse(at) <= heardAt)
  if (events.length === 0) return <Text c="dimmed">{t('timeline.none')}</Text>
  return (
    <ol className={classes.timeline}>
      {events.map((event, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: events are only ever added at the end
          key={index}
          data-ignored={event.ignored === true || undefined}
          aria-current={index === heard ? 'time' : undefined}
        >
          <Moment at={event.at} seconds />
          <div>
            <span className={classes.kind}>{t(`event.${event.kind}`, { defaultValue: readableId(event.kind) })}</span>
            {event.actor !== undefined && (
              <span className={classes.fact}>{readable(event.kind, 'actor', event.actor)}</span>
            )}
            {event.ignored === true && (
              <Badge size="sm" tt="none" variant="default" ml="xs">
                {t('timeline.ignored')}
              </Badge>
            )}
            <span className={classes.fact}>
              {flat(event.facts)
                .map(([name, value]) => [name, readable(event.kind, name, value)] as const)
                .filter(([, value]) => value !== null)
                .map(([name, value]) => `${t(`fact.${name}`, { defaultValue: readableId(name) })}: ${value}`)
                .join(' · ')}
            </span>
          </div>
          {beside !== undefined && <div>{beside(event)}</div>}
        </li>
      ))}
    </ol>
  )
}
