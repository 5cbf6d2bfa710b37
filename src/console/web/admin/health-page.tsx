import { Alert, Badge, Paper, Text, Title } from '@mantine/core'
import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { tagOf } from '../language.ts'
import { Moment, readableDuration } from '../moment.tsx'
import classes from './admin.module.css'
import { type Health, useHealth } from './admin-queries.ts'
import { Loaded } from './loaded.tsx'

const looks = {
  good: { color: 'sea', Icon: CircleCheck },
  watch: { color: 'orange', Icon: TriangleAlert },
  bad: { color: 'red', Icon: CircleX },
  unknown: { color: 'gray', Icon: CircleHelp },
} as const

const groups = [
  { name: 'engines', parts: ['database', 'queue', 'flows'] },
  { name: 'carrier', parts: ['line', 'carrier', 'webhooks'] },
  { name: 'queues', parts: ['callers', 'commands', 'texts', 'facts', 'jobs'] },
  { name: 'keeping', parts: ['backup', 'disk', 'drills'] },
] as const

type Part = Health['parts'][number]

/** From one page: is it healthy, and if not, what to do. */
export function HealthPage() {
  return <Loaded query={useHealth()}>{(health) => <Shown health={health} />}</Loaded>
}

function Shown({ health }: { readonly health: Health }) {
  const { t } = useTranslation()
  const { color, Icon } = looks[health.condition]
  const { publication, flowProblems } = health
  return (
    <>
      <Alert
        color={color}
        mb="md"
        role="status"
        icon={<Icon aria-hidden />}
        title={t(`admin.health.whole.${health.condition}`)}
      >
        {t('admin.health.asOf')} <Moment at={health.at} seconds />
      </Alert>
      <div className={classes.grid}>
        {groups.map(({ name, parts }) => (
          <Paper key={name} withBorder p="md" component="section" aria-label={t(`admin.health.groups.${name}`)}>
            <Title order={2} fz="md" mb="sm">
              {t(`admin.health.groups.${name}`)}
            </Title>
            <ul className={classes.rows}>
              {health.parts
                .filter((part) => (parts as readonly string[]).includes(part.name))
                .map((part) => (
                  <PartRow key={part.name} part={part} />
                ))}
            </ul>
          </Paper>
        ))}
        <Paper withBorder p="md" component="section" aria-label={t('admin.health.groups.flows')}>
          <Title order={2} fz="md" mb="sm">
            {t('admin.health.groups.flows')}
          </Title>
          <Text size="sm">
            {publication === null
              ? t('admin.health.noPublication')
              : t('admin.health.publication', { number: publication })}
          </Text>
          {flowProblems.length > 0 && (
            <ul className={classes.problems}>
              {flowProblems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
        </Paper>
      </div>
    </>
  )
}

function PartRow({ part }: { readonly part: Part }) {
  const { t } = useTranslation()
  const { color, Icon } = looks[part.condition]
  return (
    <li>
      <div className={classes.row}>
        <Text fw={600}>{t(`admin.health.names.${part.name}`, { defaultValue: part.name })}</Text>
        <Badge tt="none" variant="light" color={color} leftSection={<Icon size={12} aria-hidden />}>
          {t(`admin.health.condition.${part.condition}`)}
        </Badge>
      </div>
      <Measured part={part} />
      {part.problem !== null && (
        <Text size="sm">
          {t(`admin.health.advice.${part.name}.${part.problem}`, { defaultValue: t('admin.health.unmeasured') })}
        </Text>
      )}
    </li>
  )
}

function Measured({ part }: { readonly part: Part }) {
  const { t, i18n } = useTranslation()
  const { at, seconds, bytes, bytesFree, milliseconds } = part
  const gigabytes = new Intl.NumberFormat(tagOf(i18n.language), {
    style: 'unit',
    unit: 'gigabyte',
    maximumFractionDigits: 1,
  })
  if (bytes !== null && bytesFree !== null) {
    const [free, all] = [bytesFree, bytes].map((size) => gigabytes.format(size / 1024 ** 3))
    return (
      <Text size="sm" c="dimmed">
        {t('admin.health.free', { free, all })}
      </Text>
    )
  }
  if (at !== null)
    return (
      <Text size="sm" c="dimmed">
        <Moment at={at} />
        {seconds !== null && ` · ${t('admin.health.ago', { duration: readableDuration(seconds) })}`}
        {milliseconds !== null && ` · ${t('admin.health.took', { count: milliseconds })}`}
      </Text>
    )
  if (seconds === null || seconds === 0) return null
  return (
    <Text size="sm" c="dimmed">
      {t('admin.health.waited', { duration: readableDuration(seconds) })}
    </Text>
  )
}
