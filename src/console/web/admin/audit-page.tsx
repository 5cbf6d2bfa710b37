import { Anchor, Badge, Button, NativeSelect, Paper, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Moment } from '../moment.tsx'
import { useSite } from '../site.tsx'
import { Trouble } from '../trouble.tsx'
import classes from './admin.module.css'
import { type AuditEntry, type AuditFilter, useAudit, useAuditWords } from './admin-queries.ts'
import { nextDay, onTheWall } from './wall.ts'

const heads = ['when', 'who', 'what', 'subject', 'facts'] as const

/** Days as people choose them, on the region's calendar. */
type Days = { readonly from: string; readonly until: string }

/** Who opened and changed what. */
export function AuditPage() {
  const { t } = useTranslation()
  const { zone } = useSite()
  const [filter, setFilter] = useState<AuditFilter>({})
  const [days, setDays] = useState<Days>({ from: '', until: '' })
  const audit = useAudit({
    ...filter,
    from: days.from === '' ? undefined : onTheWall(zone, `${days.from}T00:00`),
    until: days.until === '' ? undefined : onTheWall(zone, `${nextDay(days.until)}T00:00`),
  })
  const entries = audit.data?.pages.flatMap((page) => page.entries)
  return (
    <>
      <Filters filter={filter} days={days} onFilter={setFilter} onDays={setDays} />
      {audit.isError && <Trouble error={audit.error} retry={() => void audit.refetch()} />}
      {entries?.length === 0 && <Text c="dimmed">{t('admin.audit.none')}</Text>}
      {entries !== undefined && entries.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer minWidth={820} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  {heads.map((head) => (
                    <Table.Th key={head}>{t(`admin.audit.${head}`)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {entries.map((entry) => (
                  <Row key={entry.id} entry={entry} onSubject={(subject) => setFilter({ subject })} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      {audit.hasNextPage && (
        <Button mt="md" variant="default" loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

function Filters({
  filter,
  days,
  onFilter,
  onDays,
}: {
  readonly filter: AuditFilter
  readonly days: Days
  readonly onFilter: (filter: AuditFilter) => void
  readonly onDays: (days: Days) => void
}) {
  const { t } = useTranslation()
  const words = useAuditWords()
  const actors = words.data?.actors.map(({ actor, name }) => ({ value: actor, label: name })) ?? []
  const others = ['system', 'stranger'].map((actor) => ({ value: actor, label: t(`admin.audit.actor.${actor}`) }))
  const actions = words.data?.actions.map((action) => ({
    value: action,
    label: t(`admin.audit.action.${action}`, { defaultValue: action }),
  }))
  return (
    <>
      <div className={classes.filters}>
        <NativeSelect
          label={t('admin.audit.who')}
          value={filter.actor ?? ''}
          onChange={({ currentTarget: { value } }) => onFilter({ ...filter, actor: value || undefined })}
          data={[{ value: '', label: t('admin.audit.anybody') }, ...actors, ...others]}
        />
        <NativeSelect
          label={t('admin.audit.what')}
          value={filter.action ?? ''}
          onChange={({ currentTarget: { value } }) => onFilter({ ...filter, action: value || undefined })}
          data={[{ value: '', label: t('admin.audit.anything') }, ...(actions ?? [])]}
        />
        {(['from', 'until'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t(`admin.audit.${end}`)}
            value={days[end]}
            onChange={({ currentTarget: { value } }) => onDays({ ...days, [end]: value })}
          />
        ))}
      </div>
      {filter.subject !== undefined && (
        <Text mb="sm">
          {t('admin.audit.only', { subject: filter.subject })}{' '}
          <Anchor component="button" type="button" onClick={() => onFilter({})}>
            {t('admin.audit.all')}
          </Anchor>
        </Text>
      )}
    </>
  )
}

function Row({ entry, onSubject }: { readonly entry: AuditEntry; readonly onSubject: (subject: string) => void }) {
  const { t } = useTranslation()
  const { at, actor, actorName, action, subject, subjectName, facts } = entry
  const { callSid, ...others } = facts
  const told = Object.entries(others).map(
    ([name, value]) =>
      `${t(`admin.audit.fact.${name}`, { defaultValue: t(`fact.${name}`, { defaultValue: name }) })}: ${plain(value)}`,
  )
  return (
    <Table.Tr>
      <Table.Td>
        <Moment at={at} seconds />
      </Table.Td>
      <Table.Td>{actorName ?? t(`admin.audit.actor.${actor}`, { defaultValue: actor })}</Table.Td>
      <Table.Td>
        <Badge tt="none" variant="light" color="gray">
          {t(`admin.audit.action.${action}`, { defaultValue: action })}
        </Badge>
      </Table.Td>
      <Table.Td className={classes.facts ?? ''}>
        <Anchor component="button" type="button" fz="sm" ta="left" onClick={() => onSubject(subject)}>
          {subjectName ?? subject}
        </Anchor>
      </Table.Td>
      <Table.Td className={classes.facts ?? ''}>
        {typeof callSid === 'string' && (
          <Anchor component={Link} href={`/calls/${callSid}`} fz="sm" display="block">
            {t('call.one')}
          </Anchor>
        )}
        {told.join(' · ')}
      </Table.Td>
    </Table.Tr>
  )
}

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(plain).join(', ') : JSON.stringify(value)
