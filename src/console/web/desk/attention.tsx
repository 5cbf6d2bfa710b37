import { Button, Group, Text } from '@mantine/core'
import { PhoneIncoming } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { request } from '../api.ts'
import { useNames } from '../site.tsx'
import { useSoftphone } from '../softphone/use-softphone.ts'
import type { Desk } from '../views.ts'
import classes from './desk.module.css'
import { useDesk } from './desk-queries.ts'
import { allowSound, ring } from './ring-sound.ts'

type Offer = NonNullable<Desk['offer']>

/** Whoever has touched the page once hears rings from then on. */
function useSoundAfterTouch(): void {
  useEffect(() => {
    const touch = () => void allowSound()
    const events = ['pointerdown', 'keydown'] as const
    for (const event of events) addEventListener(event, touch, { once: true })
    return () => {
      for (const event of events) removeEventListener(event, touch)
    }
  }, [])
}

/** Sound, the tab's title, and a notification for who looks elsewhere. */
function useRinging(offer: Offer | null): void {
  const { t } = useTranslation()
  const names = useNames()
  const id = offer?.id
  const urgent = offer !== null && offer.call.emergency !== null
  const who = offer?.call.caller ?? t('call.withheld')
  const lane = offer === null ? '' : names('lane', offer.call.lane)
  useEffect(() => {
    if (id === undefined) return
    const stop = ring(urgent)
    const title = document.title
    document.title = `☎ ${who} · ${lane}`
    const note =
      document.hidden && globalThis.Notification?.permission === 'granted'
        ? new Notification(t(urgent ? 'desk.ring.emergency' : 'desk.ring.title'), { body: `${who} · ${lane}`, tag: id })
        : null
    if (note !== null) note.onclick = () => window.focus()
    return () => {
      stop()
      note?.close()
      document.title = title
    }
  }, [id, urgent, who, lane, t])
}

const beatMs = 10_000
const isReady = (state: string) => state === 'ready' || state === 'connecting' || state === 'talking'

/** Whoever talks in this browser has the line ready on whichever page; as long as it is, the house is told so. */
function useLineHere(me: Desk['me'] | undefined): void {
  const { state, problem, start } = useSoftphone()
  const isHere = me?.deviceKind === 'browser' && me.state !== 'offline'
  const isIdle = isHere && state === 'off' && problem === null
  useEffect(() => {
    if (isIdle) void start()
  }, [isIdle, start])
  const ready = isHere && isReady(state)
  useEffect(() => {
    if (!ready) return
    const tell = () => void request('POST', '/api/presence/me/here').catch(() => {})
    tell()
    const timer = setInterval(tell, beatMs)
    return () => clearInterval(timer)
  }, [ready])
}

/** On every page of somebody who takes calls: a ring is heard and seen, wherever one is. */
export function Attention() {
  const { t } = useTranslation()
  const desk = useDesk()
  const [location] = useLocation()
  const offer = desk?.offer ?? null
  useSoundAfterTouch()
  useRinging(offer)
  useLineHere(desk?.me)
  if (offer === null || location.startsWith('/desk')) return null
  return (
    <div className={classes.attention} role="alert">
      <Group justify="space-between">
        <Group gap="sm">
          <PhoneIncoming size={20} aria-hidden />
          <Text fw={600}>
            {t('desk.ring.title')}: {offer.call.caller ?? t('call.withheld')}
          </Text>
        </Group>
        <Button component={Link} href="/desk" variant="white" color="dark">
          {t('desk.ring.open')}
        </Button>
      </Group>
    </div>
  )
}
