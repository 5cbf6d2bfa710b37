import { useEffect, useState } from 'react'

/** This machine's clock, looked at again and again. */
export function useNow(everyMilliseconds = 1000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [everyMilliseconds])
  return now
}
