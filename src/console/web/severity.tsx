import { Badge, Group, Text } from '@mantine/core'
import { Ear, HeartPulse, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Severity as Judged } from '../severity-schema.ts'
import { useNames } from './site.tsx'

const looks = {
  life: { color: 'red.9', Icon: HeartPulse },
  urgent: { color: 'red.8', Icon: TriangleAlert },
  silent: { color: 'dark', Icon: Ear },
  unclear: { color: 'gray.7', Icon: TriangleAlert },
} as const

/** How grave it is in one word, marked by a shape too. */
export function SeverityBadge({ of }: { readonly of: Judged['class'] }) {
  const { t } = useTranslation()
  const { color, Icon } = looks[of]
  return (
    <Badge tt="none" variant="filled" color={color} leftSection={<Icon size={12} aria-hidden />}>
      {t(`severity.class.${of}`)}
    </Badge>
  )
}

/** How grave an emergency is before anybody has heard it, and by what it was judged. */
export function Severity({ severity }: { readonly severity: Judged }) {
  const { t } = useTranslation()
  const names = useNames()
  const why = ({ because, words, kind, question, answer, count }: Judged['reasons'][number]): string => {
    if (because === 'answer')
      return `${names('question', question ?? '')}: ${names('question', `${question}=${answer}`)}`
    return t(`severity.because.${because}`, {
      words: words?.map((word) => `“${word}”`).join(', '),
      kind: names('ladder', kind ?? ''),
      count: count ?? 0,
    })
  }
  return (
    <div>
      <Group gap={6} mt={4}>
        <SeverityBadge of={severity.class} />
        {severity.silent && severity.class !== 'silent' && <SeverityBadge of="silent" />}
      </Group>
      {severity.reasons.length > 0 && (
        <Text size="sm" mt={4}>
          {severity.reasons.map(why).join(' · ')}
        </Text>
      )}
      {severity.silent && (
        <Text size="sm" fw={600}>
          {t('severity.doNotRing')}
        </Text>
      )}
    </div>
  )
}

/** Nobody has said or pressed anything on this call: whoever answers listens first. */
export function OpenLine() {
  const { t } = useTranslation()
  return (
    <Group gap={6} wrap="nowrap" align="start">
      <Ear size={18} aria-hidden />
      <Text size="sm" fw={600}>
        {t('severity.openLine')}
      </Text>
    </Group>
  )
}
