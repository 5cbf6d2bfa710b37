import { type Dispatch, useEffect, useReducer } from 'react'
import { type Change, changePage, emptyPage, type PageState } from './line-state.ts'
import { eventsAddress, fetchState, type Heard, type Phone, type TextMessage } from './phones-api.ts'

const reopenMs = 2000

/** The line as it is now. Reopens its event stream by itself, and takes the whole state anew each time that it opens. */
export function useLiveLine(onHeard: (heard: Heard) => void): readonly [PageState, Dispatch<Change>] {
  const [state, dispatch] = useReducer(changePage, emptyPage)

  useEffect(() => {
    const closing = new AbortController()
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined

    const later = (what: () => void) => {
      clearTimeout(timer)
      timer = setTimeout(what, reopenMs)
    }
    const load = () =>
      fetchState(closing.signal)
        .then((line) => {
          dispatch({ change: 'loaded', line })
          dispatch({ change: 'live', live: true })
        })
        .catch(() => closing.signal.aborted || later(load))
    // The browser reconnects by itself with the id of the last event; only when it gave up is a new source needed.
    const lost = () => {
      dispatch({ change: 'live', live: false })
      if (source?.readyState === EventSource.CLOSED) later(open)
    }
    let seen = ''
    const read = <Data>(event: MessageEvent): Data => {
      seen = event.lastEventId
      return JSON.parse(String(event.data)) as Data
    }
    const open = () => {
      source = new EventSource(seen === '' ? eventsAddress : `${eventsAddress}?seen=${seen}`)
      source.addEventListener('open', load)
      source.addEventListener('error', lost)
      source.addEventListener('phone', (event) =>
        dispatch({ change: 'phone', phone: read<Phone>(event), at: Date.now() }),
      )
      source.addEventListener('text', (event) => dispatch({ change: 'text', text: read<TextMessage>(event) }))
      source.addEventListener('heard', (event) => {
        const heard = read<Heard>(event)
        dispatch({ change: 'heard', heard })
        onHeard(heard)
      })
    }
    open()
    return () => {
      closing.abort()
      clearTimeout(timer)
      source?.close()
    }
  }, [onHeard])

  return [state, dispatch]
}
