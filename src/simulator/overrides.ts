/** Connection overrides in the fragment of a webhook's URL (`#rc=2&rp=ct,rt,5xx`), with Twilio's defaults and bounds. */
export type Overrides = {
  readonly connectMilliseconds: number
  readonly readMilliseconds: number
  readonly totalMilliseconds: number
  /** Retries after the first try. */
  readonly retries: number
  readonly retryOn: ReadonlySet<'4xx' | '5xx' | 'ct' | 'rt'>
}

const policies = ['4xx', '5xx', 'ct', 'rt'] as const

export function readOverrides(url: string): Overrides {
  const fragment = new URLSearchParams(url.split('#')[1] ?? '')
  const number = (name: string, low: number, high: number, usual: number): number => {
    const value = Number(fragment.get(name) ?? usual)
    return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : usual
  }
  const wanted = (fragment.get('rp') ?? 'ct').split(',')
  return {
    connectMilliseconds: number('ct', 100, 10_000, 5000),
    readMilliseconds: number('rt', 100, 15_000, 15_000),
    totalMilliseconds: number('tt', 100, 15_000, 15_000),
    retries: number('rc', 0, 5, 1),
    retryOn: new Set(policies.filter((policy) => wanted.includes(policy) || wanted.includes('all'))),
  }
}
