import { RestError } from './errors.ts'

/** A form or query of a REST request: every name has one value or several. */
export type Form = Readonly<Record<string, string | readonly string[] | undefined>>

export function readForm(value: unknown): Form {
  return typeof value === 'object' && value !== null ? (value as Form) : {}
}

export function one(form: Form, name: string): string | undefined {
  const value = form[name]
  const first = typeof value === 'string' ? value : value?.[0]
  return first === '' ? undefined : first
}

/** A repeated parameter. Values joined with spaces are one unknown value, as at Twilio (vellum-assistant#6044). */
export function many(form: Form, name: string): readonly string[] {
  const value = form[name]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

export function flag(form: Form, name: string): boolean | undefined {
  const value = one(form, name)?.toLowerCase()
  return value === undefined ? undefined : value === 'true'
}

export function whole(form: Form, name: string, usual: number, low: number, high: number): number {
  const value = one(form, name)
  if (value === undefined) return usual
  const number = Number(value)
  if (!Number.isInteger(number) || number < low || number > high)
    throw new RestError(400, 20001, `${name} must be ${low} to ${high}`)
  return number
}

/** An absolute http(s) URL without underscores in its host, or undefined. Anything else is Twilio's error `code`. */
export function url(form: Form, name: string, code: number): string | undefined {
  const value = one(form, name)
  if (value === undefined) return undefined
  if (!URL.canParse(value)) throw new RestError(400, code, `${name} is not a valid URL: ${value}`)
  const { protocol, hostname } = new URL(value)
  if (!/^https?:$/.test(protocol) || hostname.includes('_'))
    throw new RestError(400, code, `${name} is not a valid URL: ${value}`)
  return value
}
