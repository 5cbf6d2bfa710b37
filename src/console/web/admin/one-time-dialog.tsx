import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Moment } from '../moment.tsx'
import classes from './admin.module.css'
import type { OneTime } from './people-queries.ts'

/** Shown this once: a way in, to be handed over in person. It is closed on purpose only. */
export function OneTimeDialog({
  given,
  onClose,
}: {
  readonly given: { readonly name: string; readonly oneTime: OneTime } | null
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={given !== null}
      onClose={onClose}
      centered
      closeOnClickOutside={false}
      title={t('admin.people.oneTime.title', { name: given?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('admin.close') }}
    >
      {given !== null && (
        <Stack>
          <Text size="sm">{t('admin.people.oneTime.advice')}</Text>
          <code className={classes.secret} role="status" aria-label={t('admin.people.oneTime.password')}>
            {given.oneTime.password}
          </code>
          <Text size="sm" c="dimmed">
            {t('admin.people.oneTime.until')} <Moment at={given.oneTime.until} />
          </Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('admin.close')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
