import { Alert, Button, Group, Text } from '@mantine/core'
import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../site.tsx'
import classes from './desk.module.css'
import type { Field } from './draft-keeper.ts'

const isText = (field: Field) => field === 'description' || field === 'place'

/** Two have written into one field: both are shown, and a person decides. */
export function Conflict({
  field,
  mine,
  theirs,
  settle,
}: {
  readonly field: Field
  readonly mine: string
  readonly theirs: string
  readonly settle: (field: Field, value: string) => void
}) {
  const { t } = useTranslation()
  const names = useNames()
  const named = field === 'topic' || field === 'district' ? names(field, theirs) : theirs
  return (
    <Alert color="orange" role="alert" icon={<Users size={18} aria-hidden />} title={t('desk.conflict.title')}>
      <Text size="sm" className={classes.theirs}>
        {named === '' ? t('desk.conflict.emptied') : named}
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={() => settle(field, theirs)}>
          {t('desk.conflict.theirs')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => settle(field, mine)}>
          {t('desk.conflict.mine')}
        </Button>
        {isText(field) && (
          <Button size="compact-sm" variant="default" onClick={() => settle(field, `${theirs}\n${mine}`)}>
            {t('desk.conflict.both')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
