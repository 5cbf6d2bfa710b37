import { Alert, Badge, Button, Group, Modal, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { Megaphone, Siren } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tagOf } from '../language.ts'
import { Moment, readableDuration } from '../moment.tsx'
import { useNames } from '../site.tsx'
import classes from './admin.module.css'
import { AdminProblem } from './admin-problem.tsx'
import { type Drill, type DrillLadder, type Drills, useDrills, useStartDrill, useStopDrill } from './admin-queries.ts'
import { Loaded } from './loaded.tsx'

/** Ladders as a whole, tried by people: what can be drilled, what runs, and what came of the last ones. */
export function DrillsPage() {
  return <Loaded query={useDrills()}>{(drills) => <Shown drills={drills} />}</Loaded>
}

const namesIn = ({ rungs }: Pick<DrillLadder, 'rungs'>) => rungs.map(({ name }) => name).join(', ')

function Shown({ drills: { ladders, drills } }: { readonly drills: Drills }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<DrillLadder | null>(null)
  const isRunning = drills.some(({ state }) => state === 'running')
  return (
    <>
      <Alert color="gray" mb="md" icon={<Megaphone aria-hidden />}>
        {t(ladders.length === 0 ? 'admin.drills.none' : 'admin.drills.source')}
      </Alert>
      {ladders.length > 0 && (
        <Paper withBorder p="md" mb="md" component="section" aria-label={t('admin.drills.ladders')}>
          <Title order={2} fz="md" mb="sm">
            {t('admin.drills.ladders')}
          </Title>
          <ul className={classes.rows}>
            {ladders.map((ladder) => (
              <li key={ladder.kind} className={classes.row}>
                <div>
                  <Text fw={600}>{ladder.label}</Text>
                  <Text size="sm">{t('admin.drills.rungs', { names: namesIn(ladder) })}</Text>
                  <Text size="sm" c="dimmed">
                    {t('admin.drills.last')}:{' '}
                    {ladder.lastAt === null ? t('admin.drills.never') : <Moment at={ladder.lastAt} />}
                  </Text>
                </div>
                <Button
                  variant="default"
                  leftSection={<Siren size={16} aria-hidden />}
                  aria-label={t('admin.drills.startOf', { name: ladder.label })}
                  disabled={isRunning}
                  onClick={() => setAsked(ladder)}
                >
                  {t('admin.drills.start')}
                </Button>
              </li>
            ))}
          </ul>
        </Paper>
      )}
      <Title order={2} fz="lg" mb="sm">
        {t('admin.drills.history')}
      </Title>
      {drills.length === 0 && <Text size="sm">{t('admin.drills.noHistory')}</Text>}
      {drills.map((drill) => (
        <Result key={drill.id} drill={drill} />
      ))}
      <Confirm ladder={asked} onClose={() => setAsked(null)} />
    </>
  )
}

const colors = { running: 'blue', finished: 'sea', stopped: 'gray' } as const
const rungColors: Readonly<Record<Drill['rungs'][number]['state'], string>> = {
  waiting: 'gray',
  calling: 'blue',
  answered: 'orange',
  confirmed: 'sea',
  unanswered: 'red',
  busy: 'orange',
  failed: 'red',
  stopped: 'gray',
}

/** One drill as it goes, and what was measured. */
function Result({ drill }: { readonly drill: Drill }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(tagOf(i18n.language), { maximumFractionDigits: 1 })
  const names = useNames()
  const stop = useStopDrill()
  const name = names('ladder', drill.ladder)
  const state = drill.state === 'stopped' ? `stopped_${drill.why}` : drill.state
  const measured = (seconds: number | null) =>
    seconds === null ? t('admin.drills.unknown') : t('admin.drills.seconds', { seconds: number.format(seconds) })
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-label={name}>
      <div className={classes.row}>
        <Title order={3} fz="md">
          {name}
        </Title>
        <Group gap="sm" role="status">
          <Badge tt="none" variant="light" color={colors[drill.state]}>
            {t(`admin.drills.state.${state}`)}
          </Badge>
          {drill.state === 'running' && (
            <Button
              size="compact-sm"
              color="red"
              variant="light"
              loading={stop.isPending}
              aria-label={t('admin.drills.stopOf', { name })}
              onClick={() => stop.mutate(drill.id)}
            >
              {t('admin.drills.stop')}
            </Button>
          )}
        </Group>
      </div>
      <Text size="sm" c="dimmed">
        <Moment at={drill.askedAt} seconds /> {t('admin.drills.by', { who: drill.by })}
        {drill.seconds !== null && ` · ${t('admin.drills.whole', { duration: readableDuration(drill.seconds) })}`}
      </Text>
      <AdminProblem error={stop.error} of="drills" />
      <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {(['rung', 'outcome', 'ring', 'answer', 'key'] as const).map((head) => (
                <Table.Th key={head}>{t(`admin.drills.${head}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {drill.rungs.map((rung) => (
              <Table.Tr key={rung.name}>
                <Table.Td>
                  {rung.name}
                  <Text size="sm" c="dimmed">
                    {rung.address}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Badge tt="none" variant="light" color={rungColors[rung.state]}>
                    {t(`admin.drills.rungState.${rung.state}`)}
                  </Badge>
                </Table.Td>
                <Table.Td>{measured(rung.secondsToRing)}</Table.Td>
                <Table.Td>{measured(rung.secondsToAnswer)}</Table.Td>
                <Table.Td>{measured(rung.secondsToKey)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function Confirm({ ladder, onClose }: { readonly ladder: DrillLadder | null; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const attempt = useStartDrill()
  const close = () => {
    attempt.reset()
    onClose()
  }
  const { kind = '', label = '' } = ladder ?? {}
  return (
    <Modal
      opened={ladder !== null}
      onClose={close}
      centered
      title={t('admin.drills.confirmTitle', { name: label })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <Stack>
        <Text size="sm">{t('admin.drills.confirm', { names: ladder === null ? '' : namesIn(ladder) })}</Text>
        <AdminProblem error={attempt.error} of="drills" />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button loading={attempt.isPending} onClick={() => attempt.mutate(kind, { onSuccess: close })} data-autofocus>
            {t('admin.drills.confirmStart')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
