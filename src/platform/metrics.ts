import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  readonly registry: Registry
  readonly lostWakes: Counter<'queue'>
  readonly failedSweeps: Counter<'sweep'>
  /** Seconds from a request to its answer, by route. */
  readonly answers: Histogram<'route' | 'status'>
}

/** The process's measures, in a registry of their own. No label may ever hold a number, a name or an id. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    lostWakes: new Counter({
      name: 'sahut_lost_wakes_total',
      help: 'Wakes that the queue did not take; a sweep did their work',
      labelNames: ['queue'],
      registers,
    }),
    failedSweeps: new Counter({
      name: 'sahut_failed_sweeps_total',
      help: 'Sweeps that ended in an error',
      labelNames: ['sweep'],
      registers,
    }),
    answers: new Histogram({
      name: 'sahut_http_seconds',
      help: 'Seconds from a request to its answer',
      labelNames: ['route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 5, 15],
      registers,
    }),
  }
}

/** Measures of one name by a label's value, all of them read when Prometheus asks; a value that is not read is 0. */
export function addGauges<Value extends string>(
  metrics: Metrics,
  { name, help, label, values }: { name: string; help: string; label: string; values: readonly Value[] },
  read: () => Promise<Readonly<Partial<Record<Value, number>>>>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [metrics.registry],
    async collect() {
      const counts = await read().catch(() => null)
      for (const value of values) this.set({ [label]: value }, counts === null ? Number.NaN : (counts[value] ?? 0))
    },
  })
}

/** A measure that is read when Prometheus asks, such as the age of the oldest due command. */
export function addGauge(metrics: Metrics, name: string, help: string, read: () => Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [metrics.registry],
    async collect() {
      // A database that is down must not take the other measures with it.
      this.set(await read().catch(() => Number.NaN))
    },
  })
}
