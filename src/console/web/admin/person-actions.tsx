import { Button, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AdminProblem } from './admin-problem.tsx'
import { DeviceDialog } from './device-dialog.tsx'
import { type Deed, deeds, type OneTime, type Person, useDeed } from './people-queries.ts'

/** What makes sense for this person now. One's own ways in are kept on one's own page. */
function fits(deed: Deed, { disabledAt, hasSecondFactor }: Person, isMe: boolean): boolean {
  if (deed === 'openAccount') return disabledAt !== null
  if (disabledAt !== null || isMe) return false
  return deed !== 'removeFactor' || hasSecondFactor
}

/** Everything that is not written in the form: ways in and out, and the phone. */
export function PersonActions({
  person,
  isMe,
  onGiven,
}: {
  readonly person: Person
  readonly isMe: boolean
  readonly onGiven: (given: { readonly name: string; readonly oneTime: OneTime }) => void
}) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Deed | 'device' | null>(null)
  const close = () => setAsked(null)
  return (
    <>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" px="sm" aria-label={t('admin.people.more', { name: person.name })}>
            <Ellipsis size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsked('device')}>{t('admin.people.changeDevice')}</Menu.Item>
          {deeds
            .filter((deed) => fits(deed, person, isMe))
            .map((deed) => (
              <Menu.Item key={deed} onClick={() => setAsked(deed)}>
                {t(`admin.people.${deed}`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {asked === 'device' && <DeviceDialog person={person} onClose={close} />}
      {asked !== null && asked !== 'device' && (
        <ConfirmDeed deed={asked} person={person} onClose={close} onGiven={onGiven} />
      )}
    </>
  )
}

function ConfirmDeed({
  deed,
  person,
  onClose,
  onGiven,
}: {
  readonly deed: Deed
  readonly person: Person
  readonly onClose: () => void
  readonly onGiven: (given: { readonly name: string; readonly oneTime: OneTime }) => void
}) {
  const { t } = useTranslation()
  const { name, login } = person
  const doing = useDeed(login)
  const confirm = () =>
    doing.mutate(deed, {
      onSuccess: (oneTime) => {
        onClose()
        if (oneTime !== null) onGiven({ name, oneTime })
      },
    })
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={t(`admin.people.${deed}`)}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <Stack>
        <Text size="sm">{t(`admin.people.confirm.${deed}`, { name })}</Text>
        <AdminProblem error={doing.error} of="people" />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button loading={doing.isPending} onClick={confirm} data-autofocus>
            {t(`admin.people.${deed}`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
