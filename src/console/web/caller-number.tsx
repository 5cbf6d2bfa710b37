import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOpenCitizen } from './queries.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import type { Me } from './views.ts'

/** A caller as everybody may see: masked. Who may open the number gives a reason, which is kept with the name. */
export function CallerNumber({
  caller,
  citizenId,
  me,
}: {
  readonly caller: string | null
  readonly citizenId: string | null
  readonly me: Me
}) {
  const { t } = useTranslation()
  return (
    <Group gap="sm">
      <span>{caller ?? t('call.withheld')}</span>
      {citizenId !== null && me.permissions.includes('citizens:open') && <Opening citizenId={citizenId} />}
    </Group>
  )
}

function Opening({ citizenId }: { readonly citizenId: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const open = useOpenCitizen(citizenId)
  const close = () => {
    setOpened(false)
    // Nothing of it stays behind a closed dialog.
    open.reset()
  }
  const address = open.data?.address
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<KeyRound size={14} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('number.open')}
      </Button>
      <ReasonDialog
        title={t('number.title')}
        advice={t('number.advice')}
        confirm={t('number.confirm')}
        opened={opened}
        isPending={open.isPending}
        problem={open.isError ? t('number.failed') : null}
        onConfirm={(reason) => open.mutate(reason)}
        onClose={close}
        done={
          address === undefined ? undefined : (
            <Stack role="status">
              {address.startsWith('+') ? (
                <Anchor href={`tel:${address}`} fz="xl" fw={700}>
                  {address}
                </Anchor>
              ) : (
                <Text fz="xl" fw={700}>
                  {address}
                </Text>
              )}
              <Text size="sm">{t('number.recorded')}</Text>
              <Button onClick={close}>{t('number.hide')}</Button>
            </Stack>
          )
        }
      />
    </>
  )
}
