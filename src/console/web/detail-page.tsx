import { Anchor, Center, Loader, Paper, Title } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import classes from './console.module.css'
import { Timeline } from './timeline.tsx'
import { Trouble } from './trouble.tsx'
import type { Event } from './views.ts'

type Properties = {
  readonly back: { readonly href: string; readonly label: string }
  readonly title: string
  readonly facts: readonly (readonly [string, ReactNode])[] | undefined
  /** What else there is to show beside the facts. */
  readonly extra?: ReactNode
  readonly events: readonly Event[] | undefined
  /** By id, the names of whom events speak. */
  readonly names?: ReadonlyMap<string, string> | undefined
  /** What stands at the end of an event's line. */
  readonly beside?: (event: Event) => ReactNode
  /** The moment that is being heard, in milliseconds since 1970. */
  readonly heardAt?: number | null
  readonly error: Error | null
  readonly retry: () => void
}

/** One thing: what is known about it, and everything that happened to it. */
export function DetailPage(properties: Properties) {
  const { back, title, facts, extra, events, names, beside, heardAt, error, retry } = properties
  const { t } = useTranslation()
  return (
    <>
      <Anchor component={Link} href={back.href} className={classes.back ?? ''}>
        <ArrowLeft size={16} aria-hidden /> {back.label}
      </Anchor>
      <Title order={1} fz="xl" my="sm">
        {title}
      </Title>
      {error !== null && <Trouble error={error} retry={retry} />}
      {facts === undefined && error === null && (
        <Center p="xl">
          <Loader />
        </Center>
      )}
      {facts !== undefined && (
        <div className={classes.detail}>
          <div className={classes.beside}>
            <Paper withBorder p="md" component="dl" className={classes.facts ?? ''}>
              {facts.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </Paper>
            {extra}
          </div>
          <Paper withBorder p="md" component="section" aria-label={t('timeline.title')}>
            <Title order={2} fz="md" mb="sm">
              {t('timeline.title')}
            </Title>
            <Timeline events={events ?? []} names={names} beside={beside} heardAt={heardAt} />
          </Paper>
        </div>
      )}
    </>
  )
}
