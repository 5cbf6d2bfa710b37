import './words.ts'
import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, useLocation } from 'wouter'
import console from '../console.module.css'
import { adminParts } from '../places.ts'
import type { Me } from '../views.ts'
import classes from './admin.module.css'
import { AuditPage } from './audit-page.tsx'
import { DrillsPage } from './drills-page.tsx'
import { DutyPage } from './duty-page.tsx'
import { FlowsPage } from './flows-page.tsx'
import { HealthPage } from './health-page.tsx'
import { LinesPage } from './lines-page.tsx'
import { PeoplePage } from './people-page.tsx'

const pages = {
  health: HealthPage,
  people: PeoplePage,
  lines: LinesPage,
  duty: DutyPage,
  drills: DrillsPage,
  flows: FlowsPage,
  audit: AuditPage,
}

/** The administration: one part at a time, those that the person may see. */
export function AdminPage({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const [location] = useLocation()
  const mine = adminParts.filter(({ permission }) => me.permissions.includes(permission))
  const shown = mine.find(({ name }) => location === `/admin/${name}`)
  const [first] = mine
  if (shown === undefined) return <Redirect to={first === undefined ? '/account' : `/admin/${first.name}`} replace />
  const Page = pages[shown.name]
  return (
    <>
      <nav className={classes.parts} aria-label={t('admin.nav')}>
        {mine.map(({ name }) => (
          <Link
            key={name}
            href={`/admin/${name}`}
            className={console.place ?? ''}
            aria-current={name === shown.name ? 'page' : undefined}
          >
            {t(`admin.pages.${name}`)}
          </Link>
        ))}
      </nav>
      <Title order={1} fz="xl" mb="sm">
        {t(`admin.pages.${shown.name}`)}
      </Title>
      <Page me={me} />
    </>
  )
}
