import { Alert, Badge, Button, Group, Table, Text, Title } from '@mantine/core'
import { FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tagOf } from '../language.ts'
import { Moment } from '../moment.tsx'
import type { Me } from '../views.ts'
import classes from './admin.module.css'
import { AdminProblem } from './admin-problem.tsx'
import {
  type AdminSite,
  type Comparison,
  type Folder,
  type Publication,
  useAdminSite,
  usePublications,
  useWithdraw,
} from './admin-queries.ts'
import { ChangesDialog } from './changes-dialog.tsx'
import { Part } from './lines-page.tsx'
import { Loaded } from './loaded.tsx'
import { PublishDialog, type ToPublish } from './publish-dialog.tsx'

type Open = { readonly compare: (of: Comparison) => void; readonly publish: ((what: ToPublish) => void) | null }

/** What the line says and does: since when, by whom, what changed; publishing, scheduling and taking back. */
export function FlowsPage({ me }: { readonly me: Me }) {
  const [compared, setCompared] = useState<Comparison | null>(null)
  const [toPublish, setToPublish] = useState<ToPublish | null>(null)
  const publications = usePublications()
  const site = useAdminSite()
  const open: Open = { compare: setCompared, publish: me.permissions.includes('flows:publish') ? setToPublish : null }
  return (
    <Loaded query={publications}>
      {({ publications: all, folders }) => (
        <>
          <Folders folders={folders} open={open} />
          <History all={all} open={open} />
          {site.data !== undefined && <Coverage flows={site.data.flows} warnings={site.data.warnings} />}
          {compared !== null && (
            <ChangesDialog of={compared} all={all} onOf={setCompared} onClose={() => setCompared(null)} />
          )}
          {toPublish !== null && <PublishDialog what={toPublish} onClose={() => setToPublish(null)} />}
        </>
      )}
    </Loaded>
  )
}

const folderColors = { published: 'sea', waiting: 'blue', broken: 'red' } as const

/** What lies in the folders: sound and waiting, or what is wrong with it. */
function Folders({ folders, open }: { readonly folders: readonly Folder[]; readonly open: Open }) {
  const { t } = useTranslation()
  if (folders.length === 0)
    return (
      <Alert color="gray" mb="md">
        {t('admin.flows.noFolder')}
      </Alert>
    )
  return folders.map(({ place, content, state, problems, since }) => (
    <Alert
      key={place}
      mb="md"
      color={folderColors[state]}
      icon={<FolderOpen aria-hidden />}
      title={t('admin.flows.folder', { place })}
    >
      {t(`admin.flows.folderState.${state}`)} · {t('admin.flows.since')} <Moment at={since} />
      {problems.length > 0 && (
        <ul className={classes.problems}>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {state === 'waiting' && (
        <Group mt="sm">
          <Button variant="default" onClick={() => open.compare({ content, place })}>
            {t('admin.flows.changes')}
          </Button>
          {open.publish !== null && (
            <Button onClick={() => open.publish?.({ content })}>{t('admin.flows.publish')}</Button>
          )}
        </Group>
      )}
    </Alert>
  ))
}

const stateColors = { in_force: 'sea', scheduled: 'blue', past: 'gray', withdrawn: 'gray' } as const
const heads = ['number', 'stands', 'from', 'by', 'note'] as const

function History({ all, open }: { readonly all: readonly Publication[]; readonly open: Open }) {
  const { t } = useTranslation()
  const withdraw = useWithdraw()
  if (all.length === 0) return <Text c="dimmed">{t('admin.flows.none')}</Text>
  return (
    <Part title={t('admin.flows.history')}>
      <AdminProblem error={withdraw.error} of="flows" />
      <Table.ScrollContainer minWidth={860} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              {heads.map((head) => (
                <Table.Th key={head}>{t(`admin.flows.${head}`, { number: '' })}</Table.Th>
              ))}
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((one) => (
              <Table.Tr key={one.number}>
                <Table.Td fw={600}>{one.number}</Table.Td>
                <Table.Td>
                  <Badge tt="none" variant="light" color={stateColors[one.state]}>
                    {t(`admin.flows.state.${one.state}`)}
                  </Badge>
                  <Text size="sm" c="dimmed">
                    {t(`admin.flows.kind.${one.kind}`, { number: one.returnsTo ?? '' })}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Moment at={one.effectiveAt} />
                </Table.Td>
                <Table.Td>{one.by === 'system' ? t('admin.flows.system') : one.by}</Table.Td>
                <Table.Td className={classes.facts ?? ''}>{one.note || t('admin.flows.noNote')}</Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end">
                    <Button
                      variant="default"
                      aria-label={t('admin.flows.changesButton', { number: one.number })}
                      onClick={() => open.compare({ number: one.number, against: null })}
                    >
                      {t('admin.flows.changes')}
                    </Button>
                    {one.state === 'past' && open.publish !== null && (
                      <Button
                        variant="default"
                        aria-label={t('admin.flows.backOf', { number: one.number })}
                        onClick={() => open.publish?.({ returnTo: one.number })}
                      >
                        {t('admin.flows.back')}
                      </Button>
                    )}
                    {one.state === 'scheduled' && open.publish !== null && (
                      <Button
                        variant="default"
                        loading={withdraw.isPending}
                        aria-label={t('admin.flows.withdrawOf', { number: one.number })}
                        onClick={() => withdraw.mutate(one.number)}
                      >
                        {t('admin.flows.withdraw')}
                      </Button>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Part>
  )
}

function Coverage({ flows, warnings }: Pick<AdminSite, 'flows' | 'warnings'>) {
  const { t, i18n } = useTranslation()
  const percent = new Intl.NumberFormat(tagOf(i18n.language), { style: 'percent' })
  return (
    <div className={classes.grid}>
      <Part title={t('admin.flows.coverage')}>
        {flows.map(({ id, revision, coverage }) => (
          <div key={id}>
            <Title order={3} fz="sm">
              {t('admin.flows.coverageOf', { flow: id, revision: revision.slice(0, 12) })}
            </Title>
            <Text size="sm" mb="xs">
              {Object.entries(coverage)
                .map(([language, share]) => `${language}: ${percent.format(share)}`)
                .join(' · ')}
            </Text>
          </div>
        ))}
      </Part>
      <Part title={t('admin.flows.warnings')}>
        {warnings.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('admin.flows.noWarnings')}
          </Text>
        ) : (
          <ul className={classes.problems}>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
      </Part>
    </div>
  )
}
