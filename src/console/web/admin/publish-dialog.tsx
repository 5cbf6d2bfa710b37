import { Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSite, zoneName } from '../site.tsx'
import { AdminProblem } from './admin-problem.tsx'
import { type Publishing, usePublish } from './admin-queries.ts'
import { onTheWall } from './wall.ts'

/** Texts that wait, or an earlier publication. */
export type ToPublish = { readonly content: string } | { readonly returnTo: number }

const shortestNote = 3

/** Publishes at once or from a moment on, or returns to an earlier publication; why, stays in the history. */
export function PublishDialog({ what, onClose }: { readonly what: ToPublish; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { zone } = useSite()
  const [note, setNote] = useState('')
  const [when, setWhen] = useState<'now' | 'later'>('now')
  const [at, setAt] = useState('')
  const publish = usePublish()
  const isReturn = 'returnTo' in what
  const number = isReturn ? what.returnTo : 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const order: Publishing = isReturn
      ? { returnTo: what.returnTo, note: note.trim() }
      : { content: what.content, note: note.trim(), ...(when === 'later' ? { at: onTheWall(zone, at) } : {}) }
    publish.mutate(order, { onSuccess: onClose })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={isReturn ? t('admin.flows.backTitle', { number }) : t('admin.flows.publishTitle')}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{isReturn ? t('admin.flows.backAdvice', { number }) : t('admin.flows.publishAdvice')}</Text>
          {!isReturn && (
            <Radio.Group
              label={t('admin.flows.when')}
              value={when}
              onChange={(chosen) => setWhen(chosen === 'later' ? 'later' : 'now')}
            >
              <Stack gap="xs" mt="xs">
                {(['now', 'later'] as const).map((one) => (
                  <Radio key={one} value={one} label={t(`admin.flows.${one}`)} />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {when === 'later' && (
            <TextInput
              type="datetime-local"
              label={t('admin.flows.at', { zone: zoneName(zone) })}
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
              required
            />
          )}
          <Textarea
            label={t('admin.flows.note')}
            description={t('admin.flows.noteHint')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            required
            data-autofocus
          />
          <AdminProblem error={publish.error} of="flows" />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={publish.isPending} disabled={note.trim().length < shortestNote}>
              {isReturn ? t('admin.flows.backConfirm') : t('admin.flows.publish')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
