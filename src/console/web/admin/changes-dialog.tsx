import { Modal, NativeSelect, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './admin.module.css'
import { type Comparison, type Publication, useChanges } from './admin-queries.ts'
import { Loaded } from './loaded.tsx'

/** What is different, file by file: of a publication against any other, or of what waits against what is in force. */
export function ChangesDialog({
  of,
  all,
  onOf,
  onClose,
}: {
  readonly of: Comparison
  readonly all: readonly Publication[]
  readonly onOf: (of: Comparison) => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const others = 'number' in of ? all.filter(({ number }) => number !== of.number) : []
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={'number' in of ? t('admin.flows.changesOf', { number: of.number }) : t('admin.flows.changesWaiting')}
      closeButtonProps={{ 'aria-label': t('admin.close') }}
    >
      {'number' in of && (
        <NativeSelect
          mb="md"
          label={t('admin.flows.changesAgainst', { number: of.number })}
          value={of.against === null ? '' : String(of.against)}
          onChange={({ currentTarget: { value } }) =>
            onOf({ number: of.number, against: value === '' ? null : Number(value) })
          }
          data={[
            { value: '', label: t('admin.flows.before') },
            ...others.map(({ number }) => ({ value: String(number), label: t('admin.flows.number', { number }) })),
          ]}
        />
      )}
      <Loaded query={useChanges(of)}>
        {({ files }) =>
          files.length === 0 ? (
            <Text c="dimmed">{t('admin.flows.noChanges')}</Text>
          ) : (
            files.map(({ file, change, text }) => (
              <section key={file} aria-label={file}>
                <Title order={3} fz="sm" my="xs">
                  {file} ({t(`admin.flows.file.${change}`)})
                </Title>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
                <pre className={classes.difference} tabIndex={0}>
                  {text}
                </pre>
              </section>
            ))
          )
        }
      </Loaded>
    </Modal>
  )
}
