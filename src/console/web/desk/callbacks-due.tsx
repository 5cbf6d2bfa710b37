import { Anchor, Badge, Button, Group, Paper, Skeleton, Text, Title } from '@mantine/core'
import { PhoneForwarded } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Moment } from '../moment.tsx'
import { ReasonDialog } from '../reason-dialog.tsx'
import { useNames } from '../site.tsx'
import { Trouble } from '../trouble.tsx'
import type { Callbacks } from '../views.ts'
import classes from './desk.module.css'
import { useCallbackDeeds, useCallbacks } from './desk-queries.ts'

type Callback = Callbacks['callbacks'][number]

/** Who was promised a call. Those in line ring here by themselves, when it is their turn. */
export function CallbacksDue({ due }: { readonly due: number }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useCallbacks()
  return (
    <Paper withBorder p="md" component="section" aria-label={t('desk.callbacks.title')}>
      <Group gap="xs" mb={4}>
        <PhoneForwarded size={18} aria-hidden />
        <Title order={2} fz="md">
          {t('desk.callbacks.title')}
        </Title>
        {due > 0 && (
          <Badge variant="light" aria-label={t('desk.callbacks.due', { count: due })}>
            {due}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {t('desk.callbacks.advice')}
      </Text>
      {error !== null && data === undefined && <Trouble error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={80} />}
      {data?.callbacks.length === 0 && <Text size="sm">{t('desk.callbacks.none')}</Text>}
      <ul className={classes.past}>
        {data?.callbacks.map((callback) => (
          <Due key={callback.id} callback={callback} />
        ))}
      </ul>
    </Paper>
  )
}

function Due({ callback }: { readonly callback: Callback }) {
  const { t } = useTranslation()
  const names = useNames()
  const [asking, setAsking] = useState(false)
  const { ring, cancel } = useCallbackDeeds()
  const { id, caller, callSid, lane, state, askedAt, dueAt, attempts } = callback
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div>
          <Anchor component={Link} href={`/calls/${callSid}`} fw={600} size="sm">
            {caller ?? t('call.withheld')}
          </Anchor>
          <Text size="xs" c="dimmed">
            {names('lane', lane)} · {t('desk.callbacks.asked')} <Moment at={askedAt} />
            {attempts > 0 && ` · ${t('desk.callbacks.attempts', { count: attempts })}`}
          </Text>
        </div>
        <Group gap="xs">
          <Badge tt="none" variant="light" color={state === 'resting' ? 'orange' : 'blue'}>
            {t(`desk.callbacks.state.${state}`)}
            {state === 'resting' && dueAt !== null && (
              <>
                {' '}
                <Moment at={dueAt} />
              </>
            )}
          </Badge>
          {state === 'resting' && (
            <Button size="compact-sm" variant="default" loading={ring.isPending} onClick={() => ring.mutate(id)}>
              {t('desk.callbacks.ring')}
            </Button>
          )}
          {state !== 'talking' && (
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsking(true)}>
              {t('desk.callbacks.cancel')}
            </Button>
          )}
        </Group>
      </Group>
      <ReasonDialog
        title={t('desk.callbacks.cancelTitle')}
        advice={t('desk.callbacks.cancelAdvice')}
        confirm={t('desk.callbacks.cancelConfirm')}
        opened={asking}
        isPending={cancel.isPending}
        problem={cancel.isError ? t('trouble.notSaved') : null}
        onConfirm={(reason) => cancel.mutate({ id, reason }, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </li>
  )
}
