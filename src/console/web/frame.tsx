import { Button, Group, SegmentedControl, Text } from '@mantine/core'
import { LogOut, PhoneCall, Ticket } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import classes from './console.module.css'
import { chooseLanguage, languages } from './language.ts'
import { PresenceControl } from './presence-control.tsx'
import { useSignOut } from './queries.ts'
import type { Me } from './views.ts'

export const places = [
  { path: '/calls', name: 'calls', permission: 'calls:read', Icon: PhoneCall },
  { path: '/tickets', name: 'tickets', permission: 'tickets:read', Icon: Ticket },
] as const

/** What stands around every page: where to go, how I am present, who I am. */
export function Frame({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const [location] = useLocation()
  const signOut = useSignOut()
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <Text fw={700} fz="lg">
          Sahut
        </Text>
        <nav className={classes.nav} aria-label={t('nav.label')}>
          {places
            .filter(({ permission }) => me.permissions.includes(permission))
            .map(({ path, name, Icon }) => (
              <Link
                key={path}
                href={path}
                className={classes.place ?? ''}
                aria-current={location.startsWith(path) ? 'page' : undefined}
              >
                <Icon size={18} aria-hidden />
                {t(`nav.${name}`)}
              </Link>
            ))}
        </nav>
        <Group gap="md" className={classes.person}>
          {me.permissions.includes('presence:own') && <PresenceControl />}
          <SegmentedControl
            size="xs"
            aria-label={t('language')}
            value={i18n.language}
            onChange={(id) => void chooseLanguage(id)}
            data={languages.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Text size="sm" fw={600}>
            {me.name}
          </Text>
          <Button
            variant="default"
            leftSection={<LogOut size={16} aria-hidden />}
            loading={signOut.isPending}
            onClick={() => signOut.mutate()}
          >
            {t('signOut')}
          </Button>
        </Group>
      </header>
      <main className={classes.main}>{children}</main>
    </div>
  )
}
