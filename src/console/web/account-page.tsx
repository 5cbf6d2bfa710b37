import { Button, Paper, Text, Title } from '@mantine/core'
import { LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { AccountProblem } from './account-problem.tsx'
import { useSignOutEverywhere } from './account-queries.ts'
import classes from './console.module.css'
import { PasswordForm } from './password-form.tsx'
import { SecondFactor } from './second-factor.tsx'

/** What people do with their own account. */
export function AccountPage() {
  const { t } = useTranslation()
  const signOut = useSignOutEverywhere()
  return (
    <>
      <Title order={1} fz="xl" mb="sm">
        {t('account.title')}
      </Title>
      <div className={classes.account}>
        <PasswordForm />
        <SecondFactor />
        <Paper withBorder p="md" component="section" aria-label={t('account.everywhere')}>
          <Title order={2} fz="md">
            {t('account.everywhere')}
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            {t('account.everywhereAdvice')}
          </Text>
          <AccountProblem error={signOut.error} />
          <Button
            variant="default"
            leftSection={<LogOut size={16} aria-hidden />}
            loading={signOut.isPending}
            onClick={() => signOut.mutate()}
          >
            {t('account.everywhere')}
          </Button>
        </Paper>
      </div>
    </>
  )
}
