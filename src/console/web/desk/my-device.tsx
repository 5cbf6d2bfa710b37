import { Alert, Badge, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { Monitor, Phone } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DeviceCheck } from '../softphone/device-check.tsx'
import { useSoftphone } from '../softphone/use-softphone.ts'
import type { Desk } from '../views.ts'
import { useMyPresence } from './my-presence.ts'

const asked = {
  offline: 'offline',
  paused: 'paused',
  free: 'free',
  offered: 'free',
  talking: 'free',
  wrap_up: 'free',
} as const

/** By what I am reached: this browser, or a phone. */
export function MyDevice({ desk }: { readonly desk: Desk }) {
  const { t } = useTranslation()
  const { want, isPending } = useMyPresence()
  const [choosing, setChoosing] = useState(false)
  const { deviceKind, device, state } = desk.me
  const isHere = deviceKind === 'browser' || deviceKind === null
  const present = desk.me.thenState ?? asked[state]
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap">
        <Group gap="xs" wrap="nowrap">
          {isHere ? <Monitor size={18} aria-hidden /> : <Phone size={18} aria-hidden />}
          <Text size="sm" fw={500}>
            {isHere ? t('desk.device.browser') : t('desk.device.phone', { device })}
          </Text>
        </Group>
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          disabled={isPending}
          onClick={() => (isHere ? setChoosing(true) : want(present, { kind: 'browser' }))}
        >
          {t(isHere ? 'desk.device.usePhone' : 'desk.device.useBrowser')}
        </Button>
      </Group>
      {isHere && <LineState wanted={state !== 'offline'} />}
      <OtherPhone
        opened={choosing}
        onClose={() => setChoosing(false)}
        onChoose={(number) => {
          want(present, { kind: 'number', number })
          setChoosing(false)
        }}
      />
    </Stack>
  )
}

/** Whether this browser can take a call this moment. A page that was opened anew has to be let at the microphone again. */
function LineState({ wanted }: { readonly wanted: boolean }) {
  const { t } = useTranslation()
  const { state, problem, missing, start } = useSoftphone()
  const isReady = state === 'ready' || state === 'talking' || state === 'connecting'
  return (
    <>
      <Group gap="xs">
        <Badge tt="none" variant="light" color={isReady ? 'sea' : wanted ? 'orange' : 'gray'}>
          {t(`desk.line.state.${state}`)}
        </Badge>
        {wanted && (state === 'off' || state === 'lost') && (
          <Button size="compact-sm" onClick={() => void start()}>
            {t('desk.line.start')}
          </Button>
        )}
        <DeviceCheck />
      </Group>
      {problem !== null && (
        <Alert color="red" role="alert" p="xs">
          {t(`desk.line.problem.${problem}`)}
          {missing.length > 0 && ` (${missing.join(', ')})`}
        </Alert>
      )}
    </>
  )
}

const looksLikeANumber = /^\+[1-9][0-9]{6,14}$/

function OtherPhone({
  opened,
  onClose,
  onChoose,
}: {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onChoose: (number: string) => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const number = typed.replaceAll(/[\s-]/g, '').replace(/^0/, '+62')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (looksLikeANumber.test(number)) onChoose(number)
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('desk.device.title')}
      centered
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('desk.device.number')}
            description={t('desk.device.hint')}
            type="tel"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={!looksLikeANumber.test(number)}>
              {t('desk.device.choose')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
