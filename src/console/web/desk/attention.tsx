import { Button, Group, Text } from '@mantine/core'
import { PhoneIncoming } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useNames } from '../site.tsx'
import type { Desk } from '../views.ts'
import classes from './desk.module.css'
import { useDesk } from './desk-queries.ts'
import { useLineHere } from './line-here.ts'
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

/** On every page of somebody who takes calls: a ring is heard and seen, wherever one is. */
export function Attention() {
  const { t } = useTranslation()
  const desk = useDesk()
  const [location] = useLocation()
  const offer = desk?.offer ?? null
  useSoundAfterTouch()
  useRinging(offer)
  useLineHere(desk?.me)
  if (offer === null) return null
  const words = `${t(offer.call.emergency === null ? 'desk.ring.title' : 'desk.ring.emergency')}: ${offer.call.caller ?? t('call.withheld')}`
  // The desk shows it itself; whoever does not see it is told.
  if (location.startsWith('/desk'))
    return (
      <div className={classes.unseen} role="alert">
        {words}
      </div>
    )
  return (
    <div className={classes.attention} role="alert">
      <Group justify="space-between">
        <Group gap="sm">
          <PhoneIncoming size={20} aria-hidden />
          <Text fw={600}>{words}</Text>
        </Group>
        <Button component={Link} href="/desk" variant="white" color="dark">
          {t('desk.ring.open')}
        </Button>
      </Group>
    </div>
  )
}
