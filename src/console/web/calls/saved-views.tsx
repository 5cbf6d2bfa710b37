import { ActionIcon, Alert, Button, Checkbox, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { Bookmark, Trash2, Users } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallFilter } from '../../call-schema.ts'
import type { Me } from '../views.ts'
import { keepable, queryOf } from './call-filter.ts'
import { useCallViews, useDropView, useKeepView } from './call-queries.ts'
import classes from './calls.module.css'

type Properties = { readonly me: Me; readonly filter: CallFilter; readonly onChoose: (filter: CallFilter) => void }

/** Filters under names: one's own, and those that supervisors show to everybody. */
export function SavedViews({ me, filter, onChoose }: Properties) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const views = useCallViews().data?.views ?? []
  const drop = useDropView()
  const choose = (chosen: CallFilter) => {
    setOpen(false)
    onChoose(chosen)
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={340} trapFocus withRoles>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<Bookmark size={16} aria-hidden />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {t('log.views.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('log.views.title')}>
        <Stack gap="sm">
          {views.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('log.views.none')}
            </Text>
          )}
          <ul className={classes.views}>
            {views.map((view) => (
              <li key={view.id}>
                <Button
                  variant="subtle"
                  justify="start"
                  fullWidth
                  leftSection={view.isShared ? <Users size={14} aria-label={t('log.views.shared')} /> : undefined}
                  onClick={() => choose(view.filter)}
                >
                  {view.name}
                  {!view.isMine && ` (${view.owner})`}
                </Button>
                {view.isMine && (
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    size="lg"
                    aria-label={t('log.views.drop', { name: view.name })}
                    onClick={() => drop.mutate(view.id)}
                  >
                    <Trash2 size={16} aria-hidden />
                  </ActionIcon>
                )}
              </li>
            ))}
          </ul>
          {queryOf(keepable(filter)).size > 0 && <KeepForm me={me} filter={filter} onKept={() => setOpen(false)} />}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function KeepForm({ me, filter, onKept }: Omit<Properties, 'onChoose'> & { readonly onKept: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const keep = useKeepView()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '')
      keep.mutate({ name: name.trim(), isShared, filter: keepable(filter) }, { onSuccess: onKept })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          label={t('log.views.name')}
          description={filter.caller === undefined ? undefined : t('log.views.noNumber')}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {me.permissions.includes('calls:share-views') && (
          <Checkbox
            label={t('log.views.share')}
            checked={isShared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        )}
        {keep.isError && (
          <Alert color="red" role="alert">
            {t('trouble.notSaved')}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={keep.isPending} disabled={name.trim() === ''}>
            {t('log.views.keep')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
