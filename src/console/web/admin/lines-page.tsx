import { Alert, Badge, Paper, Table, Text, Title } from '@mantine/core'
import { FileText } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { tagOf } from '../language.ts'
import classes from './admin.module.css'
import { type AdminSite, useAdminSite } from './admin-queries.ts'
import { Loaded } from './loaded.tsx'

/** Lines, lanes, hours and agencies: read here, written in the site's files. */
export function LinesPage() {
  return <Loaded query={useAdminSite()}>{(site) => <Shown site={site} />}</Loaded>
}

export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title} mb="md">
      <Title order={2} fz="md" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  )
}

/** Where it is written, and how it is changed. */
export function Source({ sentence, folder }: { readonly sentence: string; readonly folder: string }) {
  const { t } = useTranslation()
  return (
    <Alert color="gray" mb="md" icon={<FileText aria-hidden />}>
      {t(sentence, { file: `${folder}/site.yaml` })}
    </Alert>
  )
}

function Shown({ site }: { readonly site: AdminSite }) {
  const { t } = useTranslation()
  const seconds = (count: number) => t('admin.lines.seconds', { count })
  return (
    <>
      <Source sentence="admin.lines.source" folder={site.folder} />
      <div className={classes.grid}>
        <Part title={t('admin.lines.numbers')}>
          <Grid heads={['number', 'label', 'flow']} rows={site.lines.map(({ to, label, flow }) => [to, label, flow])} />
        </Part>
        <Part title={t('admin.lines.lanes')}>
          <Grid
            heads={['label', 'priority', 'ring', 'lease']}
            rows={site.lanes.map(({ label, priority, ringSeconds, leaseSeconds }) => [
              label,
              String(priority),
              seconds(ringSeconds),
              seconds(leaseSeconds),
            ])}
          />
        </Part>
      </div>
      <Title order={2} fz="lg" mb="sm">
        {t('admin.lines.hours')}
      </Title>
      <div className={classes.grid}>
        {site.calendars.map((calendar) => (
          <Calendar key={calendar.id} calendar={calendar} />
        ))}
      </div>
      <Title order={2} fz="lg" mb="sm">
        {t('admin.lines.agencies')}
      </Title>
      <div className={classes.grid}>
        {site.agencies.map((agency) => (
          <Agency key={agency.id} agency={agency} />
        ))}
      </div>
    </>
  )
}

function Grid({ heads, rows }: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] }) {
  const { t } = useTranslation()
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {heads.map((head) => (
            <Table.Th key={head}>{t(`admin.lines.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.join('|')}>
            {row.map((cell, at) => (
              <Table.Td key={heads[at]}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Calendar({ calendar }: { readonly calendar: AdminSite['calendars'][number] }) {
  const { t, i18n } = useTranslation()
  const { label, isOpen, week, closedOn, others } = calendar
  const hoursOf = (hours: readonly string[]) => (hours.length === 0 ? t('admin.lines.closedDay') : hours.join(', '))
  // A date of a calendar is a day, not a moment: noon is on it in every zone of the country.
  const dayOf = (date: string) =>
    new Intl.DateTimeFormat(tagOf(i18n.language), { dateStyle: 'medium', timeZone: 'UTC' }).format(
      new Date(`${date}T12:00:00Z`),
    )
  return (
    <Paper withBorder p="md" component="section" aria-label={label} mb="md">
      <div className={classes.row}>
        <Title order={3} fz="md">
          {label}
        </Title>
        <Badge tt="none" variant="light" color={isOpen ? 'sea' : 'gray'}>
          {t(isOpen ? 'admin.lines.open' : 'admin.lines.shut')}
        </Badge>
      </div>
      <dl className={classes.hours}>
        {week.map(({ day, hours }) => (
          <Hours key={day} name={t(`admin.lines.days.${day}`)} hours={hoursOf(hours)} />
        ))}
      </dl>
      {closedOn.length > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('admin.lines.closedOn', { kinds: closedOn.map((kind) => t(`admin.lines.holiday.${kind}`)).join(', ') })}
        </Text>
      )}
      {others.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="sm">
            {t('admin.lines.others')}
          </Text>
          <dl className={classes.hours}>
            {others.map(({ date, hours, why }) => (
              <Hours key={date} name={dayOf(date)} hours={[hoursOf(hours), ...why].join(' · ')} />
            ))}
          </dl>
        </>
      )}
    </Paper>
  )
}

const Hours = ({ name, hours }: { readonly name: string; readonly hours: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{hours}</dd>
  </>
)

function Agency({ agency }: { readonly agency: AdminSite['agencies'][number] }) {
  const { t } = useTranslation()
  const { name, coordinator, topics } = agency
  return (
    <Paper withBorder p="md" component="section" aria-label={name}>
      <div className={classes.row}>
        <Title order={3} fz="md">
          {name}
        </Title>
        {coordinator && (
          <Badge tt="none" variant="light">
            {t('admin.lines.coordinator')}
          </Badge>
        )}
      </div>
      <Text size="sm">
        {topics.length === 0 ? t('admin.lines.noTopics') : `${t('admin.lines.topics')}: ${topics.join(', ')}`}
      </Text>
    </Paper>
  )
}
