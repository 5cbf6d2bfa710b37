import { Alert, Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './console.module.css'

/** Ten ways in for whoever loses the phone; shown this once. */
export function RecoveryCodeList({
  codes,
  onKept,
}: {
  readonly codes: readonly string[]
  readonly onKept: () => void
}) {
  const { t } = useTranslation()
  return (
    <Alert color="sea" role="status" title={t('account.codes.title')}>
      <Text size="sm" mb="sm">
        {t('account.codes.advice')}
      </Text>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button mt="sm" onClick={onKept}>
        {t('account.codes.kept')}
      </Button>
    </Alert>
  )
}
