import { Badge, Button, Group, Modal, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { PhoneOutgoing } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../moment.tsx'
import { AdminProblem } from './admin-problem.tsx'
import {
  type AdminPhone,
  type AdminSite,
  type DutyTest,
  useAdminSite,
  useDutyTests,
  useTryDutyPhone,
} from './admin-queries.ts'
import { Source } from './lines-page.tsx'
import { Loaded } from './loaded.tsx'

/** Duty numbers and ladders as the files say them, each with a test call. */
export function DutyPage() {
  return <Loaded query={useAdminSite()}>{(site) => <Shown site={site} />}</Loaded>
}

type Row = AdminPhone & { readonly accepts?: 'key' | 'talk'; readonly during?: string | null }
type Listed = { readonly label: string; readonly phones: readonly Row[]; readonly notes: readonly string[] }

function Shown({ site }: { readonly site: AdminSite }) {
  const { t } = useTranslation()
  const tests = useDutyTests()
  const [asked, setAsked] = useState<AdminPhone | null>(null)
  const lastOf = (id: string) => tests.data?.tests.find(({ target }) => target === id)
  const lists: readonly Listed[] = [
    ...site.ladders.map(({ label, rungs, atOnce, groups, texts }) => ({
      label,
      phones: rungs,
      notes: [
        ...(atOnce > 1 ? [t('admin.duty.atOnce', { count: atOnce })] : []),
        ...(groups.length > 0 ? [t('admin.duty.groups', { names: groups.join(', ') })] : []),
        ...(texts.length > 0
          ? [t('admin.duty.texts', { names: texts.map(({ name, number }) => `${name} (${number})`).join(', ') })]
          : []),
      ],
    })),
    { label: t('admin.duty.line'), phones: site.duties, notes: [] },
  ]
  return (
    <>
      <Source sentence="admin.duty.source" folder={site.folder} />
      {lists.map((listed) => (
        <Phones key={listed.label} {...listed} lastOf={lastOf} onTry={setAsked} />
      ))}
      <Confirm phone={asked} onClose={() => setAsked(null)} />
    </>
  )
}

function Phones({
  label,
  phones,
  notes,
  lastOf,
  onTry,
}: Listed & {
  readonly lastOf: (id: string) => DutyTest | undefined
  readonly onTry: (phone: AdminPhone) => void
}) {
  const { t } = useTranslation()
  return (
    <Paper withBorder p="md" component="section" aria-label={label} mb="md">
      <Title order={2} fz="md" mb="sm">
        {label}
      </Title>
      {notes.map((note) => (
        <Text size="sm" key={note}>
          {note}
        </Text>
      ))}
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {(['name', 'address', 'accepts', 'last'] as const).map((head) => (
                <Table.Th key={head}>{t(`admin.duty.${head}`)}</Table.Th>
              ))}
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {phones.map((phone) => (
              <Table.Tr key={phone.id}>
                <Table.Td>
                  {phone.name}
                  {phone.during != null && (
                    <Text size="sm" c="dimmed">
                      {t('admin.duty.during', { hours: phone.during })}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>{phone.address}</Table.Td>
                <Table.Td>{phone.accepts === undefined ? '–' : t(`admin.duty.${phone.accepts}`)}</Table.Td>
                <Table.Td>
                  <Last test={lastOf(phone.id)} />
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    variant="default"
                    leftSection={<PhoneOutgoing size={16} aria-hidden />}
                    aria-label={t('admin.duty.tryOf', { name: phone.name })}
                    onClick={() => onTry(phone)}
                  >
                    {t('admin.duty.try')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

const colors: Readonly<Record<DutyTest['state'], string>> = {
  calling: 'blue',
  answered: 'orange',
  confirmed: 'sea',
  unanswered: 'red',
  busy: 'orange',
  failed: 'red',
  stopped: 'gray',
}

/** What came of the last test, as it comes. */
function Last({ test }: { readonly test: DutyTest | undefined }) {
  const { t } = useTranslation()
  if (test === undefined) return <Text size="sm">{t('admin.duty.never')}</Text>
  const state = test.state === 'calling' && test.rangAt !== null ? 'ringing' : test.state
  return (
    <div role="status">
      <Badge tt="none" variant="light" color={colors[test.state]}>
        {t(`admin.duty.state.${state}`)}
      </Badge>
      <Text size="sm" c="dimmed">
        <Moment at={test.askedAt} seconds /> {t('admin.duty.by', { who: test.by })}
      </Text>
      {test.why !== null && <Text size="sm">{t(`admin.duty.why.${test.why}`, { defaultValue: test.why })}</Text>}
    </div>
  )
}

function Confirm({ phone, onClose }: { readonly phone: AdminPhone | null; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const attempt = useTryDutyPhone()
  const close = () => {
    attempt.reset()
    onClose()
  }
  const { id = '', name = '', address = '' } = phone ?? {}
  return (
    <Modal
      opened={phone !== null}
      onClose={close}
      centered
      title={t('admin.duty.confirmTitle', { name })}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <Stack>
        <Text size="sm">{t('admin.duty.confirm', { address })}</Text>
        <AdminProblem error={attempt.error} of="duty" />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button loading={attempt.isPending} onClick={() => attempt.mutate(id, { onSuccess: close })} data-autofocus>
            {t('admin.duty.start')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
