/**
 * Simulated time. Durations are simulated seconds; `scale` says how many real seconds one of them lasts:
 * 1 is real time, 0.01 a hundred times faster, 0 as fast as possible in the order of due times.
 * With `held`, time stands still except while somebody holds a `flow()`: a test's phone lets time pass only while it waits,
 * so that a slow assertion never makes a caller miss a prompt.
 */
export type Clock = {
  readonly scale: number
  /** From now on simulated seconds last otherwise. */
  rescale(scale: number): void
  /** Simulated wall clock. */
  now(): Date
  /** Simulated seconds since the clock was made. */
  seconds(): number
  /** Resolves when the seconds have passed (`elapsed`) or the signal aborts (`aborted`); never rejects. */
  sleep(seconds: number, signal?: AbortSignal): Promise<'elapsed' | 'aborted'>
  /** Lets time pass until the returned function is called. */
  flow(): () => void
  /** While work is outstanding (a webhook in flight) a clock of scale 0 does not jump to the next due time. */
  busy<T>(work: Promise<T>): Promise<T>
  /** Stops time for good: who sleeps never wakes, and outstanding work is never heard of again, so that nothing goes on after a close. */
  stop(): void
}

type Timer = { readonly due: number; readonly order: number; readonly fire: (how: 'elapsed' | 'aborted') => void }

export function makeClock(options: { readonly scale: number; readonly held: boolean }): Clock {
  let { scale } = options
  const epoch = Date.now()
  const timers = new Set<Timer>()
  let elapsed = 0
  let since: number | null = null
  let flows = 0
  let outstanding = 0
  let order = 0
  let stopped = false
  let alarm: NodeJS.Timeout | undefined
  let alarmDue = Number.POSITIVE_INFINITY
  let jump: NodeJS.Immediate | undefined

  const seconds = () => (since === null ? elapsed : elapsed + (performance.now() - since) / 1000 / scale)

  function next(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of timers)
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer
    return first
  }

  function fire(timer: Timer): void {
    timers.delete(timer)
    timer.fire('elapsed')
  }

  /** Scale 0: a few turns of the event loop let everybody react, then time jumps to the next due timer. */
  function jumpSoon(quiet = 0): void {
    if (jump || stopped) return
    jump = setImmediate(() => {
      jump = undefined
      if (flows === 0 || outstanding > 0) return
      if (quiet < 3) return jumpSoon(quiet + 1)
      const timer = next()
      if (!timer) return
      elapsed = Math.max(elapsed, timer.due)
      fire(timer)
      jumpSoon()
    })
  }

  /** Sets the alarm to the first due timer; one that was just added matters only if it comes before. */
  function schedule(added?: Timer): void {
    if (added && scale > 0 && added.due >= alarmDue) return
    clearTimeout(alarm)
    alarmDue = Number.POSITIVE_INFINITY
    if (stopped || flows === 0) return
    if (scale === 0) {
      jumpSoon()
      return
    }
    const timer = next()
    if (!timer) return
    alarmDue = timer.due
    alarm = setTimeout(
      () => {
        for (let due = next(); due && due.due <= seconds() + 1e-6; due = next()) fire(due)
        schedule()
      },
      Math.max(0, Math.ceil((timer.due - seconds()) * scale * 1000)),
    )
  }

  function flow(): () => void {
    flows++
    if (flows === 1 && scale > 0) since = performance.now()
    schedule()
    let over = false
    return () => {
      if (over) return
      over = true
      flows--
      if (flows > 0) return
      elapsed = seconds()
      since = null
      clearTimeout(alarm)
      alarmDue = Number.POSITIVE_INFINITY
    }
  }

  const clock: Clock = {
    get scale() {
      return scale
    },
    rescale(wanted) {
      elapsed = seconds()
      if (since !== null) since = performance.now()
      scale = wanted
      schedule()
    },
    seconds,
    now: () => new Date(epoch + seconds() * 1000),
    flow,
    sleep(duration, signal) {
      return new Promise((resolve) => {
        if (stopped) return
        if (signal?.aborted) return resolve('aborted')
        const onAbort = () => {
          timers.delete(timer)
          resolve('aborted')
        }
        const timer: Timer = {
          due: seconds() + duration,
          order: order++,
          fire: (how) => {
            signal?.removeEventListener('abort', onAbort)
            resolve(how)
          },
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        timers.add(timer)
        schedule(timer)
      })
    },
    async busy(work) {
      outstanding++
      try {
        const result = await work
        return stopped ? await new Promise<never>(() => {}) : result
      } finally {
        outstanding--
        if (scale === 0) schedule()
      }
    },
    stop() {
      stopped = true
      clearTimeout(alarm)
      clearImmediate(jump)
      timers.clear()
    },
  }
  if (!options.held) flow()
  return clock
}
