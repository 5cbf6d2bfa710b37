import { Center, Loader, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Desk, DeskCall, Me } from '../views.ts'
import { CallbacksDue } from './callbacks-due.tsx'
import { ConversationPanel } from './conversation-panel.tsx'
import classes from './desk.module.css'
import { useDesk } from './desk-queries.ts'
import { DutyCard } from './duty-card.tsx'
import { History } from './history.tsx'
import { OwnTalks } from './own-talks.tsx'
import { RingCard } from './ring-card.tsx'
import { TicketForm } from './ticket-form.tsx'
import { WrapUpPanel } from './wrap-up-panel.tsx'

/** Of which call the ticket is written: the one that I have, else the one that I had. A ring shows its own before. */
const callOf = ({ conversation, wrapUp }: Desk): DeskCall | null => conversation?.call ?? wrapUp?.call ?? null

const momentOf = ({ offer, conversation, wrapUp }: Desk) =>
  offer !== null ? 'ring' : conversation !== null ? 'talk' : wrapUp !== null ? 'ending' : 'idle'

/** Where an operator works all day: on the left who it is, in the middle what is written, on the right what was before. */
export function DeskPage({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const desk = useDesk()
  return (
    <>
      <Title order={1} className={classes.unseen}>
        {t('nav.desk')}
      </Title>
      {desk === undefined ? (
        <Center p="xl">
          <Loader role="status" aria-label={t('desk.form.loading')} />
        </Center>
      ) : (
        <Columns desk={desk} me={me} />
      )}
    </>
  )
}

function Columns({ desk, me }: { readonly desk: Desk; readonly me: Me }) {
  const { offer, conversation, wrapUp } = desk
  const call = callOf(desk)
  const about = offer?.call ?? call
  return (
    <div className={classes.desk} data-busy={about !== null || undefined} data-moment={momentOf(desk)}>
      <div className={classes.column}>
        {offer !== null && <RingCard offer={offer} desk={desk} me={me} />}
        {conversation !== null && <ConversationPanel conversation={conversation} desk={desk} me={me} />}
        {conversation === null && wrapUp !== null && <WrapUpPanel key={wrapUp.offerId} wrapUp={wrapUp} desk={desk} />}
        {offer === null && conversation === null && desk.me.state !== 'wrap_up' && <DutyCard desk={desk} />}
      </div>
      <div className={classes.column}>
        {call === null ? (
          <>
            <CallbacksDue due={desk.callbacksDue} />
            {offer === null && <OwnTalks />}
          </>
        ) : (
          <TicketForm key={call.callSid} callSid={call.callSid} />
        )}
      </div>
      {about !== null && (
        <div className={classes.column}>
          <History key={about.callSid} call={about} />
        </div>
      )}
    </div>
  )
}
