import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Bell, Headset } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readableDuration } from '../moment.tsx'
import { presenceWord } from '../presence-control.tsx'
import type { Desk } from '../views.ts'
import { useSecondsSince, useSecondsUntil } from './counting.tsx'
import { MyDevice } from './my-device.tsx'

/** Nobody rings: am I ready, on what, since when. */
export function DutyCard({ desk }: { readonly desk: Desk }) {
  const { t } = useTranslation()
  const { since, until } = desk.me
  const seconds = useSecondsSince(since)
  const left = readableDuration(Math.ceil(useSecondsUntil(until ?? since)))
  const state = presenceWord(desk.me)
  return (
    <Paper withBorder p="md" component="section" aria-label={t('desk.duty.title')}>
      <Stack gap="md">
        <Group gap="xs" wrap="nowrap">
          <Headset size={20} aria-hidden />
          <Title order={2} fz="md">
            {t(`presence.state.${state}`)}
          </Title>
        </Group>
        <Text size="sm" c="dimmed">
          {t('desk.duty.since', { duration: readableDuration(seconds) })}. {t(`desk.duty.advice.${state}`, { left })}
        </Text>
        <MyDevice desk={desk} />
        <AskToNotify />
      </Stack>
    </Paper>
  )
}

/** Asked for by a click, and never again once it was answered. */
function AskToNotify() {
  const { t } = useTranslation()
  const [permission, setPermission] = useState(globalThis.Notification?.permission ?? 'denied')
  if (permission !== 'default') return null
  return (
    <Alert color="gray" icon={<Bell size={18} aria-hidden />} title={t('desk.notify.title')}>
      <Text size="sm" mb="xs">
        {t('desk.notify.advice')}
      </Text>
      <Button
        size="compact-md"
        variant="default"
        onClick={() => void Notification.requestPermission().then(setPermission)}
      >
        {t('desk.notify.allow')}
      </Button>
    </Alert>
  )
}
