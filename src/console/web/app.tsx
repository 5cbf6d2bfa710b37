import { Center, Loader } from '@mantine/core'
import { Redirect, Route, Switch } from 'wouter'
import { CallList } from './call-list.tsx'
import { CallPage } from './call-page.tsx'
import { Frame, places } from './frame.tsx'
import { useMe } from './queries.ts'
import { SignIn } from './sign-in.tsx'
import { TicketList } from './ticket-list.tsx'
import { TicketPage } from './ticket-page.tsx'
import { Trouble } from './trouble.tsx'

/** Which page stands at which address; without a signed-in person there is only the door. */
export function App() {
  const me = useMe()
  if (me.isPending)
    return (
      <Center h="100dvh">
        <Loader />
      </Center>
    )
  if (me.isError) return <Trouble retry={() => void me.refetch()} />
  if (me.data === null) return <SignIn />
  return (
    <Frame me={me.data}>
      <Switch>
        <Route path="/calls">
          <CallList />
        </Route>
        <Route path="/calls/:sid">{({ sid }) => <CallPage sid={sid} />}</Route>
        <Route path="/tickets">
          <TicketList />
        </Route>
        <Route path="/tickets/:code">{({ code }) => <TicketPage code={code} />}</Route>
        <Route>
          <Redirect
            to={places.find(({ permission }) => me.data?.permissions.includes(permission))?.path ?? '/calls'}
            replace
          />
        </Route>
      </Switch>
    </Frame>
  )
}
