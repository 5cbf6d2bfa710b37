import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { tagOf } from './language.ts'
import { useSite, zoneName } from './site.tsx'
import { useNow } from './ticking.ts'

/** The region's time, with its name: every time on the pages is meant so. */
export function WallClock() {
  const { t, i18n } = useTranslation()
  const { zone } = useSite()
  const now = useNow(5000)
  const clock = new Intl.DateTimeFormat(tagOf(i18n.language), { hour: '2-digit', minute: '2-digit', timeZone: zone })
  return (
    <Text size="sm" c="dimmed" title={t('clock')} style={{ fontVariantNumeric: 'tabular-nums' }}>
      {clock.format(now)} {zoneName(zone)}
    </Text>
  )
}
