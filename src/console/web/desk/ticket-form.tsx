import {
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  Paper,
  SegmentedControl,
  Select,
  Skeleton,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core'
import { CircleAlert, CloudOff, LoaderCircle, Save } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { urgencies } from '../../../tickets/ticket.ts'
import { useSite } from '../site.tsx'
import { Conflict } from './conflict.tsx'
import classes from './desk.module.css'
import type { DraftKeeper, DraftNow, Field } from './draft-keeper.ts'
import { PlaceField } from './place-field.tsx'
import { isUnsaid, kindsToChoose } from './ticket-kinds.ts'
import { useDraft } from './use-draft.ts'

/** The ticket of this call, written while the caller speaks; every letter is saved by itself. */
export function TicketForm({ callSid }: { readonly callSid: string }) {
  const { t } = useTranslation()
  const draft = useDraft(callSid)
  return (
    <Paper withBorder p="md" component="section" aria-label={t('desk.form.title')}>
      <Group justify="space-between" mb="sm">
        <Group gap="sm" align="baseline">
          <Title order={2} fz="md">
            {t('desk.form.title')}
          </Title>
          {draft?.now.ticketCode && (
            <Anchor component={Link} href={`/tickets/${draft.now.ticketCode}`} size="sm" fw={600}>
              {draft.now.ticketCode}
            </Anchor>
          )}
        </Group>
        {draft !== undefined && <Saved now={draft.now} />}
      </Group>
      {draft === undefined ? <Skeleton height={320} aria-label={t('desk.form.loading')} /> : <Fields {...draft} />}
    </Paper>
  )
}

const looks = {
  saved: { color: 'sea', Icon: Save },
  saving: { color: 'gray', Icon: LoaderCircle },
  waiting: { color: 'orange', Icon: CloudOff },
  refused: { color: 'red', Icon: CircleAlert },
} as const

function Saved({ now }: { readonly now: DraftNow }) {
  const { t } = useTranslation()
  const { color, Icon } = looks[now.saved]
  if (now.saved === 'saved' && now.ticketCode === null) return null
  return (
    <Badge
      role="status"
      tt="none"
      variant="light"
      color={color}
      leftSection={<Icon size={14} aria-hidden />}
      data-saved={now.saved}
    >
      {t(`desk.form.saved.${now.saved}`)}
    </Badge>
  )
}

function Fields({ keeper, now }: { readonly keeper: DraftKeeper; readonly now: DraftNow }) {
  const { t } = useTranslation()
  const { topics } = useSite()
  const { values } = now
  const conflict = (field: Field) =>
    now.conflicts[field] === undefined ? null : (
      <Conflict field={field} mine={values[field]} theirs={now.conflicts[field]} settle={keeper.settle} />
    )
  return (
    <Stack gap="sm">
      {now.saved === 'waiting' && (
        <Alert color="orange" role="alert" p="xs">
          {t('desk.form.waiting')}
        </Alert>
      )}
      <div className={classes.pair}>
        <Select
          label={t('desk.form.kind')}
          placeholder={t('desk.form.choose')}
          data={kindsToChoose(values.kind).map((kind) => ({
            value: kind,
            label: t(`ticket.kinds.${kind}`, { defaultValue: kind }),
          }))}
          value={isUnsaid(values.kind) ? null : values.kind}
          onChange={(kind) => keeper.write('kind', kind ?? '')}
          allowDeselect={false}
        />
        <Select
          label={t('desk.form.topic')}
          placeholder={t('desk.form.choose')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('desk.form.clear') }}
          nothingFoundMessage={t('desk.form.noTopic')}
          data={topics.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.topic === '' ? null : values.topic}
          onChange={(topic) => keeper.write('topic', topic ?? '')}
        />
      </div>
      {conflict('kind')}
      {conflict('topic')}
      <PlaceField keeper={keeper} values={values} />
      {conflict('place')}
      {conflict('district')}
      <Textarea
        label={t('desk.form.description')}
        placeholder={t('desk.form.descriptionHint')}
        autosize
        minRows={8}
        maxRows={16}
        maxLength={10_000}
        value={values.description}
        onChange={(event) => keeper.write('description', event.currentTarget.value)}
      />
      {conflict('description')}
      <div>
        <Text size="sm" fw={500} id="desk-urgency">
          {t('desk.form.urgency')}
        </Text>
        <SegmentedControl
          fullWidth
          transitionDuration={0}
          aria-labelledby="desk-urgency"
          data={urgencies.map((urgency) => ({ value: urgency, label: t(`desk.form.urgencies.${urgency}`) }))}
          value={values.urgency === '' ? 'normal' : values.urgency}
          onChange={(urgency) => keeper.write('urgency', urgency)}
        />
      </div>
      {conflict('urgency')}
      {now.saved === 'refused' && (
        <Alert color="red" role="alert" p="xs">
          <Group justify="space-between">
            {t('desk.form.refused')}
            <Button size="compact-sm" variant="default" onClick={() => keeper.flush()}>
              {t('trouble.retry')}
            </Button>
          </Group>
        </Alert>
      )}
    </Stack>
  )
}
