import {
  Alert,
  Button,
  Center,
  Paper,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from './api.ts'
import { chooseLanguage, languages } from './language.ts'
import { useSignIn } from './queries.ts'

export function SignIn() {
  const { t, i18n } = useTranslation()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSignIn()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ login: login.trim().toLowerCase(), password })
  }
  return (
    <Center mih="100dvh" p="md" bg="light-dark(var(--mantine-color-gray-1), var(--mantine-color-dark-8))">
      <Stack w="100%" maw={400} component="main">
        <Paper withBorder p="xl">
          <Title order={1} fz="xl">
            Sahut
          </Title>
          <Text c="dimmed" mb="lg">
            {t('signIn.welcome')}
          </Text>
          <form onSubmit={submit}>
            <Stack>
              <TextInput
                size="md"
                label={t('signIn.login')}
                autoComplete="username"
                autoCapitalize="none"
                value={login}
                onChange={(event) => setLogin(event.currentTarget.value)}
                required
                data-autofocus
                autoFocus
              />
              <PasswordInput
                size="md"
                label={t('signIn.password')}
                autoComplete="current-password"
                visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                required
              />
              {signIn.isError && (
                <Alert color="red" role="alert">
                  {t(`signIn.${problemOf(signIn.error)}`)}
                </Alert>
              )}
              <Button type="submit" size="md" loading={signIn.isPending}>
                {t('signIn.enter')}
              </Button>
            </Stack>
          </form>
        </Paper>
        <SegmentedControl
          aria-label={t('language')}
          value={i18n.language}
          onChange={(id) => void chooseLanguage(id)}
          data={languages.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Stack>
    </Center>
  )
}

function problemOf(error: Error): 'wrong' | 'tooOften' | 'unreachable' {
  if (!(error instanceof ApiProblem)) return 'unreachable'
  if (error.status === 429) return 'tooOften'
  return error.status >= 400 && error.status < 500 ? 'wrong' : 'unreachable'
}
