import { Badge, Group, Text } from '@mantine/core'
import { Headset, LayoutDashboard, PhoneCall, Settings, Siren, Ticket } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import classes from './console.module.css'
import { Attention } from './desk/attention.tsx'
import { NotLive } from './live.tsx'
import { useLiveStream } from './live-stream.ts'
import { PersonMenu } from './person-menu.tsx'
import { places } from './places.ts'
import { PresenceControl } from './presence-control.tsx'
import { useEmergencies } from './queries.ts'
import { AlarmBanner } from './room/alarm-banner.tsx'
import type { Me } from './views.ts'
import { WallClock } from './wall-clock.tsx'

const icons = {
  desk: Headset,
  room: LayoutDashboard,
  calls: PhoneCall,
  tickets: Ticket,
  emergencies: Siren,
  admin: Settings,
}

/** Events of the live stream that carry data of their own. */
const liveChannels: readonly string[] = ['desk', 'room']

/** How many emergencies nobody has: beside the name of their page, wherever one is. */
function Unanswered() {
  const { t } = useTranslation()
  const { data } = useEmergencies(true)
  const count = data?.emergencies.filter(({ state }) => state !== 'acknowledged').length ?? 0
  if (count === 0) return null
  return (
    <Badge color="red.8" variant="filled" role="status" aria-label={t('emergency.unanswered', { count })}>
      {count}
    </Badge>
  )
}

/** On a phone the row of pages is wider than the screen: where I am stands in it, also when the badge beside it grows. */
function useHereInRow(nav: RefObject<HTMLElement | null>, location: string): void {
  useEffect(() => {
    const row = nav.current
    const here = location === '' ? null : row?.querySelector<HTMLElement>('[aria-current]')
    if (!row || !here) return
    const sizes = new ResizeObserver(() => {
      const left = here.getBoundingClientRect().left - row.getBoundingClientRect().left
      row.scrollLeft += left - (row.clientWidth - here.offsetWidth) / 2
    })
    sizes.observe(here)
    return () => sizes.disconnect()
  }, [nav, location])
}

/** What stands around every page: where to go, how I am present, what time it is in the region, who I am. */
export function Frame({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  const { t } = useTranslation()
  const [location] = useLocation()
  useLiveStream(liveChannels)
  const nav = useRef<HTMLElement>(null)
  useHereInRow(nav, location)
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <Text fw={700} fz="lg">
          Sahut
        </Text>
        <nav ref={nav} className={classes.nav} aria-label={t('nav.label')}>
          {places
            .filter(({ permission }) => me.permissions.includes(permission))
            .map(({ name }) => {
              const Icon = icons[name]
              return (
                <Link
                  key={name}
                  href={`/${name}`}
                  className={classes.place ?? ''}
                  aria-current={location.startsWith(`/${name}`) ? 'page' : undefined}
                >
                  <Icon size={18} aria-hidden />
                  {t(`nav.${name}`)}
                  {name === 'emergencies' && <Unanswered />}
                </Link>
              )
            })}
        </nav>
        <Group gap="xs" className={classes.person}>
          {me.permissions.includes('presence:own') && <PresenceControl />}
          <WallClock />
          <PersonMenu me={me} />
        </Group>
      </header>
      <NotLive />
      {me.permissions.includes('presence:own') && <Attention />}
      {me.permissions.includes('presence:read') && <AlarmBanner me={me} />}
      <main className={classes.main}>{children}</main>
    </div>
  )
}
