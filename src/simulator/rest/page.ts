import { type Form, whole } from './form.ts'

/** One page of a list, as Twilio wraps it. */
export function page<T>(name: string, rows: readonly T[], form: Form, path: string): Record<string, unknown> {
  const size = whole(form, 'PageSize', 50, 1, 1000)
  const number = whole(form, 'Page', 0, 0, 1_000_000)
  const start = number * size
  const part = rows.slice(start, start + size)
  const uri = (at: number) => {
    const query = new URLSearchParams()
    for (const [key, value] of Object.entries(form))
      if (typeof value === 'string' && key !== 'Page' && key !== 'PageToken') query.set(key, value)
    query.set('PageSize', String(size))
    query.set('Page', String(at))
    return `${path}?${query}`
  }
  return {
    [name]: part,
    page: number,
    page_size: size,
    start,
    end: Math.max(start, start + part.length - 1),
    uri: uri(number),
    first_page_uri: uri(0),
    next_page_uri: start + size < rows.length ? uri(number + 1) : null,
    previous_page_uri: number > 0 ? uri(number - 1) : null,
  }
}
