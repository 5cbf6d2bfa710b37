import { Badge } from '@mantine/core'
import { BellRing, Check, CircleDashed, PhoneCall, PhoneOff, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from './console.module.css'
import { readableDuration } from './moment.tsx'
import type { Rung } from './views.ts'

const looks = {
  waiting: { color: 'gray', Icon: CircleDashed },
  ringing: { color: 'orange', Icon: BellRing },
  talking: { color: 'blue', Icon: PhoneCall },
  accepted: { color: 'sea', Icon: Check },
  refused: { color: 'red', Icon: X },
  failed: { color: 'red', Icon: PhoneOff },
  withdrawn: { color: 'gray', Icon: PhoneOff },
  ended: { color: 'gray', Icon: PhoneOff },
} as const

/** Who is rung for help, in order, and what became of it. `now` by the server's clock. */
export function Ladder({ rungs, now }: { readonly rungs: readonly Rung[]; readonly now: number }) {
  const { t } = useTranslation()
  return (
    <ol className={classes.ladder}>
      {rungs.map(({ name, state, since, rings }) => {
        const look = looks[state ?? 'waiting']
        return (
          <li key={name}>
            <span className={classes.kind}>{name}</span>{' '}
            <Badge tt="none" variant="light" color={look.color} leftSection={<look.Icon size={12} aria-hidden />}>
              {t(`rung.${state ?? 'waiting'}`)}
              {since !== null && ` ${readableDuration((now - Date.parse(since)) / 1000)}`}
            </Badge>
            {rings > 1 && <span className={classes.rings}>{t('rung.times', { count: rings })}</span>}
          </li>
        )
      })}
    </ol>
  )
}
