import { Alert, Button, Chip, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { PenLine, Timer } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Disposition, dispositions } from '../../../dispatch/disposition.ts'
import type { Desk } from '../views.ts'
import { Caller } from './caller-facts.tsx'
import { Until } from './counting.tsx'
import classes from './desk.module.css'
import { useMoreTime, useTellEnding } from './desk-queries.ts'

const moreSeconds = 60

/** The conversation is over: how did it end? Nothing rings while there is still time to write. */
export function WrapUpPanel({ wrapUp, desk }: { readonly wrapUp: NonNullable<Desk['wrapUp']>; readonly desk: Desk }) {
  const { t } = useTranslation()
  const [disposition, setDisposition] = useState<Disposition | null>(null)
  const [note, setNote] = useState('')
  const tell = useTellEnding()
  const more = useMoreTime()
  const { state, until, thenState } = desk.me
  const isWriting = state === 'wrap_up'
  const send = () => {
    if (disposition === null) return
    const remark = note.trim()
    tell.mutate({ offerId: wrapUp.offerId, disposition, ready: true, ...(remark === '' ? {} : { note: remark }) })
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={t('desk.ending.title')} className={classes.wrapUp}>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <PenLine size={20} aria-hidden />
            <Title order={2} fz="md">
              {t('desk.ending.title')}
            </Title>
          </Group>
          {isWriting && until !== null && (
            <Text fw={700} role="timer" aria-label={t('desk.ending.left')}>
              <Until at={until} />
            </Text>
          )}
        </Group>
        <Caller call={wrapUp.call} />
        {isWriting && (
          <Group justify="space-between" wrap="nowrap" align="center">
            <Text size="sm" c="dimmed">
              {t(`desk.ending.then.${thenState ?? 'free'}`)}
            </Text>
            <Button
              size="compact-md"
              className={classes.firm}
              variant="default"
              leftSection={<Timer size={16} aria-hidden />}
              loading={more.isPending}
              onClick={() => more.mutate(moreSeconds)}
            >
              {t('desk.ending.more')}
            </Button>
          </Group>
        )}
        <Chip.Group value={disposition} onChange={(value) => setDisposition(value as Disposition)}>
          <fieldset className={classes.chips}>
            <legend>{t('desk.ending.how')}</legend>
            {dispositions.map((one) => (
              <Chip key={one} value={one} radius="sm">
                {t(`desk.ending.${one}`)}
              </Chip>
            ))}
          </fieldset>
        </Chip.Group>
        <Textarea
          label={t('desk.ending.note')}
          autosize
          minRows={1}
          maxRows={4}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {tell.isError && (
          <Alert color="red" role="alert">
            {t('trouble.notSaved')}
          </Alert>
        )}
        <Button size="md" disabled={disposition === null} loading={tell.isPending} onClick={send}>
          {t(isWriting ? 'desk.ending.done' : 'desk.ending.save')}
        </Button>
      </Stack>
    </Paper>
  )
}
