import { Alert, Badge, Button, Divider, Group, Kbd, Paper, Stack, Text, Title } from '@mantine/core'
import { Mic, MicOff, Pause, PhoneCall, PhoneOff, Play, SignalLow } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api.ts'
import { useSoftphone } from '../softphone/use-softphone.ts'
import type { Desk, Me } from '../views.ts'
import { BringIn } from './bring-in.tsx'
import { Caller, Heard } from './caller-facts.tsx'
import { Captions } from './captions.tsx'
import { Since } from './counting.tsx'
import classes from './desk.module.css'
import { useConversation } from './desk-queries.ts'
import { keys, useShortcut } from './shortcut.ts'

type Conversation = NonNullable<Desk['conversation']>

/** With whom I talk, and what can be done about it. */
export function ConversationPanel({
  conversation,
  desk,
  me,
}: {
  readonly conversation: Conversation
  readonly desk: Desk
  readonly me: Me
}) {
  const { t } = useTranslation()
  const { call } = conversation
  return (
    <Paper withBorder p="md" component="section" aria-label={t('desk.talk.title')} className={classes.talk}>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <PhoneCall size={20} aria-hidden />
            <Title order={2} fz="md">
              {t('desk.talk.title')}
            </Title>
          </Group>
          <Text fw={700} fz="lg" role="timer" aria-label={t('desk.talk.since')}>
            <Since at={conversation.since} />
          </Text>
        </Group>
        <Caller call={call} />
        <Controls conversation={conversation} desk={desk} />
        <People conversation={conversation} />
        <Captions />
        <Divider />
        <Heard call={call} me={me} />
      </Stack>
    </Paper>
  )
}

function Controls({ conversation, desk }: { readonly conversation: Conversation; readonly desk: Desk }) {
  const { t } = useTranslation()
  const softphone = useSoftphone()
  const deed = useConversation(conversation.id)
  const isHere = desk.me.deviceKind === 'browser'
  const hold = () => deed.mutate({ deed: 'hold', on: !conversation.held })
  const mute = () => softphone.mute(!softphone.isMuted)
  const end = () => deed.mutate({ deed: 'end' })
  useShortcut(keys.hold, hold)
  useShortcut(keys.mute, isHere ? mute : null)
  useShortcut(keys.end, end)
  return (
    <Stack gap="xs">
      {isHere && softphone.state === 'lost' && (
        <Alert color="orange" role="alert" title={t('desk.talk.lost')}>
          {t('desk.talk.lostAdvice')}
        </Alert>
      )}
      {isHere && softphone.quality === 'poor' && (
        <Alert color="orange" role="status" icon={<SignalLow size={18} aria-hidden />}>
          {t('desk.talk.poor')}
        </Alert>
      )}
      {deed.isError && (
        <Alert color="red" role="alert">
          {t(`desk.talk.problem.${wordOf(deed.error)}`, { defaultValue: t('desk.talk.failed') })}
        </Alert>
      )}
      <div className={classes.controls}>
        <Control
          shortcut={keys.hold}
          pressed={conversation.held}
          Icon={conversation.held ? Play : Pause}
          label={t(conversation.held ? 'desk.talk.unhold' : 'desk.talk.hold')}
          act={hold}
        />
        {isHere && (
          <Control
            shortcut={keys.mute}
            pressed={softphone.isMuted}
            Icon={softphone.isMuted ? MicOff : Mic}
            label={t(softphone.isMuted ? 'desk.talk.unmute' : 'desk.talk.mute')}
            act={mute}
          />
        )}
        <BringIn
          conversation={conversation}
          bring={(what, id) => deed.mutate({ deed: 'bring-in', what, ...(id === undefined ? {} : { id }) })}
        />
        <Control shortcut={keys.end} Icon={PhoneOff} label={t('desk.talk.end')} act={end} danger />
      </div>
    </Stack>
  )
}

function Control({
  shortcut,
  pressed,
  Icon,
  label,
  act,
  danger = false,
}: {
  readonly shortcut: string
  readonly pressed?: boolean
  readonly Icon: typeof Pause
  readonly label: string
  readonly act: () => void
  readonly danger?: boolean
}) {
  return (
    <Button
      variant={pressed === true ? 'filled' : danger ? 'light' : 'default'}
      {...(danger ? { color: 'red' } : {})}
      leftSection={<Icon size={18} aria-hidden />}
      rightSection={<Kbd className={classes.onButton}>{shortcut}</Kbd>}
      justify="space-between"
      px="sm"
      className={danger ? classes.wide : undefined}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      onClick={act}
    >
      {label}
    </Button>
  )
}

const wordOf = (error: Error) => (error instanceof ApiProblem ? error.word : '')

/** Everybody who is in it, or on the way. A citizen who is called back is rung first. */
function People({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation()
  const { held } = conversation
  const ring = conversation.with.find(({ purpose }) => purpose === 'callback')
  const others = conversation.with.filter((each) => each !== ring)
  const citizen = ring?.state ?? 'talking'
  return (
    <ul className={classes.people} aria-label={t('desk.talk.with')}>
      <li>
        <Text size="sm">{t('desk.talk.citizen')}</Text>
        <Badge tt="none" variant="light" color={held || citizen !== 'talking' ? 'orange' : 'sea'}>
          {t(held ? 'desk.talk.held' : `desk.talk.state.${citizen}`)}
        </Badge>
      </li>
      {others.map(({ leg, who, purpose, state, mine, muted }) => (
        <li key={leg}>
          <Text size="sm">
            {who ?? t(`legs.${purpose}`, { defaultValue: purpose })}
            {mine && ` (${t('desk.talk.me')})`}
          </Text>
          <Badge
            tt="none"
            variant="light"
            color={state === 'failed' ? 'red' : state === 'talking' && !muted ? 'sea' : 'orange'}
          >
            {t(muted ? 'desk.talk.muted' : `desk.talk.state.${state}`)}
          </Badge>
        </li>
      ))}
    </ul>
  )
}
