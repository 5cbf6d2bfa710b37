import { Alert, Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountProblem } from './account-problem.tsx'
import { useChangePassword } from './account-queries.ts'

/** A new password for oneself. Typed twice, because it is not seen. */
export function PasswordForm() {
  const { t } = useTranslation()
  const [present, setPresent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const change = useChangePassword()
  const differ = again !== '' && again !== password
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (differ) return
    change.mutate(
      { present, password },
      {
        onSuccess: () => {
          setPresent('')
          setPassword('')
          setAgain('')
        },
      },
    )
  }
  const eye = { 'aria-label': t('signIn.show') }
  return (
    <Paper withBorder p="md" component="section" aria-label={t('account.password')}>
      <Title order={2} fz="md">
        {t('account.password')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('account.passwordAdvice')}
      </Text>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PasswordInput
            label={t('account.present')}
            autoComplete="current-password"
            visibilityToggleButtonProps={eye}
            value={present}
            onChange={(event) => setPresent(event.currentTarget.value)}
            required
          />
          <PasswordInput
            label={t('account.new')}
            description={t('account.newHint')}
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
          />
          <PasswordInput
            label={t('account.again')}
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            error={differ ? t('account.differ') : undefined}
            required
          />
          <AccountProblem error={change.error} />
          {change.isSuccess && (
            <Alert color="sea" role="status">
              {t('account.changed')}
            </Alert>
          )}
          <Button type="submit" loading={change.isPending}>
            {t('account.change')}
          </Button>
        </Stack>
      </form>
    </Paper>
  )
}
