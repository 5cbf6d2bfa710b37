import { Button, Checkbox, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSite } from '../site.tsx'
import classes from './admin.module.css'
import { AdminProblem } from './admin-problem.tsx'
import { type OneTime, type Person, type Role, useAddPerson, useChangePerson } from './people-queries.ts'

const roles: readonly Role[] = ['operator', 'supervisor', 'coordinator', 'agency', 'administrator']
/** The languages that are spoken most, and what visitors speak; whoever has another keeps it. */
const tongues = ['min', 'jav', 'sun', 'mad', 'bug', 'bjn', 'ban', 'ace', 'bbc', 'eng', 'zho']

type Form = {
  readonly login: string
  readonly name: string
  readonly roles: readonly string[]
  readonly agencyId: string
  readonly languages: readonly string[]
  readonly skills: readonly string[]
}

const formOf = (person: Person | null): Form => ({
  login: person?.login ?? '',
  name: person?.name ?? '',
  roles: person?.roles ?? ['operator'],
  agencyId: person?.agencyId ?? '',
  languages: person?.languages ?? [],
  skills: person?.skills ?? [],
})

/** Adds somebody (`person` null), or changes what an account says of its person. */
export function PersonDialog({
  person,
  onClose,
  onAdded,
}: {
  readonly person: Person | null
  readonly onClose: () => void
  readonly onAdded: (given: { readonly name: string; readonly oneTime: OneTime }) => void
}) {
  const { t } = useTranslation()
  const { agencies, lanes } = useSite()
  const [form, setForm] = useState(() => formOf(person))
  const set = (more: Partial<Form>) => setForm((before) => ({ ...before, ...more }))
  const [add, change] = [useAddPerson(), useChangePerson(person?.login ?? '')]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { login, name } = form
    const agencyId = form.agencyId === '' ? null : form.agencyId
    const lists = { roles: form.roles as Role[], languages: [...form.languages], skills: [...form.skills] }
    const told = { name, agencyId, ...lists }
    if (person !== null) change.mutate(told, { onSuccess: onClose })
    else
      add.mutate(
        { login, ...told },
        {
          onSuccess: (added) => {
            onClose()
            onAdded({ name: added.person.name, oneTime: added.oneTime })
          },
        },
      )
  }
  const agencyChoices = agencies.map(({ id, name }) => ({ value: id, label: name }))
  const spoken = [...new Set([...tongues, ...form.languages])]
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={person === null ? t('admin.people.addTitle') : t('admin.people.editTitle', { name: person.name })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form onSubmit={submit}>
        <Stack>
          {person === null && (
            <TextInput
              label={t('admin.people.login')}
              description={t('admin.people.loginHint')}
              autoCapitalize="none"
              autoComplete="off"
              maxLength={40}
              value={form.login}
              onChange={(event) => set({ login: event.currentTarget.value })}
              required
              data-autofocus
            />
          )}
          <TextInput
            label={t('admin.people.name')}
            autoComplete="off"
            maxLength={100}
            value={form.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            required
          />
          <Choices
            label={t('admin.people.roles')}
            value={form.roles}
            onChange={(chosen) => set({ roles: chosen })}
            choices={roles.map((role) => ({ value: role, label: t(`admin.people.role.${role}`) }))}
          />
          <NativeSelect
            label={t('admin.people.agency')}
            description={t('admin.people.agencyHint')}
            value={form.agencyId}
            onChange={(event) => set({ agencyId: event.currentTarget.value })}
            data={[{ value: '', label: t('admin.people.noAgency') }, ...agencyChoices]}
          />
          <Choices
            label={t('admin.people.languages')}
            description={t('admin.people.languagesHint')}
            value={form.languages}
            onChange={(chosen) => set({ languages: chosen })}
            choices={spoken.map((one) => ({
              value: one,
              label: t(`admin.people.tongue.${one}`, { defaultValue: one }),
            }))}
          />
          <Choices
            label={t('admin.people.skills')}
            description={t('admin.people.skillsHint')}
            value={form.skills}
            onChange={(chosen) => set({ skills: chosen })}
            choices={lanes.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <AdminProblem error={add.error ?? change.error} of="people" />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={add.isPending || change.isPending}>
              {person === null ? t('admin.people.add') : t('admin.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Choices({
  label,
  description,
  value,
  onChange,
  choices,
}: {
  readonly label: string
  readonly description?: string
  readonly value: readonly string[]
  readonly onChange: (chosen: string[]) => void
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}) {
  return (
    <Checkbox.Group label={label} description={description} value={[...value]} onChange={onChange}>
      <div className={classes.choices}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
