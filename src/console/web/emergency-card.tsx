import { Anchor, Badge, Button, Group, Paper, Text, Title } from '@mantine/core'
import { CircleCheck, PhoneOff, Siren } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { ApiProblem } from './api.ts'
import classes from './console.module.css'
import { HandOver } from './handover.tsx'
import { Ladder } from './ladder.tsx'
import { Moment, readableDuration } from './moment.tsx'
import { useCloseEmergency } from './queries.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { Severity } from './severity.tsx'
import { useNames } from './site.tsx'
import type { Emergency } from './views.ts'

const looks = {
  raised: { color: 'red.8', Icon: Siren },
  dropped: { color: 'red.8', Icon: PhoneOff },
  acknowledged: { color: 'sea', Icon: CircleCheck },
  closed: { color: 'gray', Icon: CircleCheck },
} as const

/** One caller's danger: since when, who has it, and who is being rung. `now` by the server's clock. */
export function EmergencyCard({
  emergency,
  now,
  mayClose,
  mayHandOver,
}: {
  readonly emergency: Emergency
  readonly now: number
  readonly mayClose: boolean
  readonly mayHandOver: boolean
}) {
  const { t } = useTranslation()
  const names = useNames()
  const { state, raisedAt, caller, callSid, acknowledgedBy, acknowledgedAt, nextStepAt, ladder, exhausted, officers } =
    emergency
  const look = looks[state]
  const kind = names('ladder', emergency.kind)
  const untilNext = nextStepAt === null ? 0 : (Date.parse(nextStepAt) - now) / 1000
  return (
    <Paper withBorder p="md" component="article" aria-label={t('emergency.of', { who: caller ?? t('call.withheld') })}>
      <Group justify="space-between" align="start">
        <div>
          <Group gap="sm">
            <Title order={2} fz="lg">
              {kind}
            </Title>
            <Badge
              tt="none"
              size="lg"
              variant="filled"
              color={look.color}
              leftSection={<look.Icon size={14} aria-hidden />}
            >
              {t(`emergency.state.${state}`)}
            </Badge>
          </Group>
          <Text mt={4}>
            {caller ?? t('call.withheld')} · <Moment at={raisedAt} seconds /> ·{' '}
            {t('emergency.since', { duration: readableDuration((now - Date.parse(raisedAt)) / 1000) })}
          </Text>
          <Severity severity={emergency.severity} />
          <Text size="sm" c="dimmed">
            {t(`emergency.advice.${state}`)}
          </Text>
        </div>
        <Group gap="sm">
          <Anchor component={Link} href={`/calls/${callSid}`}>
            {t('emergency.seeCall')}
          </Anchor>
          {mayHandOver && <HandOver id={emergency.id} />}
          {mayClose && <Close id={emergency.id} />}
        </Group>
      </Group>
      {acknowledgedBy !== null && (
        <Text mt="sm">
          <span className={classes.kind}>
            {t(state === 'acknowledged' ? 'emergency.has' : 'emergency.had', { who: acknowledgedBy })}
          </span>{' '}
          {acknowledgedAt !== null && <Moment at={acknowledgedAt} seconds />}
        </Text>
      )}
      <Ladder rungs={ladder} now={now} />
      {exhausted > 0 && state === 'raised' && (
        <Text c="red.8" fw={600} mt="xs">
          {t('emergency.exhausted', { count: exhausted })}
        </Text>
      )}
      <Officers officers={officers} />
      {state === 'raised' && untilNext > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('emergency.next', { duration: readableDuration(untilNext) })}
        </Text>
      )}
    </Paper>
  )
}

/** Duty officers who were texted: who knows, and who has not answered. */
function Officers({ officers }: Pick<Emergency, 'officers'>) {
  const { t } = useTranslation()
  return officers.map(({ name, knowsSince }) => (
    <Text size="sm" mt="xs" key={name}>
      {t(knowsSince === null ? 'emergency.knowsNot' : 'emergency.knows', { who: name })}{' '}
      {knowsSince !== null && <Moment at={knowsSince} seconds />}
    </Text>
  ))
}

function Close({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const close = useCloseEmergency(id)
  const word = close.error instanceof ApiProblem ? close.error.word : ''
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('emergency.close')}
      </Button>
      <ReasonDialog
        title={t('emergency.closeTitle')}
        advice={t('emergency.closeAdvice')}
        confirm={t('emergency.closeConfirm')}
        opened={opened}
        isPending={close.isPending}
        problem={close.isError ? t(word === 'closed_already' ? 'emergency.closedAlready' : 'trouble.notSaved') : null}
        onConfirm={(reason) => close.mutate(reason, { onSuccess: () => setOpened(false) })}
        onClose={() => setOpened(false)}
      />
    </>
  )
}
