import { Anchor, Button, CopyButton, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ClipboardCopy, Printer, Share2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, ask } from './api.ts'
import classes from './handover.module.css'
import { Moment } from './moment.tsx'
import { Trouble } from './trouble.tsx'

type Summary = Answer<'get', '/api/emergencies/{id}/handover'>

/** What whoever takes an emergency over is told, to read out, to copy and to print. Nothing is asked before it is opened: each opening is recorded. */
export function HandOver({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['handover', id],
    queryFn: () => ask('get', '/api/emergencies/{id}/handover', { path: { id } }),
    enabled: opened,
    // Nothing of it stays behind a closed dialog, and looking away and back is no second opening.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <>
      <Button variant="default" leftSection={<Share2 size={16} aria-hidden />} onClick={() => setOpened(true)}>
        {t('emergency.handover.open')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        size="lg"
        title={t('emergency.handover.title')}
        closeButtonProps={{ 'aria-label': t('emergency.handover.close') }}
        classNames={{ inner: classes.printed, overlay: classes.screenOnly, close: classes.screenOnly }}
      >
        {error !== null && <Trouble error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <Loader />}
        {data !== undefined && <Shown summary={data} />}
      </Modal>
    </>
  )
}

function Shown({ summary }: { readonly summary: Summary }) {
  const { t } = useTranslation()
  const { kind, where, raisedAt, holder, words } = summary
  const facts = [
    ['what', kind],
    ['where', where ?? t('emergency.handover.nowhere')],
    ['number', <Callback key="number" summary={summary} />],
    ['since', <Moment key="since" at={raisedAt} seconds />],
    ['holder', holder ?? t('emergency.handover.nobody')],
    ...(words === null ? [] : ([['words', words]] as const)),
  ] as const
  return (
    <Stack>
      <Text size="sm" c="dimmed" className={classes.screenOnly}>
        {t('emergency.handover.advice')}
      </Text>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`emergency.handover.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Happened summary={summary} />
      <Group justify="flex-end" className={classes.screenOnly}>
        <CopyButton value={JSON.stringify(summary.eido, null, 2)}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<ClipboardCopy size={16} aria-hidden />} onClick={copy}>
              {t(copied ? 'emergency.handover.copied' : 'emergency.handover.copy')}
            </Button>
          )}
        </CopyButton>
        <Button leftSection={<Printer size={16} aria-hidden />} onClick={() => window.print()}>
          {t('emergency.handover.print')}
        </Button>
      </Group>
    </Stack>
  )
}

function Callback({ summary: { callback, number } }: { readonly summary: Summary }) {
  const { t } = useTranslation()
  if (callback !== 'number' || number === null) return <>{t(`emergency.handover.${callback}`)}</>
  return (
    <Anchor href={`tel:${number}`} fw={700} inherit>
      {number}
    </Anchor>
  )
}

function Happened({ summary: { rungs, timeline } }: { readonly summary: Summary }) {
  const { t } = useTranslation()
  return (
    <>
      {rungs.length > 0 && (
        <div>
          <Text fw={600}>{t('emergency.handover.called')}</Text>
          <ul className={classes.list}>
            {rungs.map(({ name, state, at }) => (
              <li key={name}>
                {name}: {t(`rung.${state}`)} <Moment at={at} seconds />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <Text fw={600}>{t('emergency.handover.told')}</Text>
        <ol className={classes.list}>
          {timeline.map(({ at, kind, says }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what has happened keeps its place
            <li key={index}>
              <Moment at={at} seconds /> {t(`event.${kind}`)}
              {said(says) !== '' && <span className={classes.says}>: {said(says)}</span>}
            </li>
          ))}
        </ol>
      </div>
    </>
  )
}

/** The facts behind the event's name, as people read them: `kind=medis` is `medis`. */
const said = (says: string): string =>
  says
    .split(' ')
    .slice(1)
    .map((fact) => fact.replace(/^[a-z]+=/, ''))
    .join(' ')
