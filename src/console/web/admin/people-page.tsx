import { Badge, Button, Paper, Table, Text } from '@mantine/core'
import { Pencil, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import console from '../console.module.css'
import { Moment } from '../moment.tsx'
import { useNames } from '../site.tsx'
import type { Me } from '../views.ts'
import { Loaded } from './loaded.tsx'
import { OneTimeDialog } from './one-time-dialog.tsx'
import { type OneTime, type Person, usePeople } from './people-queries.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonDialog } from './person-dialog.tsx'

type Given = { readonly name: string; readonly oneTime: OneTime }

/** Everybody with an account: what they may do, what they can, which phone rings for them. */
export function PeoplePage({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const [edited, setEdited] = useState<Person | 'new' | null>(null)
  const [given, setGiven] = useState<Given | null>(null)
  return (
    <>
      <Button mb="md" leftSection={<UserPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
        {t('admin.people.add')}
      </Button>
      <Loaded query={usePeople()}>
        {({ people }) => <People people={people} me={me} onEdit={setEdited} onGiven={setGiven} />}
      </Loaded>
      {edited !== null && (
        <PersonDialog
          key={edited === 'new' ? 'new' : edited.id}
          person={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onAdded={setGiven}
        />
      )}
      <OneTimeDialog given={given} onClose={() => setGiven(null)} />
    </>
  )
}

const heads = ['name', 'roles', 'languages', 'skills', 'device', 'state'] as const

function People({
  people,
  me,
  onEdit,
  onGiven,
}: {
  readonly people: readonly Person[]
  readonly me: Me
  readonly onEdit: (person: Person) => void
  readonly onGiven: (given: Given) => void
}) {
  const { t } = useTranslation()
  const names = useNames()
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={980} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="sm" className={console.table ?? ''}>
          <Table.Thead>
            <Table.Tr>
              {heads.map((head) => (
                <Table.Th key={head}>{t(`admin.people.${head}`)}</Table.Th>
              ))}
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {people.map((person) => (
              <Table.Tr key={person.id}>
                <Table.Td>
                  <Text fw={600} size="sm">
                    {person.name}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {person.login}
                  </Text>
                </Table.Td>
                <Table.Td>
                  {person.roles.map((role) => t(`admin.people.role.${role}`)).join(', ')}
                  {person.agencyId !== null && (
                    <Text size="sm" c="dimmed">
                      {names('agency', person.agencyId)}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  {person.languages.map((one) => t(`admin.people.tongue.${one}`, { defaultValue: one })).join(', ') ||
                    '–'}
                </Table.Td>
                <Table.Td>
                  {person.skills.map((lane) => names('lane', lane)).join(', ') || t('admin.people.allLanes')}
                </Table.Td>
                <Table.Td>{person.device === 'browser' ? t('admin.people.browser') : (person.device ?? '–')}</Table.Td>
                <Table.Td>
                  <State person={person} />
                </Table.Td>
                <Table.Td>
                  <Button.Group>
                    <Button
                      variant="default"
                      leftSection={<Pencil size={16} aria-hidden />}
                      aria-label={t('admin.people.editOf', { name: person.name })}
                      onClick={() => onEdit(person)}
                    >
                      {t('admin.people.edit')}
                    </Button>
                    <PersonActions person={person} isMe={person.id === me.id} onGiven={onGiven} />
                  </Button.Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function State({ person }: { readonly person: Person }) {
  const { t } = useTranslation()
  const word = person.disabledAt !== null ? 'closed' : person.oneTimeUntil !== null ? 'waiting' : 'active'
  const color = { closed: 'gray', waiting: 'orange', active: 'sea' }[word]
  return (
    <>
      <Badge tt="none" variant="light" color={color}>
        {t(`admin.people.${word}`)}
      </Badge>
      {word === 'waiting' && person.oneTimeUntil !== null && (
        <Text size="sm" c="dimmed">
          {t('admin.people.waitingUntil')} <Moment at={person.oneTimeUntil} />
        </Text>
      )}
      {person.hasSecondFactor && (
        <Text size="sm" c="dimmed">
          {t('admin.people.secondFactor')}
        </Text>
      )}
    </>
  )
}
