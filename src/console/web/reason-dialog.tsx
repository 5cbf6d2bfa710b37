import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

type Properties = {
  readonly title: string
  /** What will happen, and that it is recorded. */
  readonly advice: string
  readonly confirm: string
  readonly opened: boolean
  readonly isPending: boolean
  /** What went wrong, in words. */
  readonly problem: string | null
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
  /** In place of the form, once it is done. */
  readonly done?: ReactNode
}

/** The shortest reason that says something. */
const shortest = 3

/** A deed that others will ask about: it needs a reason, in the person's own words. */
export function ReasonDialog(properties: Properties) {
  const { title, advice, confirm, opened, isPending, problem, onConfirm, onClose, done } = properties
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const close = () => {
    setReason('')
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim().length >= shortest) onConfirm(reason.trim())
  }
  return (
    <Modal opened={opened} onClose={close} title={title} centered closeButtonProps={{ 'aria-label': t('cancel') }}>
      {done ?? (
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{advice}</Text>
            <Textarea
              label={t('reason.label')}
              description={t('reason.hint')}
              autosize
              minRows={2}
              maxRows={6}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              required
              data-autofocus
            />
            {problem !== null && (
              <Alert color="red" role="alert">
                {problem}
              </Alert>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('cancel')}
              </Button>
              <Button type="submit" loading={isPending} disabled={reason.trim().length < shortest}>
                {confirm}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
