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
import { readableDuration } from './moment.tsx'
import { useSignIn } from './queries.ts'
import { useNow } from './ticking.ts'

export function SignIn() {
  const { t, i18n } = useTranslation()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  const signIn = useSignIn()
  const wait = useWait(signIn.error, signIn.submittedAt)
  const word = signIn.error instanceof ApiProblem ? signIn.error.word : ''

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = { login: login.trim().toLowerCase(), password, ...(asksCode ? { code } : {}) }
    signIn.mutate(given, {
      onError: (error) => {
        if (!(error instanceof ApiProblem)) return
        if (error.word === 'code_wanted') setAsksCode(true)
        if (error.word === 'wrong_code') setCode('')
      },
    })
  }
  const again = () => {
    setAsksCode(false)
    setCode('')
    signIn.reset()
  }
  return (
    <Center mih="100dvh" p="md" bg="light-dark(var(--mantine-color-gray-1), var(--mantine-color-dark-8))">
      <Stack w="100%" maw={400} component="main">
        <Paper withBorder p="xl">
          <Title order={1} fz="xl">
            Sahut
          </Title>
          <Text c="dimmed" mb="lg">
            {t(asksCode ? 'signIn.codeWelcome' : 'signIn.welcome')}
          </Text>
          <form onSubmit={submit}>
            <Stack>
              {asksCode ? (
                <TextInput
                  key="code"
                  size="md"
                  label={t('signIn.code')}
                  description={t('signIn.codeHint')}
                  autoComplete="one-time-code"
                  autoCapitalize="characters"
                  value={code}
                  onChange={(event) => setCode(event.currentTarget.value)}
                  required
                  autoFocus
                />
              ) : (
                <>
                  <TextInput
                    size="md"
                    label={t('signIn.login')}
                    autoComplete="username"
                    autoCapitalize="none"
                    value={login}
                    onChange={(event) => setLogin(event.currentTarget.value)}
                    required
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
                </>
              )}
              {signIn.isError && word !== 'code_wanted' && (word !== 'too_often' || wait > 0) && (
                <Alert color="red" role="alert">
                  {t(`signIn.${problemOf(signIn.error)}`, { duration: readableDuration(wait) })}
                </Alert>
              )}
              <Button type="submit" size="md" loading={signIn.isPending} disabled={wait > 0}>
                {t('signIn.enter')}
              </Button>
              {asksCode && (
                <Button variant="subtle" onClick={again}>
                  {t('signIn.again')}
                </Button>
              )}
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

/** Seconds that are left to wait after being refused as too often; 0 when there is nothing to wait for. */
function useWait(error: Error | null, refusedAt: number): number {
  const now = useNow()
  const seconds = error instanceof ApiProblem && error.word === 'too_often' ? error.retryAfterSeconds : 0
  return Math.max(0, Math.ceil((refusedAt + seconds * 1000 - now) / 1000))
}

function problemOf(error: Error): 'wrong' | 'wrongCode' | 'tooOften' | 'unreachable' {
  if (!(error instanceof ApiProblem)) return 'unreachable'
  if (error.status === 429) return 'tooOften'
  if (error.word === 'wrong_code') return 'wrongCode'
  return error.status >= 400 && error.status < 500 ? 'wrong' : 'unreachable'
}
