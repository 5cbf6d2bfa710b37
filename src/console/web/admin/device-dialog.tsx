import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AdminProblem } from './admin-problem.tsx'
import { type Device, type Person, useSetDevice } from './people-queries.ts'

type Kind = Device['kind']
const kinds: readonly Kind[] = ['browser', 'number', 'sip']

const kindOf = (device: string | null): Kind =>
  device === null || device === 'browser' ? 'browser' : device.startsWith('sip') ? 'sip' : 'number'

function deviceOf(kind: Kind, address: string): Device {
  const written = address.trim()
  if (kind === 'number') return { kind, number: written }
  return kind === 'sip' ? { kind, uri: written } : { kind }
}

/** Which phone rings for somebody. */
export function DeviceDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState(kindOf(person.device))
  const [address, setAddress] = useState(person.device === 'browser' ? '' : (person.device ?? ''))
  const set = useSetDevice(person.login)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate(deviceOf(kind, address), { onSuccess: onClose })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={t('admin.people.deviceOf', { name: person.name })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Radio.Group label={t('admin.people.deviceKind')} value={kind} onChange={(chosen) => setKind(chosen as Kind)}>
            <Stack gap="xs" mt="xs">
              {kinds.map((one) => (
                <Radio key={one} value={one} label={t(`admin.people.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {kind !== 'browser' && (
            <TextInput
              label={t(`admin.people.${kind}`)}
              description={t(`admin.people.${kind}Hint`)}
              inputMode={kind === 'number' ? 'tel' : 'text'}
              autoComplete="off"
              maxLength={200}
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
              required
            />
          )}
          <AdminProblem error={set.error} of="people" />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={set.isPending}>
              {t('admin.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
