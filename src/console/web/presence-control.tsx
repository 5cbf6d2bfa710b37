import { Badge, Button, Group, Tooltip } from '@mantine/core'
import { Bell, CircleCheck, CircleOff, Coffee, PenLine, PhoneCall } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMyPresence } from './desk/my-presence.ts'
import type { AskedState, PresenceState } from './views.ts'

/** How each state looks, wherever one is shown. */
export const presenceLooks = {
  offline: { color: 'gray', Icon: CircleOff },
  paused: { color: 'orange', Icon: Coffee },
  free: { color: 'sea', Icon: CircleCheck },
  offered: { color: 'blue', Icon: Bell },
  talking: { color: 'blue', Icon: PhoneCall },
  wrap_up: { color: 'grape', Icon: PenLine },
} as const satisfies Record<PresenceState, unknown>

/** Whoever did not answer rests for some seconds, and is ready again by the clock: that is no break. */
export const presenceWord = (one: { readonly state: PresenceState; readonly thenState: AskedState | null }): string =>
  one.state === 'paused' && one.thenState === 'free' ? 'resting' : one.state

/** Which buttons are marked as chosen in which state: ringing, talking and writing are inside `free`. */
const chosen: Record<PresenceState, AskedState> = {
  offline: 'offline',
  paused: 'paused',
  free: 'free',
  offered: 'free',
  talking: 'free',
  wrap_up: 'free',
}
const choices: readonly AskedState[] = ['free', 'paused', 'offline']

/** An operator says whether calls may come; the badge says what the house made of it. */
export function PresenceControl() {
  const { t } = useTranslation()
  const { presence, want, isPending, isError } = useMyPresence()
  const state = presence?.state
  const look = state === undefined ? undefined : presenceLooks[state]
  // In mid-call a wish comes true afterwards: the button already shows what was asked.
  const asked = presence?.thenState ?? (state === undefined ? undefined : chosen[state])
  return (
    <Group gap="xs" role="group" aria-label={t('presence.label')}>
      {state !== undefined && look !== undefined && (
        <Badge
          role="status"
          size="lg"
          tt="none"
          variant="light"
          color={look.color}
          leftSection={<look.Icon size={14} aria-hidden />}
        >
          {t(`presence.state.${presenceWord({ state, thenState: presence?.thenState ?? null })}`)}
        </Badge>
      )}
      <Button.Group>
        {choices.map((choice) => (
          <Tooltip key={choice} label={t(`presence.hint.${choice}`)}>
            <Button
              px="sm"
              variant={asked === choice ? 'filled' : 'default'}
              aria-pressed={asked === choice}
              disabled={isPending || state === undefined}
              onClick={() => want(choice)}
            >
              {t(`presence.ask.${choice}`)}
            </Button>
          </Tooltip>
        ))}
      </Button.Group>
      {isError && (
        <Badge role="alert" color="red" size="lg" tt="none" variant="light">
          {t('presence.failed')}
        </Badge>
      )}
    </Group>
  )
}
