import { Anchor, Badge, Button, Group, Paper, Text, Title } from '@mantine/core'
import { Clock, EarOff, PhoneOutgoing } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { ApiProblem } from '../api.ts'
import { Moment, readableDuration } from '../moment.tsx'
import { ReasonDialog } from '../reason-dialog.tsx'
import { useNames } from '../site.tsx'
import type { Recovery } from '../views.ts'
import { useRecoveryDeeds } from './recovery-queries.ts'

/** How far it is, as one word for people. */
const stageOf = ({ state, callback, outcome }: Recovery): string =>
  outcome !== null ? `outcome.${outcome}` : state === 'held' ? 'held' : `callback.${callback ?? 'waiting'}`

/** One caller who was cut off: since when, what was pressed, how often that phone has rung, who has it. `now` by the server's clock. */
export function RecoveryCard({
  recovery,
  now,
  mayAct,
}: {
  readonly recovery: Recovery
  readonly now: number
  readonly mayAct: boolean
}) {
  const { t } = useTranslation()
  const names = useNames()
  const { caller, callSid, kind, silent, droppedAt, pressed, tries, nextTryAt, takenBy, isLate, outcome } = recovery
  const who = caller ?? t('call.withheld')
  const facts = [
    pressed.length === 0 ? null : t('recovery.pressed', { keys: pressed.join(', ') }),
    t('recovery.tries', { count: tries }),
    takenBy === null ? null : t('recovery.takenBy', { who: takenBy }),
  ].filter((one) => one !== null)
  return (
    <Paper withBorder p="md" component="article" aria-label={t('recovery.of', { who })}>
      <Group justify="space-between" align="start">
        <div>
          <Group gap="sm">
            <Title order={2} fz="md">
              {who}
            </Title>
            <Badge
              tt="none"
              variant={outcome === null ? 'filled' : 'light'}
              color={outcome === null ? 'red.8' : 'gray'}
            >
              {t(`recovery.${stageOf(recovery)}`)}
            </Badge>
            {isLate && (
              <Badge tt="none" variant="light" color="red" leftSection={<Clock size={12} aria-hidden />}>
                {t('recovery.late')}
              </Badge>
            )}
            {silent && (
              <Badge tt="none" variant="light" color="orange" leftSection={<EarOff size={12} aria-hidden />}>
                {t('recovery.silent')}
              </Badge>
            )}
          </Group>
          <Text mt={4}>
            {names('ladder', kind)} · {t('recovery.dropped')} <Moment at={droppedAt} seconds />
            {outcome === null && ` · ${readableDuration((now - Date.parse(droppedAt)) / 1000)}`}
          </Text>
          <Text size="sm" c="dimmed">
            {facts.join(' · ')}
            {nextTryAt !== null && (
              <>
                {' · '}
                {t('recovery.next')} <Moment at={nextTryAt} seconds />
              </>
            )}
          </Text>
          <Ended recovery={recovery} />
        </div>
        <Group gap="sm">
          <Anchor component={Link} href={`/calls/${callSid}`}>
            {t('emergency.seeCall')}
          </Anchor>
          {mayAct && outcome === null && <Deeds recovery={recovery} />}
        </Group>
      </Group>
    </Paper>
  )
}

function Ended({ recovery: { outcome, closedAt, closedBy, reason, mergedInto } }: { readonly recovery: Recovery }) {
  const { t } = useTranslation()
  if (outcome === null || closedAt === null) return null
  return (
    <Text size="sm" mt={4}>
      <Moment at={closedAt} seconds />
      {closedBy !== null && ` · ${closedBy}`}
      {outcome === 'closed' && reason !== null && ` · ${reason}`}
      {mergedInto !== null && (
        <>
          {' · '}
          <Anchor component={Link} href={`/calls/${mergedInto}`}>
            {t('recovery.mergedInto')}
          </Anchor>
        </>
      )}
    </Text>
  )
}

/** Ring now, or end it. Whoever could not speak is rung only after a second look. */
function Deeds({ recovery: { id, silent, state, callback } }: { readonly recovery: Recovery }) {
  const { t } = useTranslation()
  const [closing, setClosing] = useState(false)
  const [sure, setSure] = useState(!silent)
  const { ring, close } = useRecoveryDeeds()
  const word = close.error instanceof ApiProblem ? close.error.word : ''
  const canRing = state === 'held' || callback === 'resting'
  return (
    <>
      {canRing && (
        <Button
          leftSection={<PhoneOutgoing size={16} aria-hidden />}
          loading={ring.isPending}
          variant={sure ? 'filled' : 'default'}
          onClick={() => (sure ? ring.mutate(id) : setSure(true))}
        >
          {t(silent ? (sure ? 'recovery.ringSilentSure' : 'recovery.ringSilent') : 'recovery.ring')}
        </Button>
      )}
      {callback !== 'talking' && (
        <Button variant="default" onClick={() => setClosing(true)}>
          {t('recovery.close')}
        </Button>
      )}
      <ReasonDialog
        title={t('recovery.closeTitle')}
        advice={t('recovery.closeAdvice')}
        confirm={t('recovery.closeConfirm')}
        opened={closing}
        isPending={close.isPending}
        problem={close.isError ? t(word === 'closed_already' ? 'recovery.closedAlready' : 'trouble.notSaved') : null}
        onConfirm={(reason) => close.mutate({ id, reason }, { onSuccess: () => setClosing(false) })}
        onClose={() => setClosing(false)}
      />
    </>
  )
}
