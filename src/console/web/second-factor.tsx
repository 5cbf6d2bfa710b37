import { Badge, Button, Code, Group, Image, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountProblem } from './account-problem.tsx'
import { useBeginFactor, useConfirmFactor, useRemoveFactor, useRenewCodes, useSecondFactor } from './account-queries.ts'
import { Moment } from './moment.tsx'
import { PasswordAgain } from './password-again.tsx'
import { RecoveryCodeList } from './recovery-codes.tsx'
import type { BegunFactor } from './views.ts'

type Asking = 'nothing' | 'begin' | 'renew' | 'remove'

/** Codes from the person's phone beside the password: off, being set up, or on. */
export function SecondFactor() {
  const { t } = useTranslation()
  const factor = useSecondFactor()
  const [asking, setAsking] = useState<Asking>('nothing')
  const [begun, setBegun] = useState<BegunFactor | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [begin, renew, remove] = [useBeginFactor(), useRenewCodes(), useRemoveFactor()]
  const stop = () => {
    setAsking('nothing')
    for (const deed of [begin, renew, remove]) deed.reset()
  }
  const deeds = {
    begin: {
      ...begin,
      ask: (password: string) => begin.mutate(password, { onSuccess: setBegun }),
    },
    renew: {
      ...renew,
      ask: (password: string) => renew.mutate(password, { onSuccess: (given) => setCodes(given.recoveryCodes) }),
    },
    remove: { ...remove, ask: (password: string) => remove.mutate(password) },
  } as const
  const deed = asking === 'nothing' ? null : deeds[asking]
  const { on = false, since = null, recoveryCodesLeft = 0 } = factor.data ?? {}

  return (
    <Paper withBorder p="md" component="section" aria-label={t('account.factor.title')}>
      <Group justify="space-between">
        <Title order={2} fz="md">
          {t('account.factor.title')}
        </Title>
        {factor.data !== undefined && (
          <Badge tt="none" variant="light" color={on ? 'sea' : 'gray'}>
            {t(on ? 'account.factor.on' : 'account.factor.off')}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {t('account.factor.advice')}
      </Text>
      <Stack gap="sm">
        {on && since !== null && (
          <Text size="sm">
            {t('account.factor.since')} <Moment at={since} /> · {t('account.codes.left', { count: recoveryCodesLeft })}
          </Text>
        )}
        {codes !== null && <RecoveryCodeList codes={codes} onKept={() => setCodes(null)} />}
        {begun !== null && (
          <SettingUp
            begun={begun}
            onDone={(given) => {
              setBegun(null)
              setCodes(given)
            }}
            onCancel={() => setBegun(null)}
          />
        )}
        {deed !== null && !deed.isSuccess && asking !== 'nothing' && (
          <PasswordAgain
            confirm={t(`account.factor.${asking}`)}
            isPending={deed.isPending}
            onConfirm={deed.ask}
            onCancel={stop}
          >
            <AccountProblem error={deed.error} />
          </PasswordAgain>
        )}
        {(deed === null || deed.isSuccess) && begun === null && factor.data !== undefined && (
          <Group gap="sm">
            {(on ? (['renew', 'remove'] as const) : (['begin'] as const)).map((wish) => (
              <Button
                key={wish}
                variant="default"
                onClick={() => {
                  stop()
                  setAsking(wish)
                }}
              >
                {t(`account.factor.${wish}`)}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
    </Paper>
  )
}

/** The picture for the phone, and the first code, which turns it on. */
function SettingUp({
  begun,
  onDone,
  onCancel,
}: {
  readonly begun: BegunFactor
  readonly onDone: (codes: readonly string[]) => void
  readonly onCancel: () => void
}) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const confirm = useConfirmFactor()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate(code.replaceAll(/\s/g, ''), { onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes) })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t('account.factor.photograph')}</Text>
        <Image src={begun.picture} alt={t('account.factor.picture')} w={220} h={220} fit="contain" />
        <Text size="sm">
          {t('account.factor.type')} <Code>{begun.secret.match(/.{1,4}/g)?.join(' ')}</Code>
        </Text>
        <TextInput
          label={t('account.factor.first')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          required
        />
        <AccountProblem error={confirm.error} />
        <Group gap="sm">
          <Button type="submit" loading={confirm.isPending}>
            {t('account.factor.confirm')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
