import { Center, Loader } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { AccountPage } from './account-page.tsx'
import { EmergencyPage } from './emergency-page.tsx'
import { FirstPassword } from './first-password.tsx'
import { Frame } from './frame.tsx'
import { places } from './places.ts'
import { useMe, useSiteQuery } from './queries.ts'
import { SignIn } from './sign-in.tsx'
import { SiteProvider } from './site.tsx'
import { SoftphoneProvider } from './softphone/softphone-provider.tsx'
import { TicketList } from './ticket-list.tsx'
import { TicketPage } from './ticket-page.tsx'
import { Trouble } from './trouble.tsx'
import type { Me } from './views.ts'

const CallList = lazy(async () => ({ default: (await import('./calls/call-list.tsx')).CallList }))
const CallPage = lazy(async () => ({ default: (await import('./calls/call-page.tsx')).CallPage }))
const RoomPage = lazy(async () => ({ default: (await import('./room/room-page.tsx')).RoomPage }))
const RecoveryPage = lazy(async () => ({ default: (await import('./recovery/recovery-page.tsx')).RecoveryPage }))
const NuisancePage = lazy(async () => ({ default: (await import('./nuisance/nuisance-page.tsx')).NuisancePage }))
const DeskPage = lazy(async () => ({ default: (await import('./desk/desk-page.tsx')).DeskPage }))

const AdminPage = lazy(async () => ({ default: (await import('./admin/admin-page.tsx')).AdminPage }))

/** Without a signed-in person there is only the door. */
export function App() {
  const me = useMe()
  if (me.isPending) return <Waiting />
  if (me.isError) return <Trouble retry={() => void me.refetch()} />
  if (me.data === null) return <SignIn />
  if (me.data.mustChoosePassword) return <FirstPassword me={me.data} />
  return <Inside me={me.data} />
}

const Waiting = () => (
  <Center h="100dvh">
    <Loader />
  </Center>
)

/** Which page stands at which address. */
function Inside({ me }: { readonly me: Me }) {
  const site = useSiteQuery()
  if (site.data === undefined) return site.isError ? <Trouble retry={() => void site.refetch()} /> : <Waiting />
  const home = `/${places.find(({ permission }) => me.permissions.includes(permission))?.name ?? 'account'}`
  return (
    <SiteProvider site={site.data}>
      <SoftphoneProvider>
        <Frame me={me}>
          <Switch>
            <Route path="/desk">
              <Suspense fallback={<Waiting />}>
                <DeskPage me={me} />
              </Suspense>
            </Route>
            <Route path="/emergencies/recoveries">
              <Suspense fallback={<Waiting />}>
                <RecoveryPage me={me} />
              </Suspense>
            </Route>
            <Route path="/emergencies">
              <EmergencyPage me={me} />
            </Route>
            <Route path="/room/nuisances">
              <Suspense fallback={<Waiting />}>
                <NuisancePage />
              </Suspense>
            </Route>
            <Route path="/room">
              <Suspense fallback={<Waiting />}>
                <RoomPage me={me} />
              </Suspense>
            </Route>
            <Route path="/calls">
              <Suspense fallback={<Waiting />}>
                <CallList me={me} />
              </Suspense>
            </Route>
            <Route path="/calls/:sid">
              {({ sid }) => (
                <Suspense fallback={<Waiting />}>
                  <CallPage sid={sid} me={me} />
                </Suspense>
              )}
            </Route>
            <Route path="/tickets">
              <TicketList />
            </Route>
            <Route path="/tickets/:code">{({ code }) => <TicketPage code={code} me={me} />}</Route>
            <Route path="/admin/*?">
              <Suspense fallback={<Waiting />}>
                <AdminPage me={me} />
              </Suspense>
            </Route>
            <Route path="/account">
              <AccountPage />
            </Route>
            <Route>
              <Redirect to={home} replace />
            </Route>
          </Switch>
        </Frame>
      </SoftphoneProvider>
    </SiteProvider>
  )
}
